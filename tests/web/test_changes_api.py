"""Changes over HTTP: previewed, asked for, confirmed on another device, refused; bad input gets words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from scoring.actions.setting_up import apply_set_up
from scoring.rules.contest import Contest
from scoring.setup.sheets import contest_to_sheets
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from tests.web.hall_a import play_hall_a
from tests.web.serving import OURS, House
from web.views.api import setup

API = "/api/v1/desk/changes"


@pytest.fixture
def house(blank: Path, tmp_path: Path) -> House:
    """Hall A is over: A1 to A4 are published."""
    found = House(blank, tmp_path / "played")
    play_hall_a(found.office)
    return found


def post(client: FlaskClient, path: str, **body: Any) -> tuple[int, Any]:
    answer = client.post(f"{API}/{path}", json=body, headers=OURS)
    return answer.status_code, answer.get_json()


def asked(client: FlaskClient, **change: Any) -> tuple[int, Any]:
    """Preview, then ask for what was previewed."""
    status, body = post(client, "preview", **change)
    assert status == 200, body
    return post(client, "ask", **{**change, "reason": "录入错误", "expected": body["moves"]["fingerprint"]})


DOCUMENT = {"kind": "entry", "entry": "A2", "field": "document", "value": "95.50"}


def document(house: House) -> str | None:
    return next(one.document for one in house.office.read(load_contest).entries if one.id == "A2")


def test_a_published_document_score_needs_a_second_person_who_sees_the_same_moves(house: House) -> None:
    desk, scorer = house.staff("secretariat"), house.staff("scorer")
    status, body = asked(desk, **DOCUMENT)
    assert (status, body["state"], document(house)) == (200, "waiting", "90")
    listed = scorer.get(API).get_json()["waiting"]
    assert [(one["id"], one["mine"], one["reason"]) for one in listed] == [(body["id"], False, "录入错误")]
    assert "90 → 95.5" in listed[0]["words"]["zh"] and "A2" in listed[0]["words"]["en"]
    moved = {one["entry"]: (one["before"]["score"], one["after"]["score"]) for one in listed[0]["moves"]["entries"]}
    assert moved["A2"][0] != moved["A2"][1]
    status, _ = post(scorer, f"{body['id']}/confirm", expected=listed[0]["moves"]["fingerprint"])
    assert (status, document(house)) == (200, "95.50")
    assert [one["state"] for one in desk.get(API).get_json()["done"]] == ["done"]


def test_who_asked_cannot_confirm_and_neither_can_the_same_browser(house: House) -> None:
    desk = house.staff("secretariat")
    _, body = asked(desk, **DOCUMENT)
    seen = desk.get(API).get_json()["waiting"][0]["moves"]["fingerprint"]
    status, answer = post(desk, f"{body['id']}/confirm", expected=seen)
    assert (status, answer["error"]["code"], document(house)) == (403, "second_same_person", "90")
    same = house.enter_in(desk, "staff", "scorer-1")
    status, answer = post(same, f"{body['id']}/confirm", expected=seen)
    assert (status, answer["error"]["code"], document(house)) == (403, "second_same_device", "90")


def test_a_refusal_needs_its_reason_and_changes_nothing(house: House) -> None:
    desk, scorer = house.staff("secretariat"), house.staff("scorer")
    _, body = asked(desk, **DOCUMENT)
    assert post(scorer, f"{body['id']}/refuse", reason=" ")[1]["error"]["code"] == "reason_missing"
    assert post(scorer, f"{body['id']}/refuse", reason="原件不符")[0] == 200
    done = desk.get(API).get_json()["done"][0]
    assert (done["state"], done["answered_why"], document(house)) == ("refused", "原件不符", "90")
    status, answer = post(scorer, f"{body['id']}/confirm", expected="0" * 64)
    assert (status, answer["error"]["code"]) == (409, "change_refused")


def test_what_was_asked_can_be_taken_back(house: House) -> None:
    desk = house.staff("secretariat")
    _, body = asked(desk, **DOCUMENT)
    assert post(desk, f"{body['id']}/take-back", reason="看错了")[0] == 200
    assert desk.get(API).get_json()["waiting"] == []


def test_an_unpublished_entry_is_corrected_by_one_person_at_once(house: House) -> None:
    status, body = asked(house.staff("secretariat"), kind="entry", entry="B1", field="document", value="91")
    assert (status, body["state"]) == (200, "done")


def test_the_chiefs_tablet_is_the_second_once_all_is_revealed_and_sees_no_number_before(house: House) -> None:
    desk, chief, judge = house.staff("secretariat"), house.judge("JA1"), house.judge("JA3")
    asked(desk, kind="disqualify", entry="A4", judges=["JA1"])
    answer = chief.get("/api/v1/judge/changes").get_json()["waiting"]
    assert [one["kind"] for one in answer] == ["disqualify"]
    assert "fingerprint" not in answer[0]["moves"]  # it covers numbers that are not revealed
    assert judge.get("/api/v1/judge/changes").status_code == 403
    confirmed = chief.post(
        f"/api/v1/judge/changes/{answer[0]['id']}/confirm",
        json={},
        headers=OURS,
    )
    assert confirmed.status_code == 200, confirmed.text


def sheets_of(contest: Contest) -> dict[str, Any]:
    return {name: list(rows) for name, rows in contest_to_sheets(contest).items()}


def test_the_grid_of_the_set_up_page_is_asked_for_as_a_correction(house: House) -> None:
    contest = house.office.read(load_contest)
    sheets = sheets_of(contest)
    sheets["评委"][-1][sheets["评委"][0].index("场次编号")] = "B"  # JR sits nowhere, which the grid does not let pass
    rows = sheets["成果"]
    at = rows[0].index("文审得分")
    rows[1][at] = "77.5"
    status, body = asked(
        house.staff("secretariat"), kind="sheets", sheets=sheets, expected_set_up=house.office.read(set_up_mark)
    )
    assert (status, body["state"]) == (200, "waiting")


def test_an_earlier_set_up_is_put_back(house: House) -> None:
    desk = house.staff("secretariat")
    asked(desk, kind="entry", entry="B1", field="title", value="新的课题")
    status, body = asked(desk, kind="put-back", version=1)
    assert (status, body["state"]) == (200, "done")
    assert next(one.title for one in house.office.read(load_contest).entries if one.id == "B1") == "课题B1"


RESOLVE = {"kind": "resolve-incomplete", "entry": "A2", "judges": ["JA1"]}
BAD: list[tuple[dict[str, Any], str]] = [
    ({}, "no_such_change"),
    ({"kind": 7}, "no_such_change"),
    ({"kind": "set-up", "contest": {}}, "no_such_change"),
    ({"kind": "entry", "entry": "A2", "field": "id", "value": "A9"}, "malformed"),
    ({"kind": "entry", "entry": "A9", "field": "title", "value": "甲"}, "no_entry"),
    ({"kind": "entry", "entry": "A2", "field": "document", "value": "101"}, "set_up_problem"),
    ({"kind": "entry", "entry": "A2", "field": "document", "value": "九十"}, "set_up_problem"),
    ({"kind": "entry", "entry": "A2", "field": "kind", "value": "没有的类型"}, "set_up_problem"),
    ({"kind": "entry", "entry": "A2", "field": "title", "value": ""}, "set_up_problem"),
    ({"kind": "entry", "entry": "A2", "field": "title", "value": "长" * 300}, "set_up_problem"),
    ({"kind": "entry", "entry": "A2", "field": "attendance", "value": "moon"}, "malformed"),
    ({"kind": "overtime", "entry": "A2", "seconds": -1}, "malformed"),
    ({"kind": "overtime", "entry": "A2", "seconds": 9999999}, "seconds_out_of_range"),
    ({"kind": "ballot", "entry": "A2", "judge": "JA1", "base": 1, "marks": []}, "malformed"),
    ({"kind": "ballot", "entry": "A2", "judge": "JA1", "base": 1, "marks": [1]}, "marks_count"),
    ({"kind": "ballot", "entry": "A2", "judge": "JA1", "base": 1, "marks": [99999, 1]}, "mark_out_of_range"),
    ({"kind": "ballot", "entry": "A2", "judge": "JB1", "base": 1, "marks": [5000, 3000]}, "not_in_panel"),
    ({"kind": "ballot", "entry": "A2", "judge": "JA1", "base": 9, "marks": [5000, 3000]}, "ballot_changed"),
    ({"kind": "reinstate", "entry": "A2"}, "not_now"),
    ({**RESOLVE, "outcome": "document_only"}, "entry_not_incomplete"),
    ({**RESOLVE, "outcome": "anything"}, "malformed"),
    ({"kind": "decide-tie", "pool": "没有", "order": ["A1", "A2"], "judges": ["JA1"]}, "no_pool"),
    ({"kind": "lift-decision", "decision": 99}, "no_decision"),
    ({"kind": "lift-final", "pool": "问题解决型@A"}, "pool_not_final"),
    ({"kind": "put-back", "version": 999}, "no_set_up_version"),
    ({"kind": "sheets", "sheets": {}, "expected_set_up": None}, "set_up_has_problems"),
    ({"kind": "sheets", "sheets": {}, "expected_set_up": "0" * 64}, "set_up_changed"),
]  # fmt: skip


@pytest.fixture(scope="module")
def over(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    found = House(blank, tmp_path_factory.mktemp("over"))
    play_hall_a(found.office)
    return found.staff("secretariat")


@pytest.mark.parametrize(("body", "code"), BAD, ids=[f"{at}-{code}" for at, (_, code) in enumerate(BAD)])
def test_bad_input_is_refused_in_words(over: FlaskClient, body: dict[str, Any], code: str) -> None:
    status, answer = post(over, "preview", **body)
    assert (answer["error"]["code"], status // 100) == (code, 4)
    assert answer["error"]["zh"] and "{" not in answer["error"]["zh"] + answer["error"]["en"]


def test_moves_that_nobody_has_seen_are_not_made(house: House) -> None:
    status, answer = post(house.staff("secretariat"), "ask", **DOCUMENT, reason="错", expected="0" * 64)
    assert (status, answer["error"]["code"]) == (409, "moved_meanwhile")
    assert post(house.staff("secretariat"), "ask", **DOCUMENT, reason="错", expected="x")[0] == 400


@pytest.mark.parametrize("role", ["host", "timekeeper", "scorer", "auditor", "supervisor"])
def test_only_the_secretariat_asks(house: House, role: str) -> None:
    assert post(house.staff(role), "preview", **DOCUMENT)[0] == 403


def test_a_set_up_that_moved_while_its_grid_was_read_is_noticed(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mark comes before what it marks: the other way round somebody else's edit would be overwritten unseen."""
    desk = house.staff("secretariat")
    real = setup._current

    def moved_meanwhile() -> Contest | None:
        found = real()
        house.office.do(apply_set_up, contest=replace(house.office.read(load_contest), name="改名以后"))
        return found

    monkeypatch.setattr(setup, "_current", moved_meanwhile)
    read = desk.get("/api/v1/desk/setup").get_json()
    assert read["fingerprint"] != house.office.read(set_up_mark)
