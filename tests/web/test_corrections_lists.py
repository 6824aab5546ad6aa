"""The lists beside the corrections: what can be corrected, the ballots of a published entry, acts to take back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from scoring.actions import running, seats
from scoring.actions.judging import submit_ballot
from tests.office import DESK, KIND, MARKS, as_judge, ballot
from tests.web.hall_a import play_hall_a, reveal
from tests.web.serving import OURS, STAFF, House

API = "/api/v1/desk/corrections"
SEE = ("secretariat", "scorer", "auditor", "supervisor")
BAD_IDS = ("A9", "none", "%00", "%ff", "..%2f..", "A1'--", "长" * 90, "%E2%80%AE", " ", "null", "0")


@pytest.fixture(scope="module")
def house(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Hall A is over and A4 revealed; JA4 is recused from A3; B1 has not been called."""
    found = House(blank, tmp_path_factory.mktemp("lists"))
    play_hall_a(found.office)
    reveal(found.office, "A4")
    return found


@pytest.fixture(scope="module")
def desk(house: House) -> FlaskClient:
    return house.staff("secretariat")


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.get_json()["error"]["code"]


def acts(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get(f"{API}/acts")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.get_json()["acts"]
    return found


def test_what_can_be_corrected_has_its_values_of_now(desk: FlaskClient) -> None:
    body = desk.get(API).get_json()
    first = next(one for one in body["entries"] if one["id"] == "A1")
    assert (first["circle"], first["phase"]) == ("小组A1", "published")
    shown = [first["values"][name] for name in ("document", "members", "overtime")]
    assert shown == ["90", "甲、乙", "0"]
    assert next(one for one in body["entries"] if one["id"] == "B1")["values"]["overtime"] == ""
    assert KIND in body["kinds"] and {"id": "A", "name": "第一会场"} in body["sessions"]
    assert "同意推荐" in body["recommendations"] and body["step"] == 50


def test_the_counted_ballots_of_a_published_entry_stand_with_their_rubric(desk: FlaskClient) -> None:
    body = desk.get(f"{API}/ballots/A3").get_json()
    assert [one["maximum"] for one in body["criteria"]] == [6000, 4000]
    assert [one["judge"] for one in body["ballots"]] == ["JA1", "JA2", "JA3", "JX"]
    first = body["ballots"][0]
    assert (first["name"], first["seat"], first["version"], sum(first["marks"])) == ("评委JA1", 1, 1, (80 - 2) * 100)


@pytest.mark.parametrize("turn", range(6))
def test_of_an_entry_that_is_not_published_no_mark_is_seen(blank: Path, tmp_path: Path, turn: int) -> None:
    found = House(blank, tmp_path / "open")
    found.begin()  # on the stage, presenting
    desk, office = found.staff("secretariat"), found.office
    for judge, total in MARKS.items():
        office.do(submit_ballot, as_judge(judge), sent=ballot("A1", judge, total))
    for act in (running.end_presenting, running.end_questions, running.close_entry)[:turn]:
        office.do(act, DESK, entry="A1")
    if turn == 4:
        office.do(running.withdraw, DESK, entry="A1", reason="弃权")
    if turn == 5:
        office.do(seats.recuse, DESK, entry="A1", judge="JA1", reason="亲属")
    answer = desk.get(f"{API}/ballots/A1")
    assert code(answer) == (409, "return_ballot_instead")
    assert "marks" not in answer.text and "4800" not in answer.text


@pytest.mark.parametrize("bad", BAD_IDS)
def test_a_bad_id_is_refused_and_breaks_nothing(desk: FlaskClient, bad: str) -> None:
    answer = desk.get(f"{API}/ballots/{bad}")
    assert answer.status_code in (400, 404), (bad, answer.status_code)
    assert answer.get_json()["error"]["zh"]


@pytest.mark.parametrize("role", STAFF)
def test_only_the_secretariat_sees_ballots_and_values(house: House, role: str) -> None:
    client = house.staff(role)
    expected = 200 if role == "secretariat" else 403
    assert [client.get(path).status_code for path in (API, f"{API}/ballots/A1")] == [expected] * 2
    assert client.get(f"{API}/acts").status_code == (200 if role in SEE else 403)


def test_nobody_without_a_staff_login_sees_any(house: House) -> None:
    for client in (house.stranger(), house.judge("JA1")):
        assert [client.get(f"{API}{path}").status_code for path in ("", "/ballots/A1", "/acts")] == [401] * 3


def test_acts_are_told_in_words_with_what_takes_them_back(desk: FlaskClient) -> None:
    found = acts(desk)
    newest = found[0]
    assert newest["undo"]["way"] == "command" and newest["undo"]["name"] == "unreveal"
    assert newest["undo"]["payload"] == {"entry": "A4", "step": 4}
    assert [one["seq"] for one in found] == sorted((one["seq"] for one in found), reverse=True)
    assert len(found) <= 30
    for one in found:
        said = one["undo"].get("words") or one["undo"]["why"]
        for words in (one["words"], said):
            assert words["zh"] and words["en"] and "corrections." not in words["zh"] + words["en"]
            assert "{" not in words["zh"] + words["en"]
    overtaken = [one["undo"] for one in found if one["undo"].get("name") == "unreveal"]
    assert len(overtaken) == 1  # earlier steps: the later one first


def test_a_role_that_may_not_take_an_act_back_is_told_so(house: House) -> None:
    undo = {role: acts(house.staff(role))[0]["undo"] for role in SEE}
    assert undo["secretariat"]["way"] == "command"
    assert {undo[role]["way"] for role in ("scorer", "auditor", "supervisor")} == {"words"}
    assert "name" not in undo["auditor"] and "payload" not in undo["auditor"]


def test_what_the_button_sends_is_taken(blank: Path, tmp_path: Path) -> None:
    found = House(blank, tmp_path / "sent")
    play_hall_a(found.office)
    reveal(found.office, "A4")
    desk = found.staff("secretariat")
    for step in (4, 3, 2, 1):
        undo = acts(desk)
        first = next(one["undo"] for one in undo if one["undo"]["way"] == "command")
        assert (first["name"], first["payload"]["step"]) == ("unreveal", step)
        answer = desk.post(f"/api/v1/desk/{first['name']}", json=first["payload"], headers=OURS)
        assert answer.status_code == 200, answer.text
    published = next(one["undo"] for one in acts(desk) if one["undo"]["way"] == "change")
    body = {"kind": published["name"], **published["payload"]}
    assert body == {"kind": "reopen", "entry": "A4"}
    seen = desk.post("/api/v1/desk/changes/preview", json=body, headers=OURS)
    assert seen.status_code == 200, seen.text


def test_what_the_system_did_is_said_to_be_the_systems_in_both_languages(desk: FlaskClient) -> None:
    doers = [act["who"] for act in acts(desk)]
    assert {"zh": "系统", "en": "the system"} in doers
