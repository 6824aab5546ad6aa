"""The order: drawn once with a seed, swapped with a reason, the drawn place stays on record."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from scoring.actions import running, sessions
from scoring.errors import Invalid, RuleBroken
from tests.office import Day

ORDER = "select id, position, drawn_position from entry where session='A' order by position"


def test_a_draw_is_recorded_with_its_seed_and_gives_the_same_order_again(days: Callable[..., Day]) -> None:
    first, second = days(), days()
    seed = first.do(sessions.draw_order, session="A")
    assert second.do(sessions.draw_order, session="A", seed=seed) == seed
    assert first.rows(ORDER) == second.rows(ORDER)
    assert first.rows("select seed from session where id='A'") == [(seed,)]
    told = first.ledger("OrderDrawn")[0]
    assert (told["seed"], told["order"]) == (seed, [row[0] for row in first.rows(ORDER)])


def test_the_draw_is_the_published_shuffle_of_the_ids(day: Day) -> None:
    day.do(sessions.draw_order, session="A", seed=2026)
    ids = ["A1", "A2", "A3", "A4"]
    random.Random(2026).shuffle(ids)
    assert [row[0] for row in day.rows(ORDER)] == ids
    assert day.rows("select position from entry where session='B' order by id") == [(1,), (2,)]


def test_the_order_is_drawn_once_and_not_after_the_session_has_begun(day: Day) -> None:
    day.do(sessions.draw_order, session="A", seed=1)
    with pytest.raises(RuleBroken, match="order_is_drawn"):
        day.do(sessions.draw_order, session="A", seed=2)
    day.open("B")
    day.do(running.call, entry="B1")
    with pytest.raises(RuleBroken, match="session_has_begun"):
        day.do(sessions.draw_order, session="B")


def test_a_swap_needs_a_reason_and_keeps_the_drawn_place(day: Day) -> None:
    with pytest.raises(Invalid, match="reason_missing"):
        day.do(sessions.swap_order, entry="A1", other="A3", reason=" ")
    day.do(sessions.swap_order, entry="A1", other="A3", reason="晚到")
    assert day.rows(ORDER) == [("A3", 1, 3), ("A2", 2, 2), ("A1", 3, 1), ("A4", 4, 4)]
    assert day.ledger("OrderSwapped")[0]["reason"] == "晚到"


def test_only_two_entries_of_one_session_that_still_wait_are_swapped(day: Day) -> None:
    for entry, other in (("A1", "B1"), ("A1", "A1")):
        with pytest.raises(RuleBroken, match="not_in_one_session"):
            day.do(sessions.swap_order, entry=entry, other=other, reason="?")
    day.open()
    day.publish("A1")
    with pytest.raises(RuleBroken, match="already_presented"):
        day.do(sessions.swap_order, entry="A2", other="A1", reason="?")
