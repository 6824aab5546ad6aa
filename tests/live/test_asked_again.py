"""A ballot that is asked for again after the next entry was called reaches the judge's tablet."""

from __future__ import annotations

from typing import Any

from live.picture.judge import judge_parts
from scoring.actions import running, seats
from tests.office import MARKS, Day


def hall(day: Day, judge: str) -> dict[str, Any]:
    return dict(day.read(judge_parts, judge, day.clock)["session/A"])


def returned_while_the_next_is_on(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", MARKS)
    day.do(running.close_entry, entry="A1")
    day.present("A2")
    day.do(seats.return_ballot, entry="A1", judge="JA2", reason="漏看一页")


def test_the_stage_comes_first_and_says_that_more_is_asked(day: Day) -> None:
    returned_while_the_next_is_on(day)
    shown = hall(day, "JA2")
    assert (shown["entry"]["id"], shown["again"], shown["asked"]) == ("A2", False, 1)
    assert hall(day, "JA1")["asked"] == 0


def test_once_the_stage_has_its_ballot_the_returned_entry_is_shown_with_its_reason(day: Day) -> None:
    returned_while_the_next_is_on(day)
    day.submit("A2", "JA2", 81)
    shown = hall(day, "JA2")
    assert (shown["entry"]["id"], shown["again"], shown["phase"]) == ("A1", True, "scoring")
    assert (shown["ballot"]["state"], shown["ballot"]["reason"], shown["ballot"]["base"]) == ("returned", "漏看一页", 1)
    assert shown["timer"] is None
    assert hall(day, "JA1")["entry"]["id"] == "A2"


def test_after_the_second_ballot_the_tablet_is_back_at_the_stage(day: Day) -> None:
    returned_while_the_next_is_on(day)
    day.submit("A2", "JA2", 81)
    day.submit("A1", "JA2", 83, base=1)
    assert (hall(day, "JA2")["entry"]["id"], hall(day, "JA2")["again"]) == ("A2", False)


def test_an_entry_that_waits_shows_even_while_nobody_is_on_stage(day: Day) -> None:
    returned_while_the_next_is_on(day)
    day.do(running.postpone, entry="A2", reason="设备故障")
    assert hall(day, "JA2")["entry"]["id"] == "A1"
    assert hall(day, "JA1")["entry"] is None
