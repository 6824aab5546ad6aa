"""What a device is told over HTTP that another one has taken over."""

from __future__ import annotations

from tests.web.serving import OURS, House, code, put, wire


def test_a_device_that_was_taken_over_is_told_so_and_its_new_ballot_waits_aside(house: House) -> None:
    house.begin("A1")
    first, second = house.judge("JA1"), house.judge("JA1")
    looked = first.get("/api/v1/judge/picture")
    assert (looked.status_code, code(looked)) == (401, "login_taken_over")
    drafted = first.put("/api/v1/judge/drafts/A1", json={"marks": [100, None]}, headers=OURS)
    assert (drafted.status_code, code(drafted)) == (401, "login_taken_over")
    kept = put(first, wire("A1", "JA1", 80))
    assert (kept.status_code, code(kept)) == (202, "taken_over")
    assert kept.get_json()["kept"] is True and kept.get_json()["receipt"]["version"] == 0
    assert put(second, wire("A1", "JA1", 90)).status_code == 201
    assert put(first, wire("A1", "JA1", 90)).status_code == 200


def test_a_login_that_was_ended_is_told_so_and_gives_no_ballot(house: House) -> None:
    house.begin("A1")
    tablet = house.judge("JA1")
    desk = house.staff("secretariat")
    assert desk.post("/api/v1/desk/issue-card", json={"judge": "JA1"}, headers=OURS).status_code == 200
    answer = put(tablet, wire("A1", "JA1", 80))
    assert (answer.status_code, code(answer)) == (401, "login_ended")


def test_the_desk_sees_since_when_a_judge_sits_at_another_device(house: House) -> None:
    house.begin("A1")
    desk = house.staff("secretariat")
    house.judge("JA1")

    def seat() -> dict[str, object]:
        parts = desk.get("/api/v1/desk/picture").get_json()["parts"]
        return next(one for one in parts["seats/A"] if one["judge"] == "JA1")

    assert seat()["took_over_at"] is None
    house.judge("JA1")
    opened = {row["id"]: row for row in desk.get("/api/v1/desk/people").get_json()["judges"]}["JA1"]["logins"]
    assert seat()["took_over_at"] == opened[0]["opened_at"]
