"""A random change of something contested, as near to possible as a guess comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any, Protocol

from sqlalchemy import Connection, select

from scoring.rules import change as kinds
from scoring.rules.contest import Contest
from scoring.store.reading.asides import open_asides
from scoring.store.reading.ballots import latest_ballot
from scoring.store.reading.contest import load_contest, pool_id, pools
from scoring.store.reading.names import set_up_mark
from scoring.store.reading.standings import all_standings
from scoring.store.tables import chief_decision, final, ruling
from scoring.store.tables import entry as entry_table
from tests.office import KIND, OTHER_KIND, PANEL

ENTRIES = ("A1", "A2", "A3", "A4", "B1", "B2")
OVERTIMES = (0, 20, 50, 120)  # s


class Drawn(Protocol):
    """Where chance and the contest come from."""

    connection: Connection
    chance: Random


def judges_of(entry: str) -> tuple[str, ...]:
    """Who sits in the entry's hall."""
    return PANEL if entry.startswith("A") else ("JX", "JB1", "JB2", "JB3")


def wanted_change(drawn: Drawn, entry: str) -> kinds.Change:
    """Half the time one that something in the contest calls for, else any."""
    called_for = _called_for(drawn) if drawn.chance.random() < 0.6 else []
    return drawn.chance.choice(called_for or [_any(drawn, entry)])


def _heads(entry: str) -> tuple[str, ...]:
    return ("JA1",) if entry.startswith("A") else ("JB1",)


def _called_for(drawn: Drawn) -> list[kinds.Change]:
    found: list[kinds.Change] = []
    held = select(ruling).where(ruling.c.ended_at.is_(None), ruling.c.kind != "disqualified")
    found += [kinds.RulingLift(row.entry, row.kind) for row in drawn.connection.execute(held)]
    for kept in open_asides(drawn.connection):
        given = latest_ballot(drawn.connection, kept.entry, kept.judge)
        base = 0 if given is None else given.version
        found.append(kinds.AsideAcceptance(kept.entry, kept.judge, kept.id, base))
    decided = select(chief_decision.c.id).where(chief_decision.c.ended_at.is_(None))
    found += [kinds.TieLift(row.id) for row in drawn.connection.execute(decided)]
    found += [kinds.FinalLift(row.pool) for row in drawn.connection.execute(select(final.c.pool))]
    out = select(entry_table.c.id).where(entry_table.c.phase.in_(("withdrawn", "disqualified")))
    found += [kinds.Reinstatement(row.id) for row in drawn.connection.execute(out)]
    for standing in all_standings(drawn.connection):
        for tie in standing.ties:
            order = tuple(drawn.chance.sample(tie.entries, len(tie.entries)))
            found.append(kinds.TieRuling(standing.id, order, _heads(order[0])))
        outcome: Any = drawn.chance.choice(("present_again", "document_only", "out_of_competition"))
        for result in standing.results:
            if result.state == "incomplete":
                found.append(kinds.IncompleteRuling(result.entry, outcome, _heads(result.entry)))
            if result.selection in ("candidate", "reserve"):
                found.append(kinds.Declining(result.entry))
        if not standing.blockers:
            found += [kinds.Finalising(standing.id)] * 2
    return found


def _any(drawn: Drawn, entry: str) -> kinds.Change:
    chance, contest = drawn.chance, load_contest(drawn.connection)
    makers: tuple[Callable[[], kinds.Change], ...] = (
        lambda: kinds.SetUpChange(set_up_mark(drawn.connection), _other_set_up(chance, contest, entry)),
        lambda: kinds.SetUpChange(set_up_mark(drawn.connection), _other_set_up(chance, contest, entry)),
        lambda: kinds.OvertimeChange(entry, chance.choice(OVERTIMES)),
        lambda: _ballot(drawn, entry),
        lambda: kinds.Reopening(entry),
        lambda: kinds.Withdrawal(entry),
        lambda: kinds.Disqualification(entry, _heads(entry)),
        lambda: kinds.Finalising(pool_id(chance.choice(pools(contest)))),
    )
    return chance.choice(makers)()


def _ballot(drawn: Drawn, entry: str) -> kinds.Change:
    judge = drawn.chance.choice(judges_of(entry))
    given = latest_ballot(drawn.connection, entry, judge)
    return kinds.BallotChange(entry, judge, 0 if given is None else given.version, (4800, 3400))


def _other_set_up(chance: Random, contest: Contest, entry: str) -> Contest:
    """Another field of the entry, or another rubric of its kind."""
    if chance.random() < 0.15:
        kind = next(one.kind for one in contest.entries if one.id == entry)
        return replace(contest, rubrics=tuple(_reworded(one) if one.kind == kind else one for one in contest.rubrics))
    changed: dict[str, Any] = chance.choice((
        {"document": "81"}, {"document": "95.5"}, {"title": "新题"}, {"unit": "单位A1"}, {"unit": "单位A3"},
        {"recommendation": "无"}, {"kind": KIND, "session": "A"}, {"kind": OTHER_KIND},
        {"kind": OTHER_KIND, "session": "A"}, {"kind": OTHER_KIND, "session": "B"},
    ))  # fmt: skip
    other = tuple(replace(one, **changed) if one.id == entry else one for one in contest.entries)
    return replace(contest, entries=other)


def _reworded(rubric: Any) -> Any:
    first = replace(rubric.criteria[0], name=rubric.criteria[0].name + "新")
    return replace(rubric, version=rubric.version + 1, criteria=(first, *rubric.criteria[1:]))
