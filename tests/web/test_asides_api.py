"""Ballots kept aside, over HTTP: both versions, hidden while the entry is open, and who may decide."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from live.picture.seats import seats_part
from live.presence import Presence
from scoring.actions import running, seats
from tests.web.serving import OURS, House, code, put, wire

API = "/api/v1/desk/asides"


@pytest.fixture
def house(blank: Path, tmp_path: Path) -> House:
    """A1 is being scored; JA3 submitted 84 and, from a second device that rested on nothing, 60."""
    found = House(blank, tmp_path / "house")
    found.begin("A1")
    tablet = found.judge("JA3")
    assert put(tablet, wire("A1", "JA3", 84)).status_code == 201
    assert put(tablet, wire("A1", "JA3", 60, comment="另一台")).status_code == 409
    return found


def listed(client: FlaskClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(API).get_json()["asides"]
    return found


def close(house: House) -> None:
    house.office.do(running.end_presenting, entry="A1")
    house.office.do(running.end_questions, entry="A1")
    for judge in ("JA1", "JA2", "JA4", "JX"):
        house.office.do(seats.declare_missing, entry="A1", judge=judge, reason="没电")
    house.office.do(running.close_entry, entry="A1")


def test_before_the_close_the_desk_sees_that_it_waits_and_no_mark(house: House) -> None:
    [aside] = listed(house.staff("secretariat"))
    assert (aside["entry"], aside["name"], aside["why"], aside["answer"]) == ("A1", "评委JA3", "conflict", "open")
    assert (aside["hidden"], aside["kept"], aside["criteria"]) == (True, None, [])
    assert set(aside["counted"]) == {"version", "at", "receipt", "source"}
    everything = house.staff("secretariat").get(API).get_data(as_text=True)
    told = re.findall(r"(?<![0-9a-f])[0-9.]+(?![0-9a-f])", everything)  # no part of an id, a hash or a time
    assert not {"5050", "3350", "8400", "3600", "2400", "6000", "84.0", "60.0"} & set(told)


def test_after_the_close_both_versions_stand_side_by_side(house: House) -> None:
    close(house)
    [aside] = listed(house.staff("scorer"))
    assert [one["name"] for one in aside["criteria"]] == ["内容", "表现"]
    assert (aside["kept"]["total"], aside["kept"]["comment"]) == ("60.0", "另一台")
    assert (aside["counted"]["total"], aside["counted"]["version"], aside["base"]) == ("84.0", 1, 1)
    assert aside["obstacle"] is None


def test_the_desk_leaves_a_ballot_and_considers_it_again(house: House) -> None:
    desk = house.staff("scorer")
    [aside] = listed(desk)
    left = desk.post("/api/v1/desk/leave-aside", json={"ballot": aside["id"], "reason": "评委确认"}, headers=OURS)
    assert left.status_code == 200
    assert [(one["answer"], one["reason"]) for one in listed(desk)] == [("left", "评委确认")]
    again = desk.post("/api/v1/desk/leave-aside", json={"ballot": aside["id"], "reason": "再"}, headers=OURS)
    assert (again.status_code, code(again)) == (409, "aside_decided")
    body = {"ballot": aside["id"], "reason": "再看"}
    assert desk.post("/api/v1/desk/reconsider-aside", json=body, headers=OURS).status_code == 200
    assert [one["answer"] for one in listed(desk)] == ["open"]


@pytest.mark.parametrize("ballot", ["", "x", "f" * 32, "../..", None, 7])
def test_a_ballot_that_is_not_there_is_refused_in_words(house: House, ballot: Any) -> None:
    answer = house.staff("secretariat").post(
        "/api/v1/desk/leave-aside", json={"ballot": ballot, "reason": "无"}, headers=OURS
    )
    assert answer.status_code in (400, 404) and code(answer) in ("malformed", "no_aside")


def test_the_picture_of_the_desk_names_each_kind_that_waits(house: House) -> None:
    second = house.judge("JA3")  # takes over
    assert put(second, wire("A1", "JA3", 50, comment="新设备")).status_code == 409
    problems = house.staff("secretariat").get("/api/v1/desk/picture").get_json()["parts"]["problems"]
    assert [one["code"] for one in problems if one["code"] == "conflict"] == ["conflict"] * 2


def test_a_ballot_of_a_device_that_was_taken_over_waits_at_the_desk(house: House) -> None:
    first = house.judge("JX")
    house.judge("JX")
    assert put(first, wire("A1", "JX", 70)).status_code == 202
    desk = house.staff("secretariat")
    assert [one["why"] for one in listed(desk)] == ["conflict", "taken_over"]
    codes = [one["code"] for one in desk.get("/api/v1/desk/picture").get_json()["parts"]["problems"]]
    assert "taken_over" in codes


@pytest.mark.parametrize(
    ("role", "status"), [("host", 403), ("timekeeper", 403), ("auditor", 200), ("supervisor", 200)]
)
def test_who_may_look(house: House, role: str, status: int) -> None:
    assert house.staff(role).get(API).status_code == status


def test_the_seats_tile_counts_only_what_waits(house: House) -> None:
    desk = house.staff("scorer")

    def tile() -> int:
        tiles = house.office.read(seats_part, "A", Presence(), 0)
        return int(next(seat["late"] for seat in tiles if seat["judge"] == "JA3"))

    assert tile() == 1
    body = {"ballot": listed(desk)[0]["id"], "reason": "评委确认"}
    assert desk.post("/api/v1/desk/leave-aside", json=body, headers=OURS).status_code == 200
    assert tile() == 0
