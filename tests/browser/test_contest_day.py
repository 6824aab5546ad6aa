"""A contest day in real browsers: the desk, tablets, a remote judge, the board, a phone, two halls.

The tests tell one day and run in this order: each goes on where the one before has stopped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.day import Day, at_once, marks_of, total_of
from tests.browser.served import Served

FIRST, SECOND, IN_HALL_B = "SH001", "SH002", "SH019"
RETURNED, MISSING, RECUSED = "请核对原因分析", "设备故障，人已离场", "评委本人声明"
OVERTIME = "秒表记录"


@pytest.fixture(scope="module")
def day(served: Served, device: Open) -> Iterator[Day]:
    """The day as it goes on from test to test."""
    made = Day(served, device)
    yield made
    made.close()


def test_a_judge_waits_for_the_call_and_only_a_remote_one_sees_the_meeting(day: Day) -> None:
    for tablet in (day.chief, day.portrait, day.remote):
        tablet.view("waiting")
    expect(day.remote.page.locator("#meeting-link")).to_have_attribute("href", "https://meeting.example/a")
    expect(day.portrait.page.locator("#meeting-link")).to_have_count(0)
    assert not [text for text in [*day.board_ears.heard(), *day.phone_ears.heard()] if "meeting.example" in text]


def test_the_desk_opens_two_halls_and_calls_and_every_screen_follows(day: Day) -> None:
    day.desk.hall("B")
    day.desk.open_session()
    day.desk.hall("A")
    day.desk.open_session()
    day.desk.call_next(FIRST)
    day.other_desk.command("call", entry=IN_HALL_B)
    for tablet in (day.chief, day.portrait, day.remote):
        expect(tablet.page.locator("#facts")).to_contain_text(FIRST)
    expect(day.board.locator("#board")).to_contain_text("长风QC小组")
    expect(day.phone.locator("#stage")).to_contain_text("长风QC小组")
    expect(day.desk.page.locator('.hall[data-session="B"]')).to_contain_text("/")


def test_the_desk_runs_the_presentation_and_types_an_overtime(day: Day) -> None:
    day.desk.press("start-presenting")
    expect(day.desk.page.locator(".timer-digits")).to_contain_text("11:")
    expect(day.board.locator("#board")).to_contain_text("11:")
    day.desk.press("end-presenting")
    day.desk.type_overtime("75", OVERTIME)
    expect(day.desk.page.locator("#now .overtime")).to_contain_text("75")
    day.desk.press("end-questions")
    for command in ("start-presenting", "end-presenting", "end-questions"):
        day.other_desk.command(command, entry=IN_HALL_B)
    day.portrait.view("marking", FIRST)


def test_nothing_is_prefilled_and_pad_and_steppers_give_the_marks(day: Day) -> None:
    wanted = marks_of(FIRST, "JA1")
    for number in range(1, 7):
        expect(day.chief.row(number)).to_have_attribute("data-mark", "")
    day.chief.type_marks(wanted)
    day.chief.step(2, "minus")
    expect(day.chief.row(2)).to_have_attribute("data-mark", str(wanted[1] - 50))
    day.chief.step(2, "plus")
    expect(day.chief.row(2)).to_have_attribute("data-mark", str(wanted[1]))
    expect(day.chief.page.locator("#total")).to_have_text(total_of(wanted))


def test_ballots_of_both_halls_arrive_in_the_same_second(day: Day) -> None:
    at_once(
        *day.by_http(FIRST, "A", "JA3", "JA4", "JA5"),
        *day.by_http(IN_HALL_B, "B", "JB1", "JB2", "JB3", "JB4", "JB5", "JB6"),
    )
    picture = day.other_desk.picture()
    seats = [seat for hall in "AB" for seat in picture[f"seats/{hall}"] if seat["state"] == "submitted"]
    assert len(seats) == 9
    assert max(seat["at"] for seat in seats) - min(seat["at"] for seat in seats) < 5000
    expect(day.desk.page.locator('#seats [data-state="submitted"]')).to_have_count(3)


def test_the_chief_submits_and_gets_a_receipt(day: Day) -> None:
    day.chief.submit()
    day.chief.view("receipt")
    expect(day.chief.page.locator("#receipt-total")).to_have_text(total_of(marks_of(FIRST, "JA1")))
    expect(day.chief.page.locator("#receipt-code")).not_to_be_empty()
    expect(day.desk.seat("JA1")).to_have_attribute("data-state", "submitted")


def test_a_ballot_submitted_without_network_waits_and_is_sent_when_it_is_back(day: Day) -> None:
    day.portrait.type_marks(marks_of(FIRST, "JA2"))
    day.portrait.review()
    day.portrait.context.set_offline(True)
    day.portrait.page.click("#submit")
    day.portrait.view("sending")
    day.portrait.chip("waiting")
    expect(day.desk.seat("JA2")).not_to_have_attribute("data-state", "submitted")
    day.portrait.context.set_offline(False)
    day.portrait.view("receipt")
    expect(day.desk.seat("JA2")).to_have_attribute("data-state", "submitted")


def test_the_remote_judge_submits_like_one_in_the_hall(day: Day) -> None:
    day.remote.view("marking", FIRST)
    day.remote.type_marks(marks_of(FIRST, "JA7"))
    day.remote.submit()
    day.remote.view("receipt")


def test_a_returned_ballot_says_why_and_its_correction_is_version_two(day: Day) -> None:
    day.desk.for_seat("JA2", "return-ballot", RETURNED)
    day.portrait.view("marking", FIRST)
    expect(day.portrait.page.locator("#bands")).to_contain_text(RETURNED)
    expect(day.desk.seat("JA2")).to_have_attribute("data-state", "returned")
    day.portrait.step(2, "plus")
    day.portrait.submit()
    day.portrait.view("receipt")
    expect(day.desk.seat("JA2")).to_have_attribute("data-state", "submitted")
    seat = next(seat for seat in day.other_desk.picture()["seats/A"] if seat["judge"] == "JA2")
    assert seat["version"] == 2


def test_the_desk_sees_states_and_never_a_mark_before_the_close(day: Day) -> None:
    totals = [total_of(marks_of(FIRST, judge)) for judge in ("JA1", "JA3", "JA4", "JA7")]
    assert day.desk_ears.listened() and day.desk_ears.hears(*totals) == []
    assert '"marks"' not in json.dumps(day.other_desk.picture())


def test_what_blocks_is_spelled_out_until_the_seat_is_declared_missing(day: Day) -> None:
    blocker = day.desk.page.locator("#foot [data-blocker]")
    expect(blocker).to_have_count(1)
    expect(blocker).to_have_attribute("data-seat", "6")
    day.desk.for_seat("JA6", "declare-missing", MISSING)
    expect(day.desk.seat("JA6")).to_have_attribute("data-state", "missing")
    expect(day.desk.page.locator("#foot")).to_have_attribute("data-state", "ready")


def test_a_judge_is_recused_at_the_desk_even_after_submitting(day: Day) -> None:
    day.desk.for_seat("JA5", "recuse", RECUSED)
    expect(day.desk.seat("JA5")).to_have_attribute("data-state", "recused")
    expect(day.desk.seat("JA5")).to_contain_text("回避")


def corrected(judge: str) -> str:
    """The total that counts in the end: JA2 went up by a step."""
    marks = marks_of(FIRST, judge)
    return total_of([*marks[:1], marks[1] + 50, *marks[2:]] if judge == "JA2" else marks)


def test_the_reveal_goes_in_four_steps_and_no_number_is_anywhere_before_its_step(day: Day) -> None:
    day.desk.finish()
    final = day.result(FIRST)
    assert (final["valid"], final["used"], final["deduction"]) == (5, 3, "1.00")
    totals = [corrected(judge) for judge in ("JA1", "JA2", "JA3", "JA4", "JA7")]
    later = [final["presentation"], final["document"], final["final"]]
    expect(day.desk.page.locator('#foot .foot-main[data-command="reveal"]')).to_be_visible()
    assert day.watchers_hear(*totals, *later) == []

    day.desk.reveal(1)
    for total in totals:
        expect(day.phone.locator(f'.total:has-text("{total}")').first).to_be_visible()
        expect(day.board.locator("#board")).to_contain_text(total)
    expect(day.phone.locator("#view")).to_contain_text("回避")
    expect(day.phone.locator(".total.dropped")).to_have_count(0)
    assert day.watchers_hear(*later) == []

    day.desk.reveal(2)
    expect(day.phone.locator(".total.dropped")).to_have_count(2)
    assert day.watchers_hear(*later) == []

    day.desk.reveal(3)
    for watcher in (day.phone, day.board):
        expect(watcher.locator("main")).to_contain_text(final["presentation"])
        expect(watcher.locator("main")).to_contain_text(final["document"])
    assert day.watchers_hear(final["final"]) == []

    day.desk.reveal(4)
    expect(day.phone.locator("[data-final]")).to_have_text(final["shown"])
    expect(day.phone.locator("[data-rank]")).to_contain_text("1")
    expect(day.board.locator("#board")).to_contain_text(final["shown"])


def test_the_audience_never_got_a_judges_single_mark_or_the_first_version(day: Day) -> None:
    first_version = total_of(marks_of(FIRST, "JA2"))
    assert first_version not in [corrected(judge) for judge in ("JA1", "JA2", "JA3", "JA4", "JA7")]
    heard = day.watchers_hear(first_version)
    assert heard == [] and not any('"marks"' in text for text in [*day.board_ears.heard(), *day.phone_ears.heard()])


def test_the_next_entry_recuses_the_judge_of_that_unit_by_itself(day: Day) -> None:
    day.desk.call_next(SECOND)
    expect(day.desk.seat("JA4")).to_have_attribute("data-state", "recused")
    expect(day.desk.seat("JA4")).to_contain_text("回避")
    expect(day.phone.locator('#stage .lamp[data-seat="4"]')).to_have_class("lamp lamp-hollow")
    day.desk.through_to_marking()
    for tablet, judge in ((day.chief, "JA1"), (day.portrait, "JA2"), (day.remote, "JA7")):
        tablet.view("marking", SECOND)
        tablet.type_marks(marks_of(SECOND, judge))
        tablet.submit()
    at_once(*day.by_http(SECOND, "A", "JA3", "JA5", "JA6"))
    for tablet in (day.chief, day.portrait, day.remote):
        tablet.view("receipt", SECOND)
    expect(day.desk.page.locator("#foot")).to_have_attribute("data-state", "ready")


def test_the_leaderboard_moves_after_the_second_entry_and_says_that_it_is_provisional(day: Day) -> None:
    day.desk.finish()
    for step in (1, 2, 3, 4):
        day.desk.reveal(step)
    finals = {entry: day.result(entry) for entry in (FIRST, SECOND)}
    order = sorted(finals, key=lambda entry: finals[entry]["rank"])
    day.phone.locator('[data-tab="standings"]').click()
    expect(day.phone.locator("[data-row]")).to_have_count(2)
    shown = [row.get_attribute("data-row") for row in day.phone.locator("[data-row]").all()]
    assert shown == order
    expect(day.phone.locator("#view")).to_contain_text("暂列")
    for prize in ("一等奖", "候选"):
        expect(day.phone.locator("#view")).not_to_contain_text(prize)
    pool = day.desk.page.locator("[data-pool]").first
    day.desk.page.click("#open-scene")
    pool.locator('[data-command="show-standings"]').click()
    for entry in order:
        expect(day.board.locator("#board")).to_contain_text(finals[entry]["shown"])
    expect(day.board.locator("#board")).to_contain_text("已亮分 2")
    day.desk.page.keyboard.press("Escape")


def test_the_board_lives_through_a_restart_of_the_server_and_says_its_age(day: Day) -> None:
    shown = day.result(FIRST)["shown"]
    day.served.kill()
    expect(day.phone.locator("#age")).to_be_visible()
    expect(day.board.locator("#contact")).to_be_visible()
    expect(day.board.locator("#board")).to_contain_text(shown)
    day.served.start()
    expect(day.phone.locator("#age")).to_be_hidden()
    expect(day.board.locator("#contact")).to_be_hidden()
    expect(day.board.locator("#board")).to_contain_text(shown)
    expect(day.desk.page.locator("html")).to_have_attribute("data-link", "live")
    day.desk.call_next("SH003")
    day.chief.view("waiting", "SH003")
    expect(day.phone.locator("#stage")).to_contain_text("灯塔QC小组")
    expect(day.board.locator("#board")).to_contain_text("灯塔QC小组")
