"""更正经过 of an entry: its set-up, its rule card and rubric, its ballots and overtime, and its score versions."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from papers.calculation_values import Correction
from scoring.rules.contest import Contest, Entry
from scoring.rules.rounding import format_score
from scoring.store.tables import change as change_table
from scoring.store.tables import set_up_version
from web.beijing import beijing
from web.paperwork.calculation_ballots import MendedBallot
from web.paperwork.calculation_history import EntryHistory, Told

FIELDS: dict[str, str] = {
    "document": "文审得分", "unit": "单位", "title": "课题", "circle": "小组", "kind": "类型", "session": "场次",
    "recommendation": "推荐意见", "attendance": "发表方式", "leader": "组长", "members": "小组成员",
    "recommender": "推荐单位",
}  # fmt: skip
ATTENDANCE = {"onsite": "现场", "remote": "远程"}
LAPSED = {"reopen-published": ("定分", "已定分", "重新核对"), "reinstate": ("资格", "退赛或取消资格", "恢复")}
Moments = Iterator[tuple[int, Correction]]


@dataclass(frozen=True)
class Corrected:
    """Corrections of the day: (before, after, row) of each of the set-up, reasons of ballots by entry and moment."""

    set_ups: Sequence[tuple[Contest, Contest, Any]]
    ballots: dict[tuple[str, int], str]


def corrected(connection: Connection) -> Corrected:
    """All of them, parsed once for a whole print."""
    rows = connection.execute(select(set_up_version).order_by(set_up_version.c.version)).all()
    steps = [(_parsed(old.body), _parsed(new.body), new) for old, new in pairwise(rows) if new.change is not None]
    made = (change_table.c.kind == "ballot", change_table.c.state == "done")
    mended = connection.execute(select(change_table).where(*made)).all()
    return Corrected(steps, {(json.loads(row.body)["entry"], row.answered_at): row.reason for row in mended})


def _parsed(body: str) -> Contest:
    return Contest.from_json(json.loads(body))


def _entry(contest: Contest, entry: str) -> Entry | None:
    return next((one for one in contest.entries if one.id == entry), None)


def _fields(old: Entry, new: Entry, row: Any) -> Moments:
    for name, words in FIELDS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield row.at, _correction(row.at, words, _words(before), _words(after), row.reason)


def _rules(before: Contest, after: Contest, entry: Entry, row: Any) -> Moments:
    if before.card != after.card:
        was, now = (f"指纹 {contest.card.fingerprint()[:12]}" for contest in (before, after))
        yield row.at, _correction(row.at, "规则卡", was, now, row.reason)
    old, new = ([one for one in contest.rubrics if one.kind == entry.kind] for contest in (before, after))
    if old != new:
        yield row.at, _correction(row.at, f"{entry.kind}评审表", _maxima(old), _maxima(new), row.reason)


def _maxima(rubrics: Sequence[Any]) -> str:
    return "、".join(
        f"{criterion.name} {format_points(criterion.maximum)}" for one in rubrics for criterion in one.criteria
    )


def format_points(hundredths: int) -> str:
    """Whole hundredths as points: 1500 → "15", 850 → "8.5"."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole)


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    return ATTENDANCE.get(str(value), str(value)) if value is not None else ""


def _correction(at: int, what: str, before: str, after: str, why: str) -> Correction:
    return Correction(beijing(at, "%m-%d %H:%M"), what, before, after, why)


def corrections_of(
    contest: Contest, told: EntryHistory, found: Corrected, entry: str, mended: Sequence[MendedBallot]
) -> tuple[Correction, ...]:
    """Everything that was corrected of an entry, in order."""
    moments = [
        *_set_ups(found, entry),
        *_ballots(found, entry, mended),
        *_overtime(told),
        *_reopened(told),
        *_aside(told),
        *_scores(contest, told),
    ]
    return tuple(one for _at, one in sorted(moments, key=lambda moment: moment[0]))


def _set_ups(found: Corrected, entry: str) -> Moments:
    for before, after, row in found.set_ups:
        old, new = _entry(before, entry), _entry(after, entry)
        if old is not None and new is not None:
            yield from _fields(old, new, row)
            yield from _rules(before, after, new, row)


def _ballots(found: Corrected, entry: str, mended: Sequence[MendedBallot]) -> Moments:
    for one in mended:
        why = found.ballots.get((entry, one.at), "")
        yield one.at, _correction(one.at, one.whose, one.before, one.after, why)


def _overtime(told: EntryHistory) -> Moments:
    for fact in told.overtime:
        before = "没有记" if fact["before"] is None else f"{fact['before']} 秒"
        yield _of(fact, "超时", before, f"{fact['after']} 秒", fact["reason"])


def _reopened(told: EntryHistory) -> Moments:
    for fact in told.reopened:
        yield _of(fact, *LAPSED[fact["command"]], fact["reason"])


def _aside(told: EntryHistory) -> Moments:
    for fact in told.set_aside:
        yield _of(fact, "评分", f"{len(fact['ballots'])} 份", "保存，不计入；请评委重评", fact["reason"])


def _scores(contest: Contest, told: EntryHistory) -> Moments:
    """Each later version of the fixed score, from the one before it."""
    for before, after in pairwise(told.fixed):
        was, now = _final(contest, before), _final(contest, after)
        yield _of(after, f"定分第 {after['version']} 版", was, now, "按更正或合议决定重算")


def _final(contest: Contest, fact: Told) -> str:
    try:
        return format_score(Fraction(fact["score"]), contest.card)
    except ValueError:
        return "没有得分"


def _of(fact: Told, what: str, before: str, after: str, why: str) -> tuple[int, Correction]:
    return fact["at"], _correction(fact["at"], what, before, after, why)
