"""The chief judges' decisions on ties, each with what every tie key says of its entries."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from papers.calculation_keys import value_words
from papers.decisions import DecisionSheet, TiedEntry
from papers.rule_words import TIE_WORDS
from scoring.rules.aggregate import EntryScore
from scoring.rules.contest import Contest
from scoring.rules.ranking import rank_value
from scoring.rules.rulecard import RuleCard
from scoring.rules.tie_steps import still_tied, tie_steps
from scoring.rules.tiebreak import key_value
from scoring.store.reading.contest import find_entry
from scoring.store.reading.standings import all_standings, entry_score
from scoring.store.tables import chief_decision
from web.paperwork.decision_words import SECRETARIAT, Dated, judge_names, lifted_words, moment, pool_words

TITLE = "评审组长合议决定书"
SHARED = "本次赛事同分并列：名次仍然并列，这一次序只用来定全国候选和候补。"
NO_LONGER = "这些成果后来不再同分，或不再排名次：本决定现在不起作用。"


def tie_sheets(connection: Connection, contest: Contest) -> list[Dated]:
    """A sheet for each decision that was ever made."""
    rows = connection.execute(select(chief_decision).order_by(chief_decision.c.id)).all()
    if not rows:
        return []
    shown = {result.entry: result.shown for standing in all_standings(connection) for result in standing.results}
    return [_sheet(connection, contest, row, shown) for row in rows]


def _sheet(connection: Connection, contest: Contest, row: Any, shown: dict[str, str | None]) -> Dated:
    order = tuple(json.loads(row.entries))
    scores = [(name, entry_score(connection, contest, find_entry(contest, name))) for name in order]
    lifted = lifted_words(row)
    sheet = DecisionSheet(
        title=TITLE,
        number=f"合议第 {row.id} 号",
        pool=pool_words(contest, row.pool),
        at=moment(row.at),
        found=_found(contest.card, len(order)),
        decided=_decided(contest.card),
        reason=row.reason,
        judges=judge_names(connection, json.loads(row.judges)),
        signers=SECRETARIAT,
        keys=tuple(TIE_WORDS[key] for key in contest.card.tie_chain),
        tied=tuple(_tied(contest, name, score, shown.get(name)) for name, score in scores),
        lifted=lifted,
        note="" if lifted or _still_tied(contest.card, scores, shown) else NO_LONGER,
    )
    return Dated(row.at, row.pool, order, sheet)


def _found(card: RuleCard, count: int) -> str:
    if not card.tie_chain:
        return f"下列 {count} 个成果最终得分相同，规则卡没有定同分规则，不能分出先后。"
    keys = "、".join(TIE_WORDS[key] for key in card.tie_chain)
    return f"下列 {count} 个成果最终得分相同，按规则卡的同分规则依次比较{keys}，仍不能分出先后。"


def _decided(card: RuleCard) -> tuple[str, ...]:
    first = "经评审组长合议，上列成果的先后次序定为："
    return (first,) if card.still_tied == "chief" else (SHARED, first)


def _tied(contest: Contest, name: str, score: EntryScore, shown: str | None) -> TiedEntry:
    entry = find_entry(contest, name)
    values = tuple(value_words(key_value(key, score)) for key in contest.card.tie_chain)
    return TiedEntry(name, entry.circle, entry.unit, shown or "", values)


def _still_tied(card: RuleCard, scores: list[tuple[str, EntryScore]], shown: dict[str, str | None]) -> bool:
    """Whether the entries are ranked, of one score, and no key sets one of them apart."""
    finals = {None if score.final is None else rank_value(card, score.final) for _name, score in scores}
    ranked = all(shown.get(name) for name, _score in scores)
    if not ranked or len(finals) > 1:
        return False
    return len(still_tied(scores, tie_steps(card, scores, scores[0][0]))) == len(scores)
