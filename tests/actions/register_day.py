"""A day of hall A that is over, and the moves of the register in one word each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from scoring.actions.certificates import issue_certificates
from scoring.errors import Refusal
from scoring.rules.contest import AwardTier, Contest
from scoring.store.reading.certificates import certificate_rows, drift, ground_of, matched
from scoring.store.reading.contest import load_contest
from tests.corrected import put_right
from tests.office import MARKS, Day, small_contest

Days = Callable[..., Day]
TIERS = (AwardTier("一等奖", Fraction(25)), AwardTier("二等奖", Fraction(50)))


def contest(**changes: Any) -> Contest:
    """Four entries in hall A: one first prize, two second prizes, one without."""
    given = {"certificate_date": "2026-12-18", "certificate_number": "证{年份}-{序号:03}", "awards": TIERS, **changes}
    return replace(small_contest(), **given)


def play(day: Day, *entries: str) -> None:
    """Publish entries, the earlier the better."""
    for entry in entries:
        worse = int(entry[1:]) - 1
        day.publish(entry, {judge: total - worse for judge, total in MARKS.items()})


def hall_a_over(days: Days) -> Day:
    """A1 has the first prize, A2 and A3 the second, A4 none; hall B has not begun."""
    day = days(contest())
    day.open()
    play(day, "A1", "A2", "A3", "A4")
    return day


def issue(day: Day, kind: str = "award", owner: str | None = None) -> list[str]:
    given: list[str] = day.do(issue_certificates, kind=kind, owner=owner)
    return given


def rows(day: Day) -> dict[str, Any]:
    return {row.number: row for row in day.read(certificate_rows)}


def change(day: Day, **changes: Any) -> None:
    """Change the set-up; `A1={"title": …}` changes an entry."""
    now = day.read(load_contest)
    entries = tuple(replace(e, **changes.pop(e.id, {})) for e in now.entries)
    day.do(put_right, contest=replace(now, entries=entries, **changes))


def differing(day: Day, number: str) -> list[tuple[str, str, str]]:
    ground, register = day.read(ground_of), day.read(certificate_rows)
    row = next(row for row in register if row.number == number)
    claim = matched(ground, register, row.kind).answered.get(number)
    return [(d.field, d.printed, d.now) for d in drift(ground, row, claim)]


def refused(day: Day, action: Callable[..., Any], **values: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        day.do(action, **values)
    return refusal.value.code
