"""Fixing and revealing: in four steps, when the rule card says so, and back again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from scoring.actions import publishing, running
from scoring.errors import Invalid, RuleBroken
from scoring.store.reading.standings import all_standings
from tests.office import MARKS, Day

A_POOL = "问题解决型@A"
HIGHER = {name: total + 5 for name, total in MARKS.items()}


def standing(day: Day, pool: str = A_POOL) -> dict[str, Any]:
    return dict(json.loads(day.rows("select body from public_standing where pool=?", pool)[0][0]))


def body(day: Day, entry: str, step: int) -> dict[str, Any]:
    return dict(json.loads(day.rows("select body from revealed where entry=? and step=?", entry, step)[0][0]))


def test_publishing_shows_the_public_nothing(day: Day) -> None:
    day.open()
    day.publish("A1")
    assert day.rows("select count(*) from revealed") == [(0,)]
    assert day.rows("select count(*) from public_standing") == [(0,)]
    assert day.rows("select scene from session where id='A'") == [("stage",)]


def test_steps_come_one_by_one(day: Day) -> None:
    day.open()
    day.publish("A1")
    for wrong in (0, 2, 4, 5):
        with pytest.raises(RuleBroken, match="reveal_step_order"):
            day.do(publishing.reveal, entry="A1", step=wrong)
    day.reveal("A1", (1, 2))
    with pytest.raises(RuleBroken, match="reveal_step_order"):
        day.do(publishing.reveal, entry="A1", step=2)
    assert day.rows("select scene, scene_entry from session where id='A'") == [("reveal", "A1")]


def test_an_entry_that_is_not_published_cannot_be_revealed(day: Day) -> None:
    day.open()
    day.present("A1")
    with pytest.raises(RuleBroken, match="not_published"):
        day.do(publishing.reveal, entry="A1", step=1)


def test_a_step_can_be_taken_back_newest_first_and_shown_again(day: Day) -> None:
    day.open()
    day.publish("A1")
    day.reveal("A1")
    with pytest.raises(RuleBroken, match="reveal_step_order"):
        day.do(publishing.unreveal, entry="A1", step=3)
    day.do(publishing.unreveal, entry="A1", step=4)
    assert standing(day)["rows"] == []
    assert day.rows("select max(step) from revealed") == [(3,)]
    assert day.ledger("RevealTakenBack")[0]["step"] == 4
    day.reveal("A1", (4,))
    assert [row["entry"] for row in standing(day)["rows"]] == ["A1"]


def test_what_was_taken_back_is_in_no_other_entrys_neighbours(day: Day) -> None:
    day.open()
    day.publish("A1")
    day.reveal("A1")
    day.publish("A2", HIGHER)
    day.reveal("A2")
    assert "A1" in str(body(day, "A2", 4))
    day.do(publishing.unreveal, entry="A1", step=4)
    assert "小组A1" not in str(body(day, "A2", 4))


def test_the_held_reveal_after_next_waits_for_the_next_close(days: Callable[..., Day]) -> None:
    day = days(reveal_when="after_next")
    day.open()
    day.publish("A1")
    with pytest.raises(RuleBroken) as held:
        day.do(publishing.reveal, entry="A1", step=1)
    assert (held.value.code, held.value.params["next"]) == ("reveal_after_next", "A2")
    day.present("A2")
    day.vote("A2")
    with pytest.raises(RuleBroken, match="reveal_after_next"):
        day.do(publishing.reveal, entry="A1", step=1)
    day.do(running.close_entry, entry="A2")
    day.reveal("A1")


def test_the_last_entry_of_a_hall_is_not_held_back(days: Callable[..., Day]) -> None:
    day = days(reveal_when="after_next")
    day.open("B")
    panel = {"JX": 80, "JB1": 80, "JB2": 80, "JB3": 80}
    day.publish("B1", panel)
    day.publish("B2", panel)
    day.reveal("B2")


def test_a_ceremony_waits_for_the_pool_and_goes_from_below(days: Callable[..., Day]) -> None:
    day = days(reveal_when="ceremony")
    day.open()
    for number, entry in enumerate(("A1", "A2", "A3")):
        day.publish(entry, {name: total + number for name, total in MARKS.items()})
    with pytest.raises(RuleBroken) as waiting:
        day.do(publishing.reveal, entry="A1", step=1)
    assert (waiting.value.code, waiting.value.params["entry"]) == ("pool_not_complete", "A4")
    day.do(running.withdraw, entry="A4", reason="退赛")
    with pytest.raises(RuleBroken) as order:
        day.do(publishing.reveal, entry="A3", step=1)
    assert (order.value.code, order.value.params["entry"]) == ("reveal_from_below", "A1")
    for entry in ("A1", "A2", "A3"):
        day.reveal(entry)
    assert [row["rank"] for row in standing(day)["rows"]] == [1, 2, 3]


def test_a_standing_is_provisional_until_all_is_revealed_and_only_then_names_prizes(day: Day) -> None:
    day.open()
    for number, entry in enumerate(("A1", "A2", "A3", "A4")):
        day.publish(entry, {name: total + number for name, total in MARKS.items()})
        day.reveal(entry)
        found = standing(day)
        whole = entry == "A4"
        assert found["provisional"] is not whole
        assert (found["revealed"], found["of"]) == (number + 1, 4)
        prizes = [(row["award"], row["selection"]) for row in found["rows"]]
        assert any(award or chosen for award, chosen in prizes) is whole
    rows = standing(day)["rows"]
    assert [(row["entry"], row["selection"]) for row in rows[:2]] == [("A4", "candidate"), ("A3", "reserve")]
    assert [row["award"] for row in rows] == ["一等奖", "一等奖", "二等奖", "二等奖"]


def test_a_withdrawal_can_complete_a_pool(day: Day) -> None:
    day.open()
    for entry in ("A1", "A2", "A3"):
        day.publish(entry)
        day.reveal(entry)
    assert standing(day)["provisional"] is True
    with pytest.raises(Invalid, match="reason_missing"):
        day.do(running.withdraw, entry="A4", reason="")
    day.do(running.withdraw, entry="A4", reason="队员生病")
    found = standing(day)
    assert (found["provisional"], found["of"]) == (False, 3)
    assert found["rows"][0]["award"] == "一等奖"


def test_a_withdrawn_entry_has_no_rank_whatever_ballots_it_has(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(running.withdraw, entry="A1", reason="退赛")
    result = next(r for s in day.read(all_standings) for r in s.results if r.entry == "A1")
    assert (result.state, result.rank, result.selection) == ("withdrawn", None, None)
    assert day.submit("A1", "JA1", 99).outcome == "conflict" or day.rows("select count(*) from ballot_aside") == [(1,)]
    with pytest.raises(RuleBroken, match="not_now"):
        day.do(running.call, entry="A1")


def test_an_incomplete_entry_keeps_its_pool_provisional(day: Day) -> None:
    day.open()
    for entry in ("A1", "A2", "A3"):
        day.publish(entry)
        day.reveal(entry)
    day.present("A4")
    day.vote("A4", {"JA1": 90, "JA2": 90})
    for judge in ("JA3", "JA4", "JX"):
        day.miss("A4", judge)
    day.do(running.close_entry, entry="A4")
    day.do(publishing.publish_entry, entry="A4")
    day.reveal("A4")
    assert body(day, "A4", 4)["result"]["incomplete"] is True
    assert standing(day)["provisional"] is True
    assert not any(row["award"] for row in standing(day)["rows"])


def test_a_scene_is_one_of_five(day: Day) -> None:
    for scene in running.SCENES:
        day.do(running.show_scene, session="A", scene=scene)
    for wrong in ({"scene": "party"}, {"scene": "idle", "page": 0}):
        with pytest.raises(Invalid, match="no_such_scene"):
            day.do(running.show_scene, session="A", **wrong)
