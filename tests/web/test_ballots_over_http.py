"""A judge's operations over HTTP: every status that a tablet must know, and drafts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scoring.actions import running, seats
from scoring.facts import SYSTEM
from tests.web.serving import OURS, House, code, code_of, put, wire


@pytest.fixture
def begun(house: House) -> House:
    """A1 is being presented."""
    house.begin()
    return house


def test_a_ballot_is_201_and_the_same_again_200_with_the_same_receipt(begun: House) -> None:
    tablet, body = begun.judge("JA1"), wire("A1", "JA1", 80.5)
    first, again = put(tablet, body), put(tablet, body)
    assert (first.status_code, again.status_code) == (201, 200)
    receipt = first.get_json()["receipt"]
    assert (receipt["version"], receipt["total"], receipt["hash"]) == (1, "80.5", body["hash"])
    assert again.get_json()["receipt"]["code"] == receipt["code"]


def test_a_known_id_with_another_hash_is_422(begun: House) -> None:
    tablet, body = begun.judge("JA1"), wire("A1", "JA1", 80)
    put(tablet, body)
    answer = put(tablet, wire("A1", "JA1", 81, id=body["id"]))
    assert (answer.status_code, code(answer)) == (422, "same_id_other_content")


def test_a_late_ballot_is_202_kept_and_not_counted(begun: House) -> None:
    begun.office.do(seats.declare_missing, SYSTEM, entry="A1", judge="JA1", reason="离席")
    answer = put(begun.judge("JA1"), wire("A1", "JA1", 80))
    assert (answer.status_code, code(answer), answer.get_json()["kept"]) == (202, "late", True)


def test_a_second_ballot_over_a_final_one_is_409_and_shows_the_own_current_one(begun: House) -> None:
    tablet = begun.judge("JA1")
    put(tablet, wire("A1", "JA1", 80))
    answer = put(tablet, wire("A1", "JA1", 90))
    assert (answer.status_code, code(answer), answer.get_json()["kept"]) == (409, "conflict", True)
    assert answer.get_json()["current"] == {"version": 1, "marks": [4800, 3200], "source": "tablet"}


def test_a_correction_asked_for_is_201_version_2(begun: House) -> None:
    tablet = begun.judge("JA3")
    put(tablet, wire("A1", "JA3", 80))
    sent = {"entry": "A1", "judge": "JA3", "reason": "第一项"}
    assert begun.judge("JA1").post("/api/v1/judge/return-ballot", json=sent, headers=OURS).status_code == 200
    answer = put(tablet, wire("A1", "JA3", 85, base=1))
    assert (answer.status_code, answer.get_json()["receipt"]["version"]) == (201, 2)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"marks": [6050, 100]}, "mark_out_of_range"),
        ({"marks": [125, 100]}, "mark_off_step"),
        ({"marks": [100]}, "marks_count"),
        ({"round": "site"}, "no_such_round"),
        ({"hash": "0" * 64}, "hash_differs"),
        ({"marks": [1.5, 2]}, "malformed"),
        ({"marks": ["100", 200]}, "malformed"),
        ({"marks": [True, 200]}, "malformed"),
        ({"marks": [-50, 200]}, "malformed"),
        ({"marks": [None, 200]}, "malformed"),
        ({"base": -1}, "malformed"),
        ({"comment": "x" * 1001}, "malformed"),
        ({"id": "not-hex"}, "malformed"),
        ({"extra": 1}, "malformed"),
    ],
)
def test_a_ballot_of_the_wrong_form_is_400_in_words(begun: House, change: dict[str, Any], refusal: str) -> None:
    sent = wire("A1", "JA1", 80)
    changed = {**sent, **change}
    if refusal not in ("malformed", "hash_differs"):
        changed = wire("A1", "JA1", 80, **{name: tuple(v) if name == "marks" else v for name, v in change.items()})
    answer = put(begun.judge("JA1"), changed)
    assert (answer.status_code, code(answer)) == (400, refusal)
    assert begun.office.read(lambda c: c.exec_driver_sql("select count(*) from ballot").scalar()) == 0


def test_an_address_that_is_not_the_ballots_id_is_400(begun: House) -> None:
    answer = begun.judge("JA1").put(f"/api/v1/judge/ballots/{'0' * 32}", json=wire("A1", "JA1", 80), headers=OURS)
    assert (answer.status_code, code(answer)) == (400, "malformed")


def test_a_ballot_that_may_not_be_given_is_403_or_404_or_409(begun: House) -> None:
    tablet = begun.judge("JA1")
    for body, status, refusal in (
        (wire("A1", "JA2", 80), 403, "not_your_ballot"),
        (wire("B1", "JA1", 80), 404, "not_in_panel"),
        (wire("Z9", "JA1", 80), 404, "no_entry"),
        (wire("A1", "JA1", 80, rubric=2), 409, "rubric_changed"),
        (wire("A1", "JA1", 80, kind="创新型"), 409, "rubric_changed"),
    ):
        answer = put(tablet, body)
        assert (answer.status_code, code(answer)) == (status, refusal)
    tablet.post("/api/v1/judge/recuse", json={"entry": "A1", "reason": "亲属"}, headers=OURS)
    answer = put(tablet, wire("A1", "JA1", 80))
    assert (answer.status_code, code(answer)) == (403, "recused")


def test_a_ballot_before_the_start_is_409_not_started(house: House) -> None:
    house.begin()
    house.office.do(running.postpone, SYSTEM, entry="A1", reason="故障")
    house.office.do(running.call, SYSTEM, entry="A2")
    answer = put(house.judge("JA1"), wire("A2", "JA1", 80))
    assert (answer.status_code, code(answer)) == (409, "not_started")


def test_a_draft_is_kept_per_judge_and_given_back(begun: House) -> None:
    tablet = begun.judge("JA1")
    nothing = {"marks": None, "comment": "", "at": None}
    assert tablet.get("/api/v1/judge/drafts/A1").get_json() == nothing
    sent = {"marks": [5000, None], "comment": "好", "saved_at": 1}
    assert tablet.put("/api/v1/judge/drafts/A1", json=sent, headers=OURS).status_code == 200
    hidden = tablet.put("/api/v1/judge/drafts/A1", json={**sent, "comment": "好\u202e"}, headers=OURS)
    assert (hidden.status_code, code(hidden)) == (400, "malformed")  # the page sends none
    kept = tablet.get("/api/v1/judge/drafts/A1").get_json()
    assert (kept["marks"], kept["comment"]) == ([5000, None], "好")
    assert begun.judge("JA3").get("/api/v1/judge/drafts/A1").get_json() == nothing
    assert begun.staff("secretariat").get("/api/v1/judge/drafts/A1").status_code == 401


def test_a_judge_who_is_no_chief_cannot_act_for_the_panel(begun: House) -> None:
    sent = {"entry": "A1", "judge": "JA4", "reason": "?"}
    for command in ("declare-missing", "return-ballot"):
        answer = begun.judge("JA3").post(f"/api/v1/judge/{command}", json=sent, headers=OURS)
        assert (answer.status_code, code(answer)) == (403, "not_your_role")
        answer = begun.judge("JB1").post(f"/api/v1/judge/{command}", json=sent, headers=OURS)
        assert (answer.status_code, code(answer)) == (403, "chief_only")


def test_a_revealed_entry_can_be_asked_for_by_everybody_and_no_other(begun: House) -> None:
    answer = begun.stranger().get("/api/v1/public/entries/A1")
    assert (answer.status_code, code(answer)) == (404, "not_revealed")


def test_a_full_disk_is_507_in_words_and_reading_goes_on(begun: House) -> None:
    tablet = begun.judge("JA1")
    pages = begun.office.read(lambda c: c.exec_driver_sql("PRAGMA page_count").scalar())
    begun.office.do(lambda work: work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}"))
    answers = [put(tablet, wire("A1", "JA1", 80, comment="满" * 900, base=base)) for base in range(40)]
    full = [answer for answer in answers if answer.status_code == 507]
    assert full and {code(answer) for answer in full} == {"not_saved"}
    assert {answer.status_code for answer in answers} <= {201, 409, 507}
    assert tablet.get("/api/v1/judge/picture").status_code == 200
    begun.office.do(lambda work: work.connection.exec_driver_sql("PRAGMA max_page_count = 1000000"))
    saved = put(tablet, wire("A1", "JA1", 80, comment="满" * 900, base=39))
    assert saved.status_code in (200, 409)


def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_sites(house: House) -> None:
    for kind, owner in (("staff", "host-1"), ("judge", "JA1")):
        client = house.stranger()
        path = house.enter(kind, owner)
        assert path.get_cookie(f"lf_{kind}") is not None
        again = client.post(
            "/api/v1/enter", headers=OURS, json={"code": code_of(house.office, kind, owner), "take_over": True}
        )
        cookie = again.headers["Set-Cookie"]
        assert f"lf_{kind}=" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie
        assert "Secure" not in cookie  # plain http in the hall
    secure = house.stranger().post(
        "/api/v1/enter", headers=OURS, base_url="https://localhost",
        json={"code": code_of(house.office, "judge", "JA1"), "take_over": True},
    )  # fmt: skip
    assert "Secure" in secure.headers["Set-Cookie"]


def test_a_card_in_use_asks_before_it_is_taken_over_and_the_first_device_is_out(house: House) -> None:
    first, second = house.judge("JA1"), house.stranger()
    sent = {"code": code_of(house.office, "judge", "JA1")}
    answer = second.post("/api/v1/enter", json=sent, headers=OURS)
    assert (answer.status_code, code(answer)) == (409, "card_in_use")
    assert second.post("/api/v1/enter", json={**sent, "take_over": True}, headers=OURS).status_code == 200
    assert first.get("/api/v1/judge/picture").status_code == 401
    assert second.get("/api/v1/judge/picture").status_code == 200
    assert second.post("/api/v1/enter", json=sent, headers=OURS).status_code == 200  # scanned again by its own device


def test_a_new_card_shuts_the_old_one_out(house: House) -> None:
    tablet, old = house.judge("JA1"), code_of(house.office, "judge", "JA1")
    desk = house.staff("secretariat")
    given = desk.post("/api/v1/desk/issue-card", json={"judge": "JA1"}, headers=OURS).get_json()
    assert tablet.get("/api/v1/judge/picture").status_code == 401
    assert code(house.stranger().post("/api/v1/enter", json={"code": old}, headers=OURS)) == "card_not_valid"
    fresh = given["link"].partition("#")[2]
    assert house.stranger().post("/api/v1/enter", json={"code": fresh}, headers=OURS).status_code == 200


@pytest.mark.parametrize("forged", ["", "x", "s.AAAA.host-1", "j..JA1", "j.AAAA.ghost", "z.A.B", "j.é.JA1"])
def test_a_forged_card_lets_nobody_in(shared_house: House, forged: str) -> None:
    answer = shared_house.stranger().post("/api/v1/enter", json={"code": forged or " "}, headers=OURS)
    assert (answer.status_code, code(answer)) == (403, "card_not_valid")
    assert "Set-Cookie" not in answer.headers


def test_leaving_ends_the_login(house: House) -> None:
    for client, kind in ((house.judge("JA1"), "judge"), (house.staff("host"), "staff")):
        name = f"lf_{kind}"
        token = client.get_cookie(name)
        assert client.post(f"/api/v1/leave/{kind}", headers=OURS).status_code == 200
        client.set_cookie(name, str(token.value if token else ""))
        path = "/api/v1/judge/picture" if kind == "judge" else "/api/v1/desk/picture"
        assert client.get(path).status_code == 401
    assert house.stranger().post("/api/v1/leave/nothing", headers=OURS).status_code == 200


def test_the_people_of_the_day_hold_no_secret(house: House) -> None:
    house.judge("JA1")
    text = house.staff("secretariat").get("/api/v1/desk/people").text
    assert json.loads(text)["judges"][0]["logins"]
    assert code_of(house.office, "judge", "JA1").split(".")[1] not in text
