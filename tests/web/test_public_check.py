"""What the public is shown is worked out anew: no false alarm, whatever the rule card and whatever was corrected."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from scoring.rules.change import Disqualification
from tests.actions.two_persons import made, of_entry, two
from tests.office import MARKS, Day
from web.public_check import wrong_public

Days = Callable[..., Day]


def judged(day: Day) -> Day:
    """Hall A, A1 best and A4 last."""
    day.open()
    for worse, entry in enumerate(("A1", "A2", "A3", "A4")):
        day.publish(entry, {judge: total - 2 * worse for judge, total in MARKS.items()})
    return day


def findings(day: Day) -> list[object]:
    return [wrong.params["what"] for wrong in wrong_public(day._reader)]


@pytest.mark.parametrize(
    "card", [{}, {"reveal_when": "ceremony"}, {"show_judges": "hidden"}, {"drop_mode": "criterion"}]
)
def test_a_half_revealed_pool_gives_no_finding_at_any_step(days: Days, card: dict[str, str]) -> None:
    day = judged(days(**card))
    for entry in ("A4", "A3", "A2"):
        for step in (1, 2, 3, 4):
            day.reveal(entry, (step,))
            assert findings(day) == []


def test_neither_does_a_pool_that_was_corrected(day: Day) -> None:
    judged(day)
    for entry in ("A1", "A2", "A3"):
        day.reveal(entry)
    persons = two(day)
    made(day, of_entry(day, "A2", document="99"), persons)
    made(day, Disqualification("A1"), persons)
    made(day, of_entry(day, "A3", circle="改名小组"), persons)
    assert findings(day) == []


def test_a_number_that_nobody_revealed_is_found(day: Day) -> None:
    judged(day)
    day.reveal("A4")
    with sqlite3.connect(day.path) as database:
        database.execute("update revealed set body=replace(body,'\"rank\": 1','\"rank\": 2') where step=4")
    assert findings(day) == ["A4 4"]


def test_what_an_older_program_did_not_write_of_a_result_is_no_finding_and_anything_else_is(day: Day) -> None:
    judged(day)
    day.reveal("A4")
    for name, found in (("out_of_competition", []), ("rank", ["A4 4"])):
        with sqlite3.connect(day.path) as database:
            told = f"update revealed set body=json_remove(body, '$.result.{name}') where step=4"
            assert database.execute(told).rowcount == 1
        assert findings(day) == found
