"""An act that a later one overtook, or that things do not allow to be taken back, offers none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import publishing, running, seats, sessions
from scoring.actions.setting_aside import mark_anew
from scoring.rules import change as kinds
from scoring.store.reading.undoing import newest_acts
from tests.actions.ruled_day import POOL, contest_of
from tests.actions.two_persons import of_entry
from tests.office import Day, entry
from tests.store.undone_day import (
    MARKS,
    WHO,
    acts_of,
    change,
    closed,
    command,
    nothing,
    on_stage,
    over,
    played_day,
    take_back,
    whole,
)


@pytest.fixture
def played(days: Callable[..., Day]) -> Day:
    return played_day(days)


def voted_and_published(day: Day) -> None:
    day.vote("A4", MARKS)
    day.do(running.close_entry, entry="A4")
    day.do(publishing.publish_entry, entry="A4")


def called_in_b(day: Day) -> None:
    day.open("B")
    day.do(running.call, entry="B1")


OVERTAKEN: dict[str, tuple[Callable[[Day], Any], Callable[[Day], Any], str, Callable[[Day], Any]]] = {
    "published-since": (command(running.close_entry), command(publishing.publish_entry), "reopen-entry", on_stage),
    "another-ballot-since": (
        command(seats.return_ballot, **WHO), lambda day: day.submit("A4", "JA3", 60, 1), "unreturn-ballot", on_stage
    ),
    "published-with-the-missing": (
        command(seats.declare_missing, **WHO),
        voted_and_published,
        "undeclare-missing", lambda day: day.present("A4"),
    ),
    "the-next-step-since": (
        command(publishing.reveal, "A2", step=3), command(publishing.reveal, "A2", step=4), "unreveal", nothing
    ),
    "another-set-up-since": (
        change(lambda day: of_entry(day, "A3", document="77")), change(lambda day: of_entry(day, "A3", document="78")),
        "put-back", nothing,
    ),
    "typed-again": (
        command(running.set_overtime, seconds=30, reason="错"), command(running.set_overtime, seconds=60, reason="错"),
        "set-overtime", on_stage,
    ),
    "called-since": (
        lambda day: day.do(sessions.swap_order, entry="B1", other="B2", reason="错"),
        called_in_b, "swap-order", nothing,
    ),
    "one-of-two-swapped-since": (
        lambda day: day.do(sessions.swap_order, entry="A5", other="A4", reason="错"),
        lambda day: day.do(sessions.swap_order, entry="A4", other="A6", reason="错"), "swap-order", nothing,
    ),
    "final-ended-by-a-correction": (
        change(lambda day: kinds.Finalising(POOL)), change(lambda day: of_entry(day, "A1", document="80")),
        "lift-final", whole,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", OVERTAKEN)
def test_an_act_that_was_overtaken_offers_none(days: Callable[..., Day], played: Day, name: str) -> None:
    first, later, opposite, before = OVERTAKEN[name]
    if name == "one-of-two-swapped-since":
        played = with_more_entries(days)
    before(played)
    start = played.rows("select max(seq) from ledger")[0][0]
    first(played)
    assert [one.now for one in acts_of(played, opposite, start)] == [True]
    until = played.rows("select max(seq) from ledger")[0][0]
    later(played)
    assert [one.now for one in acts_of(played, opposite, start) if one.row.seq <= until] == [False]


def with_more_entries(days: Callable[..., Day]) -> Day:
    contest = contest_of()
    return days(replace(contest, entries=(*contest.entries, entry("A5", "A", 5), entry("A6", "A", 6))))


def test_a_return_is_not_offered_back_once_its_ballot_was_set_aside(played: Day) -> None:
    closed(played)
    played.do(seats.return_ballot, entry="A4", **WHO)
    played.do(mark_anew, entry="A4", why="rubric", reason="换表")
    assert [one.now for one in acts_of(played, "unreturn-ballot", 0)] == [False]


def test_opening_a_session_is_offered_back_only_once_nothing_waits_in_it(played: Day) -> None:
    assert [one.now for one in acts_of(played, "close-session", 0)] == [False]
    over(played)
    assert [one.now for one in acts_of(played, "close-session", 0)] == [True]


def test_steps_are_taken_back_one_after_the_other(played: Day) -> None:
    for step in (4, 3, 2, 1):
        found = next(one for one in acts_of(played, "unreveal", 0) if one.now and one.body["entry"] == "A1")
        assert found.body["step"] == step
        take_back(played, found)
    assert not [one for one in acts_of(played, "unreveal", 0) if one.now and one.body["entry"] == "A1"]


def test_no_more_acts_are_listed_than_asked_for_and_the_newest_first(played: Day) -> None:
    found = played.read(newest_acts, 5)
    assert len(found) == 5
    assert [one.row.seq for one in found] == sorted((one.row.seq for one in found), reverse=True)
    assert found == played.read(newest_acts)[:5]
