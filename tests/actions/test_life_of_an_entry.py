"""An entry's whole life across the stage, and what is refused on the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scoring.actions import publishing, running, seats, sessions
from scoring.errors import Invalid, NotKnown, RuleBroken
from scoring.store.reading.day import entry_row
from tests.office import DESK, START, Day

TURN = (
    (running.call, "called"),
    (running.start_presenting, "presenting"),
    (running.end_presenting, "questioning"),
    (running.end_questions, "scoring"),
)


def test_an_entry_goes_from_waiting_to_revealed(day: Day) -> None:
    day.open()
    assert day.phase("A1") == "waiting"
    for action, after in TURN:
        day.do(action, entry="A1")
        assert day.phase("A1") == after
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    assert day.phase("A1") == "complete"
    day.do(publishing.publish_entry, entry="A1")
    assert day.phase("A1") == "published"
    day.reveal("A1")
    assert [body["after"] for body in day.ledger("PhaseChanged")] == [*(a for _, a in TURN), "complete", "published"]
    assert [body["step"] for body in day.ledger("ResultRevealed")] == [1, 2, 3, 4]
    fixed = day.ledger("ResultPublished")[0]
    assert fixed["score"] == "432/5"  # 84 × 0.6 + 90 × 0.4


@pytest.mark.parametrize("action", [action for action, _ in TURN][1:])
def test_no_step_can_be_skipped(day: Day, action: Callable[..., None]) -> None:
    day.open()
    with pytest.raises(RuleBroken, match="not_now"):
        day.do(action, entry="A1")
    assert day.phase("A1") == "waiting"


def test_an_entry_is_called_only_in_an_open_session_and_onto_an_empty_stage(day: Day) -> None:
    with pytest.raises(RuleBroken, match="session_not_open"):
        day.do(running.call, entry="A1")
    day.open()
    day.do(running.call, entry="A1")
    with pytest.raises(RuleBroken, match="another_on_stage"):
        day.do(running.call, entry="A2")
    with pytest.raises(NotKnown, match="no_entry"):
        day.do(running.call, entry="Z9")


def test_the_close_waits_for_every_seat_and_names_the_first(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", {"JA1": 80, "JA3": 80})
    with pytest.raises(RuleBroken) as refused:
        day.do(running.close_entry, entry="A1")
    assert (refused.value.code, refused.value.params["name"]) == ("seat_not_settled", "评委JA2")


def test_a_closed_entry_opens_again_with_a_reason_and_never_after_its_publication(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    with pytest.raises(Invalid, match="reason_missing"):
        day.do(running.reopen_entry, entry="A1", reason="  ")
    day.do(running.reopen_entry, entry="A1", reason="漏看")
    assert day.phase("A1") == "scoring"
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    with pytest.raises(RuleBroken, match="not_now"):
        day.do(running.reopen_entry, entry="A1", reason="再看")
    with pytest.raises(RuleBroken, match="not_in_turn"):
        day.do(seats.return_ballot, entry="A1", judge="JA1", reason="再看")


def test_a_postponed_entry_comes_back_with_the_ballots_it_had(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    day.do(running.start_presenting, entry="A1")
    day.submit("A1", "JA1", 80)
    day.do(running.postpone, entry="A1", reason="投影故障")
    assert day.phase("A1") == "postponed"
    assert day.rows("select current_entry, scene from session where id='A'") == [(None, "idle")]
    day.publish("A2")
    day.publish("A1")
    assert day.rows("select judge, version from ballot where entry='A1' and judge='JA1'") == [("JA1", 1)]
    assert day.rows("select count(*) from score") == [(2,)]


def test_whole_seconds_of_overtime_are_kept_rounded_down(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    day.do(running.start_presenting, entry="A1")
    day.clock += 765_999  # the limit is 720 s
    day.do(running.end_presenting, entry="A1")
    row = day.read(entry_row, "A1")
    assert (row.overtime, row.overtime_source) == (45, "timer")
    day.do(running.end_questions, entry="A1")
    day.vote("A1", dict.fromkeys(("JA1", "JA2", "JA3", "JA4", "JX"), 80))
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    assert day.ledger("ResultPublished")[0]["score"] == "837/10"  # (80 − 0.5) × 0.6 + 36


def test_typed_overtime_stays_when_the_clock_says_otherwise(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    day.do(running.start_presenting, entry="A1")
    with pytest.raises(Invalid, match="reason_missing"):
        day.do(running.set_overtime, entry="A1", seconds=70, reason="")
    day.do(running.set_overtime, entry="A1", seconds=70, reason="秒表")
    day.clock += 1_000_000
    day.do(running.end_presenting, entry="A1")
    row = day.read(entry_row, "A1")
    assert (row.overtime, row.overtime_source) == (70, "typed")
    with pytest.raises(Invalid, match="seconds_out_of_range"):
        day.do(running.set_overtime, entry="A1", seconds=-1, reason="秒表")


def test_overtime_of_a_turn_that_was_postponed_is_not_that_of_the_next(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    day.do(running.start_presenting, entry="A1")
    day.do(running.set_overtime, entry="A1", seconds=70, reason="秒表")
    day.do(running.postpone, entry="A1", reason="停电")
    day.present("A1", seconds=600)
    row = day.read(entry_row, "A1")
    assert (row.overtime, row.overtime_source) == (0, "timer")


def test_the_start_can_be_set_back_but_never_into_the_future(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    with pytest.raises(RuleBroken, match="not_now"):
        day.do(running.set_start, entry="A1", started_at=START)
    day.clock += 60_000
    day.do(running.start_presenting, entry="A1")
    for wrong in (day.clock + 1, day.clock - 25 * 3600 * 1000):
        with pytest.raises(Invalid, match="start_out_of_range"):
            day.do(running.set_start, entry="A1", started_at=wrong)
    day.do(running.set_start, entry="A1", started_at=START + 30_000)
    day.clock += 700_000
    day.do(running.end_presenting, entry="A1")
    assert day.read(entry_row, "A1").overtime == 10


def test_two_halls_run_at_once_without_touching_each_other(day: Day) -> None:
    day.open("A", "B")
    day.do(running.call, entry="A1")
    day.do(running.call, entry="B1")
    day.do(running.start_presenting, entry="B1")
    day.do(running.start_presenting, entry="A1")
    day.submit("A1", "JX", 70)
    day.submit("B1", "JX", 90)
    with pytest.raises(NotKnown, match="not_in_panel"):
        day.submit("B1", "JA3", 90)
    day.do(running.postpone, entry="A1", reason="停电")
    assert (day.phase("A1"), day.phase("B1")) == ("postponed", "presenting")
    assert day.rows("select entry from ballot where judge='JX' order by entry") == [("A1",), ("B1",)]
    assert day.rows("select current_entry from session order by id") == [(None,), ("B1",)]


def test_a_session_closes_when_all_its_entries_are_done(day: Day) -> None:
    day.open("B")
    panel = {"JX": 80, "JB1": 80, "JB2": 80, "JB3": 80}
    day.publish("B1", panel)
    with pytest.raises(RuleBroken, match="entry_not_published"):
        day.do(sessions.close_session, session="B")
    day.do(running.withdraw, entry="B2", reason="退赛")
    day.do(sessions.close_session, session="B")
    assert day.rows("select state from session where id='B'") == [("closed",)]


def test_the_first_opening_fixes_the_rule_card_and_is_told_once(day: Day) -> None:
    assert day.rows("select frozen_at from contest") == [(None,)]
    day.open("A", "B")
    assert len(day.ledger("RuleCardFrozen")) == 1
    with pytest.raises(RuleBroken, match="session_is_open"):
        day.open("A")


def test_every_fact_says_who_did_it_and_when(day: Day) -> None:
    day.clock += 5
    day.open()
    fact = day.ledger("SessionOpened")[0]
    assert (fact["actor"], fact["at"]) == (f"staff:{DESK.id}:{DESK.role}:{DESK.login}", START + 5)
