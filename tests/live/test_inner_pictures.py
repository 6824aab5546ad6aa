"""The desk's and the judges' pictures: the state of everything, the marks of nobody else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from live.picture.desk import desk_parts
from live.picture.judge import judge_parts
from live.picture.results import results_picture
from live.picture.reveal import preview_of
from live.presence import QUIET_AFTER, Beat, Presence
from scoring.actions import judging, running, seats, sessions
from scoring.actions.people import Opening, enter
from scoring.errors import RuleBroken
from tests.live.test_public_picture import CANARIES, FINAL, MEAN, found
from tests.office import Day, as_judge


def desk(day: Day, presence: Presence | None = None) -> dict[str, Any]:
    return dict(day.read(desk_parts, presence or Presence(), day.clock, {"epoch": "e", "started_at": 1}, None, True))


def tablet(day: Day, judge: str) -> dict[str, Any]:
    return dict(day.read(judge_parts, judge))


def test_the_desk_sees_no_mark_at_any_moment_of_a_turn(day: Day) -> None:
    day.open()
    day.present("A1")
    texts = [json.dumps(desk(day))]
    for judge, total in CANARIES.items():
        marks: list[int | None] = [int(total * 100) - 2000, None]
        day.do(judging.save_draft, as_judge(judge), entry="A1", judge=judge, marks=marks, comment="")
        texts.append(json.dumps(desk(day)))
        assert str(marks[0]) not in texts[-1]
        day.submit("A1", judge, total)
        texts.append(json.dumps(desk(day)))
    day.do(running.close_entry, entry="A1")
    texts.append(json.dumps(desk(day)))
    assert [found(text) for text in texts] == [set()] * len(texts)


def test_nobody_gets_a_preview_before_the_close(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", CANARIES)
    with pytest.raises(RuleBroken, match="no_preview_before_close"):
        day.read(preview_of, "A1")
    day.do(running.close_entry, entry="A1")
    seen = day.read(preview_of, "A1")
    assert (seen["arithmetic"]["mean"], seen["result"]) == (MEAN, None)


def test_the_preview_of_a_published_entry_is_what_its_reveal_shows(day: Day) -> None:
    day.open()
    day.publish("A1", CANARIES)
    seen = day.read(preview_of, "A1")
    assert (seen["result"]["final"], [seat["dropped"] for seat in seen["seats"]][3]) == (FINAL, "high")


def test_the_seats_say_how_far_each_judge_is(day: Day) -> None:
    day.open()
    day.present("A3")
    day.do(judging.save_draft, as_judge("JA1"), entry="A3", judge="JA1", marks=[100, None], comment="")
    day.submit("A3", "JA2", 80)
    day.submit("A3", "JA3", 80)
    day.do(seats.return_ballot, entry="A3", judge="JA3", reason="核对")
    day.miss("A3", "JX")
    tiles = desk(day)["seats/A"]
    assert [tile["state"] for tile in tiles] == ["drafting", "submitted", "returned", "recused", "missing"]
    assert (tiles[0]["done"], tiles[0]["of"], tiles[1]["version"], tiles[3]["reason"]) == (1, 2, 1, "回避单位")


def test_a_late_ballot_is_counted_on_its_seat_and_said_among_the_problems(day: Day) -> None:
    day.open()
    day.present("A1")
    day.miss("A1", "JX")
    day.submit("A1", "JX", 88)
    parts = desk(day)
    assert [tile["late"] for tile in parts["seats/A"]] == [0, 0, 0, 0, 1]
    assert "late" in {problem["code"] for problem in parts["problems"]}
    assert all(problem["zh"] and problem["en"] for problem in parts["problems"])


def test_the_desk_sees_who_is_there(day: Day) -> None:
    presence = Presence()
    presence.joined("JA1", "s", day.clock)
    presence.heard("JA1", Beat(day.clock, 15, 2, 40))
    day.do(enter, opening=Opening("judge", "JA1", 1, "t" * 64, "tablet"))
    day.open()
    first, second = desk(day, presence)["seats/A"][:2]
    assert (first["paired"], first["online"], first["battery"], first["queue"], first["latency"]) == (
        True, True, 15, 2, 40,
    )  # fmt: skip
    assert (second["paired"], second["online"], second["battery"]) == (False, False, None)
    codes = {(problem["code"], problem["seat"]) for problem in desk(day, presence)["problems"]}
    assert {("battery", 1), ("not_paired", 2)} <= codes
    day.clock += QUIET_AFTER + 1
    assert desk(day, presence)["seats/A"][0]["online"] is False


def test_what_blocks_the_close_is_named_with_its_remedies_and_the_button_says_so(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", {name: total for name, total in CANARIES.items() if name != "JA2"})
    now = desk(day)["session/A"]["now"]
    assert [(one["judge"], one["remedies"]) for one in now["blockers"]] == [("JA2", ["declare-missing", "recuse"])]
    assert (now["panel"], now["settled"], now["would_count"]) == (5, 4, 4)
    act = next(one for one in now["acts"] if one["command"] == "close-entry")
    assert act["enabled"] is False and act["zh"] and act["en"]
    day.miss("A1", "JA2")
    now = desk(day)["session/A"]["now"]
    assert now["blockers"] == []
    assert next(one for one in now["acts"] if one["command"] == "close-entry")["enabled"] is True


def test_a_held_entry_is_listed_until_its_last_step(days: Callable[..., Day]) -> None:
    day = days(reveal_when="after_next")
    day.open()
    day.publish("A1")
    held = desk(day)["session/A"]["held"]
    assert [(one["entry"], one["reveal_allowed"]) for one in held] == [("A1", False)]
    day.publish("A2")
    assert [one["reveal_allowed"] for one in desk(day)["session/A"]["held"]] == [True, False]
    day.reveal("A1")
    assert [one["entry"] for one in desk(day)["session/A"]["held"]] == ["A2"]


def test_the_desk_has_a_picture_before_there_is_a_contest(days: Callable[..., Day]) -> None:
    assert set(desk(days(contest=None))) == {"server"}


def test_the_order_shows_both_the_place_that_holds_and_the_drawn_one(day: Day) -> None:
    day.do(sessions.swap_order, entry="A1", other="A2", reason="晚到")
    order = desk(day)["session/A"]["order"]
    assert [(row["id"], row["position"], row["drawn_position"]) for row in order[:2]] == [("A2", 1, 2), ("A1", 2, 1)]


def test_a_tablet_never_holds_another_judges_marks(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1", CANARIES)
    for judge in CANARIES:
        assert found(json.dumps(tablet(day, judge))) == {judge}
    day.do(running.close_entry, entry="A1")
    for judge in CANARIES:
        assert found(json.dumps(tablet(day, judge))) == {judge}


def test_no_tablet_holds_a_document_score(day: Day) -> None:
    day.open()
    day.publish("A1", CANARIES)
    for judge in ("JA1", "JA3"):
        text = json.dumps(tablet(day, judge))
        assert "90.00" not in text and '"90"' not in text and FINAL not in text


def test_only_the_chief_and_the_deputy_see_the_panels_states(day: Day) -> None:
    day.open()
    day.present("A1")
    day.submit("A1", "JA3", 80)
    panel = tablet(day, "JA1")["session/A"]["panel"]
    assert [row["state"] for row in panel] == ["expected", "expected", "submitted", "expected", "expected"]
    assert tablet(day, "JA2")["session/A"]["panel"] is not None
    assert tablet(day, "JA3")["session/A"]["panel"] is None


def test_a_tablet_follows_its_ballot_through_the_turn(day: Day) -> None:
    def ballot() -> dict[str, Any]:
        return dict(tablet(day, "JA1")["session/A"]["ballot"])

    day.open()
    assert (ballot()["state"], ballot()["marks"]) == ("waiting", None)
    day.do(running.call, entry="A1")
    assert ballot()["state"] == "waiting"
    day.do(running.start_presenting, entry="A1")
    assert (ballot()["state"], ballot()["base"], ballot()["marks"]) == ("open", 0, None)  # never prefilled
    kept = day.submit("A1", "JA1", 80)
    assert (ballot()["state"], ballot()["receipt"], ballot()["base"]) == ("submitted", kept.receipt, 1)
    day.do(seats.return_ballot, entry="A1", judge="JA1", reason="第一项")
    assert (ballot()["state"], ballot()["reason"], ballot()["base"]) == ("returned", "第一项", 1)
    day.submit("A1", "JA1", 85, base=1)
    day.do(judging.recuse_myself, as_judge("JA1"), entry="A1", reason="亲属")
    assert ballot()["state"] == "recused"
    assert [row["total"] for row in tablet(day, "JA1")["earlier"]] == ["85.0"]


def test_a_judge_of_two_halls_has_both(day: Day) -> None:
    day.open("A", "B")
    parts = tablet(day, "JX")
    assert {"session/A", "session/B"} <= set(parts)
    assert (parts["session/A"]["meeting_link"], parts["session/B"]["meeting_link"]) == (
        None, "https://meet.example/b",
    )  # fmt: skip


def test_who_gave_up_a_seat_finishes_the_entry_on_stage_and_then_loses_the_hall(day: Day) -> None:
    day.open()
    day.present("A1")
    day.do(sessions.change_seat, session="A", seat=3, judge="JR", attendance="onsite", reason="病假")
    assert tablet(day, "JA3")["session/A"]["ballot"]["state"] == "open"
    assert tablet(day, "JR")["session/A"]["ballot"]["state"] == "not_in_panel"
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    day.present("A2")
    assert "session/A" not in tablet(day, "JA3")
    assert tablet(day, "JR")["session/A"]["ballot"]["state"] == "open"


def test_results_say_no_prize_before_the_pool_is_complete_and_what_is_open(day: Day) -> None:
    day.open()
    day.publish("A1", CANARIES)
    pool = next(p for p in day.read(results_picture)["pools"] if p["id"] == "问题解决型@A")
    assert (pool["provisional"], len(pool["blockers"])) == (True, 3)
    assert [(row["award"], row["selection"], row["rank"]) for row in pool["rows"]] == [(None, None, 1)]
    for entry in ("A2", "A3", "A4"):
        day.do(running.withdraw, entry=entry, reason="退赛")
    pool = next(p for p in day.read(results_picture)["pools"] if p["id"] == "问题解决型@A")
    assert (pool["provisional"], pool["blockers"]) == (False, [])
    assert [row["award"] for row in pool["rows"]] == ["一等奖", None, None, None]
    assert all(row["reason_zh"] and row["reason_en"] for row in pool["rows"])
