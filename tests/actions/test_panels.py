"""Seats and persons: recusal, hands that change, judges who come late or sit twice."""

from __future__ import annotations

import pytest

from scoring.actions import judging, running, seats, sessions
from scoring.errors import Invalid, NotAllowed, NotKnown, RuleBroken
from scoring.facts import Actor
from scoring.store.reading.ballots import counted_ballots
from tests.office import MARKS, PANEL, Day, as_judge

CHIEF = Actor("judge", "JA1", "chief", "login-JA1")


def counted(day: Day, entry: str) -> list[str]:
    return [one.judge for one in day.read(counted_ballots, entry)]


def test_a_judge_is_recused_by_the_system_from_entries_of_an_avoided_unit(day: Day) -> None:
    day.open()
    day.present("A3")
    assert [day.state("A3", judge) for judge in PANEL] == ["expected"] * 3 + ["recused", "expected"]
    told = day.ledger("SeatStateChanged")[0]
    assert (told["judge"], told["after"], told["reason"]) == ("JA4", "recused", "回避单位")
    with pytest.raises(NotAllowed, match="recused"):
        day.submit("A3", "JA4", 90)
    day.vote("A3")
    day.do(running.close_entry, entry="A3")
    assert counted(day, "A3") == ["JA1", "JA2", "JA3", "JX"]


def test_a_recusal_after_submitting_keeps_the_ballot_uncounted_and_can_be_taken_back(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    with pytest.raises(Invalid, match="reason_missing"):
        day.do(judging.recuse_myself, as_judge("JA3"), entry="A1", reason="")
    day.do(judging.recuse_myself, as_judge("JA3"), entry="A1", reason="亲属")
    assert counted(day, "A1") == ["JA1", "JA2", "JA4", "JX"]
    assert day.rows("select count(*) from ballot where judge='JA3'") == [(1,)]
    day.do(running.close_entry, entry="A1")
    day.do(seats.unrecuse, entry="A1", judge="JA3", reason="查无此事")
    assert "JA3" in counted(day, "A1")
    assert day.phase("A1") == "complete"


def test_the_desk_recuses_with_a_reason_and_only_once(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(seats.recuse, entry="A1", judge="JA2", reason="同门")
    with pytest.raises(RuleBroken, match="already_recused"):
        day.do(seats.recuse, entry="A1", judge="JA2", reason="同门")
    with pytest.raises(RuleBroken, match="not_missing"):
        day.do(seats.undeclare_missing, entry="A1", judge="JA2", reason="?")
    with pytest.raises(RuleBroken, match="not_waiting_for_ballot"):
        day.miss("A1", "JA2")


def test_seats_change_state_only_in_their_entrys_turn(day: Day) -> None:
    day.open()
    with pytest.raises(NotKnown, match="not_in_panel"):
        day.miss("A1", "JA2")
    day.publish("A1")
    with pytest.raises(RuleBroken, match="not_in_turn"):
        day.do(seats.recuse, entry="A1", judge="JA2", reason="晚了")


@pytest.mark.parametrize("judge", ["JA3", "JX", "JB1"])
def test_only_the_chief_of_the_panel_acts_for_it(day: Day, judge: str) -> None:
    day.open()
    day.present("A1")
    for action in (seats.declare_missing, seats.return_ballot, seats.recuse):
        with pytest.raises(NotAllowed, match="chief_only"):
            day.do(action, as_judge(judge), entry="A1", judge="JA4", reason="?")


def test_the_chief_declares_and_returns_for_the_panel(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(seats.declare_missing, CHIEF, entry="A1", judge="JA4", reason="离席")
    day.submit("A1", "JA3", 80)
    day.do(seats.return_ballot, CHIEF, entry="A1", judge="JA3", reason="核对")
    assert (day.state("A1", "JA4"), day.state("A1", "JA3")) == ("missing", "returned")


def test_the_deputy_acts_only_where_the_chief_is_recused(day: Day) -> None:
    deputy = Actor("judge", "JA2", "chief", "login-JA2")
    day.open()
    day.present("A1")
    with pytest.raises(NotAllowed, match="chief_only"):
        day.do(seats.declare_missing, deputy, entry="A1", judge="JA4", reason="离席")
    day.do(seats.recuse, entry="A1", judge="JA1", reason="亲属")
    with pytest.raises(NotAllowed, match="chief_only"):
        day.do(seats.declare_missing, CHIEF, entry="A1", judge="JA4", reason="离席")
    day.do(seats.declare_missing, deputy, entry="A1", judge="JA4", reason="离席")
    assert day.state("A1", "JA4") == "missing"


def test_a_seat_changes_hands_from_the_next_entry(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(sessions.change_seat, session="A", seat=3, judge="JR", attendance="remote", reason="JA3 离场")
    assert (day.state("A1", "JA3"), day.state("A1", "JR")) == ("expected", "not_in_panel")
    assert day.submit("A1", "JA3", 84).outcome == "counted"
    with pytest.raises(NotKnown, match="not_in_panel"):
        day.submit("A1", "JR", 84)
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    day.present("A2")
    assert (day.state("A2", "JA3"), day.state("A2", "JR")) == ("not_in_panel", "expected")
    seat = day.rows("select seat, attendance from panel_place where entry='A2' and judge='JR'")
    assert seat == [(3, "remote")]
    told = day.ledger("SeatChanged")[0]
    assert (told["before"], told["after"], told["seat"]) == ("JA3", "JR", 3)


def test_a_judge_who_comes_late_joins_at_the_next_entry(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(sessions.change_seat, session="A", seat=6, judge="JR", attendance="onsite", reason="迟到")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    assert counted(day, "A1") == list(PANEL)
    day.present("A2")
    day.vote("A2", {**MARKS, "JR": 81})
    assert counted(day, "A2") == [*PANEL, "JR"]


def test_a_judge_sits_once_in_a_session_and_on_a_seat_that_exists(day: Day) -> None:
    with pytest.raises(RuleBroken, match="judge_sits_already"):
        day.do(sessions.change_seat, session="A", seat=2, judge="JA1", attendance="onsite", reason="?")
    for seat, attendance in ((0, "onsite"), (16, "onsite"), (2, "asleep")):
        with pytest.raises(Invalid, match="no_such_seat"):
            day.do(sessions.change_seat, session="A", seat=seat, judge="JR", attendance=attendance, reason="?")
    with pytest.raises(NotKnown, match="no_judge"):
        day.do(sessions.change_seat, session="A", seat=2, judge="ghost", attendance="onsite", reason="?")


def test_a_judge_of_two_halls_is_in_both_panels_with_a_state_of_the_own(day: Day) -> None:
    day.open("A", "B")
    day.present("A1")
    day.present("B1")
    day.submit("B1", "JX", 90)
    day.miss("A1", "JX")
    assert (day.state("A1", "JX"), day.state("B1", "JX")) == ("missing", "submitted")


def test_a_recusal_declared_before_a_postponement_still_holds_at_the_second_call(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    day.do(seats.recuse, entry="A1", judge="JA2", reason="亲属")
    day.do(running.postpone, entry="A1", reason="故障")
    day.present("A1")
    assert day.state("A1", "JA2") == "recused"
