"""Rulings on one entry: taken out, scored by its document, out of competition, presented again, declined, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from papers.decisions import DecisionSheet, RuledEntry
from scoring.rules.change import IncompleteRuling, Reinstatement, Withdrawal
from scoring.rules.contest import Contest, Entry
from scoring.rules.moves import Moved
from scoring.store.reading.changes import asked_change, asked_moves
from scoring.store.reading.contest import find_entry, pool_id, pool_of
from scoring.store.reading.standings import all_standings, entry_score
from scoring.store.tables import change as change_table
from scoring.store.tables import ruling
from web.paperwork.decision_words import SECRETARIAT, Dated, judge_names, lifted_words, moment, pool_words

TITLES = {
    "disqualified": "一票否决决定书",
    "document_only": "有效评分不足合议决定书",
    "out_of_competition": "有效评分不足合议决定书",
    "present_again": "有效评分不足合议决定书",
    "declined": "放弃候选名额确认书",
    "withdrawn": "退赛确认书",
}
OUT = "不排名次，不评奖项，不推荐全国候选"
OTHERS_ANEW = "其余成果的名次、奖项和全国候选重新计算"
OUTCOMES = {
    "present_again": "重新发表：已收到的评分保存，不计入，由评委重新评分。",
    "document_only": "只以文审得分为最终得分：发表得分和超时扣分不计，照常排名次、评奖项、选候选。",
    "out_of_competition": f"参加展示，只作发表：{OUT}，也不占奖项的比例。",
}
NAMES = {"present_again": "重新发表", "document_only": "仅按文审成绩", "out_of_competition": "参加展示，不排名"}
DECIDED = {
    "disqualified": f"取消本成果的资格：{OUT}；{OTHERS_ANEW}。",
    "declined": "本成果不再列为全国候选或候补，名次和奖项不变；由名次在后的成果依次递补，单位上限重新计算。",
    "withdrawn": f"本成果退出评审：{OUT}；{OTHERS_ANEW}。",
}
FOUND = {
    "disqualified": "对下列成果实行一票否决，所依据的事实见理由。",
    "declined": "本成果放弃全国候选（或候补）的名额。",
    "withdrawn": "本成果在得分确定以后提出退赛。",
}
TAKEN = {"candidate": "全国候选", "reserve": "候补"}
UP = (("reserve", "candidate"), ("", "candidate"), ("", "reserve"), ("unit_cap", "candidate"), ("unit_cap", "reserve"))
OF_UNIT = ("单位代表", *SECRETARIAT)
KINDS = ("disqualify", "resolve-incomplete", "decline", "withdraw", "reinstate")


@dataclass(frozen=True, slots=True)
class _Ruled:
    """What was decided of one entry, from whichever row tells it."""

    kind: str
    entry: str
    at: int
    reason: str
    judges: tuple[str, ...]
    number: str = ""
    lifted: str = ""
    moved: tuple[Moved, ...] = ()


def ruled_sheets(connection: Connection, contest: Contest) -> list[Dated]:
    """A sheet for each ruling that was ever made, and for each withdrawal and second presentation."""
    made = _made(connection)
    found = [*_of_rulings(connection, made), *_of_changes(connection, made)]
    if not found:
        return []
    shown = {result.entry: result.shown or "" for standing in all_standings(connection) for result in standing.results}
    return [_dated(connection, contest, one, shown.get(one.entry, "")) for one in found]


def _made(connection: Connection) -> list[tuple[Any, Any]]:
    """Changes of these kinds that were made, each as it was asked for and with its row, oldest first."""
    made = (change_table.c.state == "done", change_table.c.kind.in_(KINDS))
    rows = connection.execute(select(change_table).where(*made).order_by(change_table.c.answered_at)).all()
    return [(asked_change(row), row) for row in rows]


def _of_rulings(connection: Connection, made: list[tuple[Any, Any]]) -> Iterator[_Ruled]:
    for row in connection.execute(select(ruling).order_by(ruling.c.id)):
        mine = (change for asked, change in made if (asked.entry, change.answered_at) == (row.entry, row.at))
        moved = next((asked_moves(change).entries for change in mine), ())
        judges = judge_names(connection, json.loads(row.judges))
        number, lifted = f"裁定第 {row.id} 号", lifted_words(row)
        yield _Ruled(row.kind, row.entry, row.at, row.reason, judges, number, lifted, moved)


def _of_changes(connection: Connection, made: list[tuple[Any, Any]]) -> Iterator[_Ruled]:
    """What leaves no row of rulings: withdrawn after publishing, presented again."""
    for asked, row in made:
        if isinstance(asked, Withdrawal):
            lifted = _brought_back(made, asked.entry, row.answered_at)
            yield _Ruled(
                "withdrawn", asked.entry, row.answered_at, row.reason, (), "", lifted, asked_moves(row).entries
            )
        elif isinstance(asked, IncompleteRuling) and asked.outcome == "present_again":
            yield _Ruled(asked.outcome, asked.entry, row.answered_at, row.reason, judge_names(connection, asked.judges))


def _brought_back(made: list[tuple[Any, Any]], entry: str, after: int) -> str:
    back = (
        f"{moment(row.answered_at)}，理由：{row.reason}"
        for asked, row in made
        if isinstance(asked, Reinstatement) and asked.entry == entry and row.answered_at > after
    )
    return next(back, "")


def _dated(connection: Connection, contest: Contest, one: _Ruled, shown: str) -> Dated:
    entry = find_entry(contest, one.entry)
    pool = pool_id(pool_of(contest, entry))
    sheet = DecisionSheet(
        title=TITLES[one.kind],
        number=one.number,
        pool=pool_words(contest, pool),
        at=moment(one.at),
        found=FOUND.get(one.kind) or _short(connection, contest, entry),
        decided=(*_decided(one.kind), *_moved_up(contest, one)),
        reason=one.reason,
        judges=one.judges,
        signers=OF_UNIT if one.kind in ("declined", "withdrawn") else SECRETARIAT,
        ruled=RuledEntry(entry.id, entry.kind, entry.circle, entry.unit, entry.title, shown),
        lifted=one.lifted,
    )
    return Dated(one.at, pool, (entry.id,), sheet)


def _short(connection: Connection, contest: Contest, entry: Entry) -> str:
    """Why an entry had no score."""
    if entry.document is None and contest.card.document_weight:
        return "本成果没有文审得分，不能合成最终得分，由评审组长合议。"
    least, valid = contest.card.min_valid, entry_score(connection, contest, entry).valid
    count = f"有效评分 {valid} 份，" if valid < least else "有效评分"
    return f"本成果{count}少于规则卡要求的 {least} 份，不能计算得分，由评审组长合议。"


def _moved_up(contest: Contest, one: _Ruled) -> list[str]:
    """Who moved up among the candidates by it, best first; nothing where nobody did."""
    up = [
        (m.after.rank or 0, m.entry, m.before.selection, m.after.selection)
        for m in one.moved
        if m.entry != one.entry and m.before and m.after and (m.before.selection, m.after.selection) in UP
    ]
    told = [
        f"{entry} {find_entry(contest, entry).circle}（原{TAKEN.get(before, '未入选')}）递补为{TAKEN[after]}"
        for _rank, entry, before, after in sorted(up)
    ]
    return [f"由此：{'；'.join(told)}。"] if told else []


def _decided(kind: str) -> tuple[str, ...]:
    """What was decided; of three possible outcomes also which two were not chosen."""
    if kind in DECIDED:
        return (DECIDED[kind],)
    others = "、".join(name for other, name in NAMES.items() if other != kind)
    return (OUTCOMES[kind], f"没有采用的另两种处理：{others}。")
