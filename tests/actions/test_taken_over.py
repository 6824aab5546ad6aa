"""A device that another one has taken over writes no more, also what was under way by then."""

from __future__ import annotations

import pytest

from scoring.actions import judging, people, seats
from scoring.actions.people import Opening
from scoring.errors import NotAllowed
from scoring.facts import Actor
from tests.office import Day, ballot


@pytest.fixture
def devices(day: Day) -> tuple[Actor, Actor]:
    """JA1's first tablet and the one that took over, in the middle of A1's turn."""
    day.open("A")
    day.present("A1")
    people_of = [Actor("judge", "JA1", "chief", enter(day, number)) for number in (1, 2)]
    return people_of[0], people_of[1]


def enter(day: Day, number: int) -> str:
    opening = Opening("judge", "JA1", 1, f"{number:064d}", "tablet", take_over=True)
    return str(day.do(people.enter, Actor("judge", "JA1", "", ""), opening=opening))


def test_a_ballot_under_way_is_kept_aside_and_never_counted(day: Day, devices: tuple[Actor, Actor]) -> None:
    kept = day.do(judging.submit_ballot, devices[0], sent=ballot("A1", "JA1", 80))
    assert (kept.outcome, kept.version) == ("taken_over", 0)
    assert day.rows("select why from ballot_aside") == [("taken_over",)]
    assert day.state("A1", "JA1") == "expected"
    assert day.do(judging.submit_ballot, devices[1], sent=ballot("A1", "JA1", 90)).outcome == "counted"


def test_a_ballot_that_was_stored_gives_the_old_device_its_receipt(day: Day, devices: tuple[Actor, Actor]) -> None:
    sent = ballot("A1", "JA1", 90)
    stored = day.do(judging.submit_ballot, devices[1], sent=sent)
    again = day.do(judging.submit_ballot, devices[0], sent=sent)
    assert (again.outcome, again.receipt) == ("known", stored.receipt)


def test_the_new_devices_draft_is_not_overwritten(day: Day, devices: tuple[Actor, Actor]) -> None:
    day.do(judging.save_draft, devices[1], entry="A1", judge="JA1", marks=[100, None], comment="")
    with pytest.raises(NotAllowed, match="login_taken_over"):
        day.do(judging.save_draft, devices[0], entry="A1", judge="JA1", marks=[200, None], comment="")
    assert day.rows("select marks from draft") == [("[100, null]",)]


def test_the_old_device_neither_recuses_its_judge_nor_acts_for_the_panel(
    day: Day, devices: tuple[Actor, Actor]
) -> None:
    with pytest.raises(NotAllowed, match="login_taken_over"):
        day.do(judging.recuse_myself, devices[0], entry="A1", reason="同单位")
    with pytest.raises(NotAllowed, match="login_taken_over"):
        day.do(seats.declare_missing, devices[0], entry="A1", judge="JA2", reason="离席")
    day.do(seats.declare_missing, devices[1], entry="A1", judge="JA2", reason="离席")
    assert day.state("A1", "JA2") == "missing"


def test_a_login_that_the_desk_has_ended_writes_no_draft(day: Day, devices: tuple[Actor, Actor]) -> None:
    day.do(people.issue_card, kind="judge", owner="JA1")
    with pytest.raises(NotAllowed, match="login_ended"):
        day.do(judging.save_draft, devices[1], entry="A1", judge="JA1", marks=[200, None], comment="")
