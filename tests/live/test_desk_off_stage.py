"""Entries that owe ballots while another is on stage, and what the desk is told of changes and appeals."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import insert

from live.picture.desk import desk_parts
from live.presence import Presence
from scoring.actions import publishing, running, seats
from scoring.actions.people import Opening, enter
from scoring.store.tables import appeal
from scoring.store.tables import change as change_table
from scoring.store.work import Work
from tests.office import Day

MINUTE = 60_000


def desk(day: Day) -> dict[str, Any]:
    parts: dict[str, Any] = day.read(desk_parts, Presence(), day.clock, {})
    return parts


def problems(day: Day, code: str) -> list[dict[str, Any]]:
    return [one for one in desk(day)["problems"] if one["code"] == code]


@pytest.fixture
def back(day: Day) -> Day:
    """A1 was closed, A2 is on stage, and a judge of A1 has the ballot back."""
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    day.present("A2")
    day.do(seats.return_ballot, entry="A1", judge="JA3", reason="核对")
    return day


def test_an_entry_that_owes_a_ballot_stays_in_sight_while_another_is_on_stage(back: Day) -> None:
    part = desk(back)["session/A"]
    assert part["now"]["id"] == "A2"
    [also] = part["also"]
    assert (also["id"], also["phase"], also["settled"], also["panel"]) == ("A1", "scoring", 4, 5)
    assert [(one["judge"], one["code"]) for one in also["blockers"]] == [("JA3", "returned")]
    assert {seat["judge"]: seat["state"] for seat in also["seats"]}["JA3"] == "returned"
    assert [(act["command"], act["enabled"]) for act in also["acts"]] == [("close-entry", False)]


def test_its_acts_are_those_of_its_phase_until_its_score_is_fixed(back: Day) -> None:
    back.submit("A1", "JA3", 84, base=1)
    offered = [[act["command"] for act in desk(back)["session/A"]["also"][0]["acts"] if act["enabled"]]]
    back.do(running.close_entry, entry="A1")
    offered.append([act["command"] for act in desk(back)["session/A"]["also"][0]["acts"] if act["enabled"]])
    back.do(publishing.publish_entry, entry="A1")
    part = desk(back)["session/A"]
    assert offered == [["close-entry"], ["publish-entry", "reopen-entry"]]
    assert (part["also"], [held["entry"] for held in part["held"]], part["now"]["id"]) == ([], ["A1"], "A2")


def test_the_strip_holds_no_mark(back: Day) -> None:
    back.submit("A1", "JA3", 71.5, base=1)
    assert not {"71.5", "7150", "4300"} & set(json.dumps(desk(back)).replace('"', " ").replace(",", " ").split())


def test_a_judge_who_owes_a_ballot_off_stage_and_is_out_of_reach_is_urgent(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    day.do(running.call, entry="A2")
    day.do(seats.return_ballot, entry="A1", judge="JA3", reason="核对")
    for judge in ("JA1", "JA3"):
        day.do(enter, opening=Opening("judge", judge, 1, "t" * 63 + judge[-1], "tablet"))
    assert {one["seat"]: one["level"] for one in problems(day, "offline")} == {1: "wait", 3: "stop"}


def _ask(day: Day, entry: str, until: int) -> None:
    day.do(_asked, entry=entry, until=until)


def _asked(work: Work, entry: str, until: int) -> None:
    work.connection.execute(
        insert(change_table).values(
            id=work.new_id(), kind="disqualify", body=json.dumps({"entry": entry, "judges": []}), reason="弄虚作假",
            moves='{"entries":[],"certificates":[],"finals":[],"opened":[],"settled":[]}', state="waiting", at=work.now,
            by="x", login="", until=until, answered_at=None, answered_by="", answered_login="", answered_why="",
        )
    )  # fmt: skip


def test_a_change_that_waits_is_said_with_its_end_and_presses_before_it(day: Day) -> None:
    day.open()
    _ask(day, "A1", day.clock + 10 * MINUTE)
    [said] = problems(day, "change_waiting")
    assert (said["level"], said["until"], "A1" in said["zh"], "A1" in said["en"]) == (
        "wait",
        day.clock + 10 * MINUTE,
        True,
        True,
    )
    assert said["session"] is None
    day.clock += 8 * MINUTE
    assert [one["level"] for one in problems(day, "change_waiting")] == ["stop"]
    day.clock += 2 * MINUTE
    assert problems(day, "change_waiting") == []


def test_appeals_without_an_answer_are_counted(day: Day) -> None:
    assert problems(day, "appeals_open") == []
    for state in ("open", "open", "answered", "withdrawn"):
        day.do(_appealed, state=state)
    [said] = problems(day, "appeals_open")
    assert "2" in said["zh"] and "2" in said["en"]


def _appealed(work: Work, state: str) -> None:
    work.connection.execute(
        insert(appeal).values(entry="A1", asker="单位A1", asked_on="2026-08-20", state=state, at=work.now, by="x")
    )
