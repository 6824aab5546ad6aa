"""Decisions over HTTP: what each role gets, the recount when it is asked for, the links between the pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from scoring.rules.access import allowed
from tests.office import KIND
from tests.web.hall_a import play_hall_a
from tests.web.serving import OURS, House, code

POOL = f"{KIND}@A"
LINKS = {
    "/desk/corrections": "see-changes",
    "/desk/decisions": "see-results",
    "/desk/appeals": "see-appeals",
    "/desk/ledger": "see-ledger",
}


@pytest.fixture(scope="module")
def played(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Hall A is over."""
    house = House(blank, tmp_path_factory.mktemp("played"))
    play_hall_a(house.office)
    return house


def recount(client: FlaskClient, pool: str) -> tuple[int, dict[str, object]]:
    answer = client.post("/api/v1/desk/decisions/recount", json={"pool": pool}, headers=OURS)
    return answer.status_code, answer.get_json()


def test_every_pool_is_told_with_its_state(played: House) -> None:
    body = played.staff("secretariat").get("/api/v1/desk/decisions").get_json()
    assert [(pool["id"], pool["state"]) for pool in body["pools"]] == [(POOL, "ready"), ("创新型", "open")]
    assert [(one["entry"], one["selection"]) for one in body["pools"][0]["chosen"]] == [
        ("A1", "candidate"),
        ("A2", "reserve"),
    ]
    assert len(body["card"]) == len(body["ledger"]["hash"]) == 64


@pytest.mark.parametrize("role", ["scorer", "auditor", "supervisor"])
def test_who_sees_results_recounts_and_changes_nothing(played: House, role: str) -> None:
    before = played.office.read(lambda connection: connection.exec_driver_sql("select count(*) from ledger").scalar())
    status, body = recount(played.staff(role), POOL)
    after = played.office.read(lambda connection: connection.exec_driver_sql("select count(*) from ledger").scalar())
    assert (status, body["differences"], body["entries"]) == (200, [], 4)
    assert after - before == 1  # the login alone


@pytest.mark.parametrize("role", ["host", "timekeeper"])
def test_who_does_not_see_results_sees_no_decision_either(played: House, role: str) -> None:
    client = played.staff(role)
    assert [client.get(path).status_code for path in ("/api/v1/desk/decisions", "/desk/decisions")] == [403, 403]
    assert recount(client, POOL)[0] == 403


def test_a_pool_that_is_not_there_is_not_found_and_a_strange_body_is_refused(played: House) -> None:
    client = played.staff("secretariat")
    answer = client.post("/api/v1/desk/decisions/recount", json={"pool": "没有"}, headers=OURS)
    assert (answer.status_code, code(answer)) == (404, "no_pool")
    wrong = [{}, {"pool": ""}, {"pool": "x" * 121}, {"pool": POOL, "more": 1}]
    assert [client.post("/api/v1/desk/decisions/recount", json=body, headers=OURS).status_code for body in wrong] == [
        400
    ] * 4


@pytest.mark.parametrize("role", ["secretariat", "scorer", "auditor", "supervisor"])
@pytest.mark.parametrize("page", ["/desk/decisions", "/desk/results", "/desk/papers"])
def test_a_page_links_to_the_others_that_its_reader_may_open(played: House, role: str, page: str) -> None:
    text = played.staff(role).get(page).get_data(as_text=True)
    linked = set(re.findall(r'href="(/desk/(?:corrections|decisions|appeals|ledger))"', text))
    assert linked == {path for path, permission in LINKS.items() if allowed(role, permission)} - {page}


@pytest.mark.parametrize("role", ["secretariat", "scorer", "auditor"])
def test_the_page_tells_its_script_what_its_reader_may_do(played: House, role: str) -> None:
    text = played.staff(role).get("/desk/decisions").get_data(as_text=True)
    found = re.search(r'data-may="([^"]*)"', text)
    assert found is not None
    held = found[1].split()
    for permission in ("decide-tie", "disqualify", "finalise", "correct", "confirm-change", "see-changes"):
        assert (permission in held) == allowed(role, permission)
