"""A second try, a next entry that never comes, a ceremony from below, a ballot's id in other hands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import judging, publishing, running, seats, sessions
from scoring.errors import Invalid, NotAllowed, RuleBroken
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.day import entry_row
from tests.office import MARKS, Day, as_judge, ballot


def body(day: Day, entry: str) -> dict[str, Any]:
    found = day.rows("select body from revealed where entry=? and step=4", entry)
    return dict(json.loads(found[0][0])["result"])


def test_overtime_of_a_first_try_does_not_count_in_the_second(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(running.set_overtime, entry="A1", seconds=100, reason="秒表")
    day.do(running.postpone, entry="A1", reason="投影故障")
    day.do(running.call, entry="A1")
    row = day.read(entry_row, "A1")
    assert (row.overtime, row.overtime_source) == (None, None)
    assert [(told["before"], told["after"]) for told in day.ledger("OvertimeSet")][-1] == (100, 0)
    day.do(running.start_presenting, entry="A1")
    day.clock += 730_000
    day.do(running.end_presenting, entry="A1")
    assert day.read(entry_row, "A1").overtime == 10


@pytest.mark.parametrize("leave", [running.withdraw, running.postpone])
def test_after_the_next_waits_for_one_that_was_on_stage_not_for_one_that_went_away(
    days: Callable[..., Day], leave: Callable[..., None]
) -> None:
    day = days(reveal_when="after_next")
    day.open()
    day.publish("A1")
    day.do(leave, entry="A2", reason="队员未到")
    with pytest.raises(RuleBroken) as held:
        day.do(publishing.reveal, entry="A1", step=1)
    assert held.value.params["next"] == "A3"
    day.publish("A3")
    day.reveal("A1")


def test_after_the_next_follows_the_order_in_which_they_came(days: Callable[..., Day]) -> None:
    day = days(reveal_when="after_next")
    day.open()
    for entry in ("A1", "A3"):
        day.publish(entry)
    with pytest.raises(RuleBroken, match="reveal_after_next"):
        day.do(publishing.reveal, entry="A3", step=1)
    day.publish("A2")
    with pytest.raises(RuleBroken) as held:
        day.do(publishing.reveal, entry="A2", step=1)
    assert held.value.params["next"] == "A4"
    day.reveal("A3")
    day.do(running.withdraw, entry="A4", reason="退赛")
    day.reveal("A2")


def test_a_ceremony_names_the_places_of_the_whole_pool(days: Callable[..., Day]) -> None:
    day = days(reveal_when="ceremony")
    day.open()
    for number, entry in enumerate(("A1", "A2", "A3", "A4")):
        day.publish(entry, {name: total + number for name, total in MARKS.items()})
    day.reveal("A1")
    assert (body(day, "A1")["rank"], body(day, "A1")["provisional"]) == (4, False)
    stored = json.loads(day.rows("select body from public_standing")[0][0])
    assert [(row["entry"], row["rank"], row["award"]) for row in stored["rows"]] == [("A1", 4, "二等奖")]
    assert (stored["revealed"], stored["of"]) == (1, 4)
    assert not any(name in json.dumps(stored) for name in ("A2", "A3", "A4"))


def test_a_known_id_speaks_only_of_the_marks_that_it_was_stored_with(day: Day) -> None:
    day.open()
    day.present("A1")
    sent = ballot("A1", "JA1", 80)
    day.do(judging.submit_ballot, as_judge("JA1"), sent=sent)
    for marks in ((1,), (100, 0), ()):
        with pytest.raises(Invalid, match="hash_differs"):
            day.do(judging.submit_ballot, as_judge("JA1"), sent=replace(sent, marks=marks))


def test_a_receipt_is_given_again_to_its_own_judge_only(day: Day) -> None:
    day.open()
    day.present("A1")
    sent = ballot("A1", "JA1", 80)
    first = day.do(judging.submit_ballot, as_judge("JA1"), sent=sent)
    with pytest.raises(NotAllowed, match="not_your_ballot"):
        day.do(judging.submit_ballot, as_judge("JA2"), sent=sent)
    again = day.do(judging.submit_ballot, as_judge("JA1"), sent=sent)
    assert (again.outcome, again.receipt, again.total) == ("known", first.receipt, first.total)


def test_a_kept_ballot_counts_on_the_seat_that_its_judge_has_now(day: Day) -> None:
    day.open()
    day.present("A1")
    day.submit("A1", "JA3", 70)
    day.do(running.postpone, entry="A1", reason="停电")
    for seat, judge in ((3, "JR"), (6, "JA3")):
        day.do(sessions.change_seat, session="A", seat=seat, judge=judge, attendance="onsite", reason="换座")
    day.present("A1")
    day.vote("A1", {**MARKS, "JR": 84})
    seats = {ballot.seat: ballot.judge for ballot in day.read(counted_ballots, "A1")}
    assert seats == {1: "JA1", 2: "JA2", 3: "JR", 4: "JA4", 5: "JX", 6: "JA3"}
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    day.reveal("A1", (1, 2))
    told = day.rows("select body from revealed where entry='A1' and step=2")
    assert json.loads(told[0][0])["dropped"] == {"6": "low", "5": "high"}


def test_who_was_missing_in_a_first_try_is_waited_for_in_the_second(day: Day) -> None:
    day.open()
    day.present("A1")
    day.submit("A1", "JA2", 70)
    day.do(seats.return_ballot, entry="A1", judge="JA2", reason="核对")
    for judge in ("JA2", "JA3"):
        day.miss("A1", judge)
    day.do(seats.recuse, entry="A1", judge="JA4", reason="亲属")
    day.do(running.postpone, entry="A1", reason="停电")
    day.present("A1")
    assert [day.state("A1", judge) for judge in ("JA2", "JA3", "JA4")] == ["returned", "expected", "recused"]
    assert day.submit("A1", "JA3", 80).outcome == "counted"
    assert day.submit("A1", "JA2", 80, base=1).outcome == "counted"
