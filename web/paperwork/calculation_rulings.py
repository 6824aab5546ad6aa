"""Rulings and decisions of the chief judges as a 得分计算单 says them: names where the rule card publishes names."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from papers.calculation_values import EntryRuling
from scoring.rules.contest import Contest
from scoring.store.reading.day import judge_row
from scoring.store.reading.rulings import ChiefDecision, rulings_of


def decision_ruling(connection: Connection, contest: Contest, decision: ChiefDecision) -> EntryRuling:
    """A decision on a tie."""
    return EntryRuling("decision", decision.reason, _names(connection, contest, decision.judges))


def entry_rulings(connection: Connection, contest: Contest, entry: str) -> tuple[EntryRuling, ...]:
    """Every ruling that holds on an entry."""
    held = rulings_of(connection, entry).values()
    return tuple(EntryRuling(one.kind, one.reason, _names(connection, contest, one.judges)) for one in held)


def _names(connection: Connection, contest: Contest, judges: Sequence[str]) -> tuple[str, ...]:
    named = contest.card.show_judges == "name"
    return tuple(judge_row(connection, judge).name for judge in judges) if named else ()
