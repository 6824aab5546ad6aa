"""A second try, a next entry that never comes, a ceremony from below, a ballot's id in other hands."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import judging, publishing, running
from scoring.errors import Invalid, NotAllowed, RuleBroken
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
