"""The own account of staff: devices, the password, and logins that end by themselves; judges' logins never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scoring.actions.outworn import HOUR, OLDEST, UNUSED
from scoring.store.reading.people import open_logins, used_rows
from tests.web.serving import OURS, House, code
from web import used
from web.office import ContestClock, now_ms, steady_ms
from web.used import Used, used_of
from web.views.api import account

FIRST, SECOND = "一把很长的钥匙-7391", "另一把更长的钥匙-2846"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let so many ms go by, for the accounts."""

    def go_by(ms: int) -> None:
        monkeypatch.setattr(used, "now_ms", lambda: now_ms() + ms)
        monkeypatch.setattr(used, "steady_ms", lambda: steady_ms() + ms)

    return go_by


def post(client: FlaskClient, name: str, **values: Any) -> TestResponse:
    return client.post(f"/api/v1/account/{name}", json=values, headers=OURS)


def logins(client: FlaskClient) -> list[dict[str, Any]]:
    answer = client.get("/api/v1/account")
    assert answer.status_code == 200, answer.text
    return list(answer.get_json()["logins"])


def keeper(house: House) -> Used:
    return used_of(house.app)


def test_who_i_am_and_where_i_am_logged_in(house: House) -> None:
    one, other = house.staff("host"), house.staff("host")
    mine = one.get("/api/v1/account").get_json()
    assert (mine["id"], mine["has_password"], len(mine["logins"])) == ("host-1", False, 2)
    assert [login["here"] for login in logins(one)] == [True, False]
    assert [login["here"] for login in logins(other)] == [False, True]
    assert one.get("/account").status_code == 200 and house.stranger().get("/account").status_code == 401


def test_a_device_is_ended_from_another_one_and_told_so(house: House) -> None:
    here, there = house.staff("host"), house.staff("host")
    lost = next(login["id"] for login in logins(here) if not login["here"])
    assert post(here, "end-login", login=lost).status_code == 200
    answer = there.get("/api/v1/desk/picture")
    assert (answer.status_code, code(answer)) == (401, "login_ended_by_owner")
    assert len(logins(here)) == 1
    again = post(here, "end-login", login=lost)
    assert (again.status_code, code(again)) == (404, "no_login")


def test_nobody_ends_somebody_elses_login_this_way(house: House) -> None:
    host, scorer = house.staff("host"), house.staff("scorer")
    theirs = logins(scorer)[0]["id"]
    assert code(post(host, "end-login", login=theirs)) == "no_login"
    assert post(host, "end-others").get_json()["ended"] == 0
    assert scorer.get("/api/v1/account").status_code == 200


def test_all_others_end_and_this_one_goes_on(house: House) -> None:
    here, *others = (house.staff("host") for _ in range(3))
    assert post(here, "end-others").get_json()["ended"] == 2
    assert [other.get("/api/v1/account").status_code for other in others] == [401, 401]
    assert [login["here"] for login in logins(here)] == [True]


def test_a_password_is_set_changed_and_asked_for(house: House) -> None:
    here, there = house.staff("host"), house.staff("host")
    assert code(post(here, "password", new="short")) == "password_length"
    assert post(here, "password", new=FIRST).status_code == 200
    assert code(there.get("/api/v1/account")) == "login_password_changed"
    assert code(post(here, "password", old=SECOND, new=SECOND)) == "wrong_password"
    assert code(post(here, "password", new=SECOND)) == "wrong_password", "nor without the old one"
    door = house.stranger()
    sent = {"name": "host-1", "password": FIRST}
    assert door.post("/api/v1/enter-by-password", json=sent, headers=OURS).status_code == 200
    assert post(here, "password", old=FIRST, new=SECOND).status_code == 200
    assert code(door.get("/api/v1/account")) == "login_password_changed"
    assert here.get("/api/v1/account").get_json()["has_password"]


def test_a_first_password_is_set_just_after_the_link_or_not_at_all(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = house.staff("host")
    monkeypatch.setattr(account, "now_ms", lambda: now_ms() + account.JUST_ENTERED + 1_000)
    answer = post(here, "password", new=FIRST)
    assert (answer.status_code, code(answer)) == (403, "first_password_late"), "somebody else may sit here by now"
    assert not here.get("/api/v1/account").get_json()["has_password"]


def test_guessing_the_old_password_has_to_wait_like_at_the_door(house: House) -> None:
    here = house.staff("host")
    post(here, "password", new=FIRST)
    answers = [post(here, "password", old=f"{SECOND}{n}", new=SECOND) for n in range(12)]
    assert answers[-1].status_code == 429 and code(answers[-1]) == "too_often"


@pytest.mark.parametrize(("ms", "why"), [(UNUSED + HOUR, "login_idle"), (OLDEST + HOUR, "login_too_old")])
def test_a_login_that_is_over_is_refused_at_once_and_ended_by_the_next_look(
    house: House, later: Callable[[int], None], ms: int, why: str
) -> None:
    desk, tablet = house.staff("host"), house.judge("JA1")
    desk.get("/api/v1/account")
    later(ms)
    assert code(desk.get("/api/v1/account")) == why
    assert tablet.get("/api/v1/judge/picture").status_code == 200, "a judge waits as long as it takes"
    keeper(house).keep()
    assert not house.office.read(open_logins, "staff", "host-1")
    assert code(desk.get("/api/v1/account")) == why, "and it is still told why"
    assert house.office.read(open_logins, "judge", "JA1")


def test_who_works_every_hour_stays_until_the_login_is_too_old(house: House, later: Callable[[int], None]) -> None:
    desk = house.staff("host")
    for hours in range(1, OLDEST // HOUR, 11):
        later(hours * HOUR)
        keeper(house).keep()
        assert desk.get("/api/v1/account").status_code == 200, hours
    later(OLDEST + HOUR)
    assert code(desk.get("/api/v1/account")) == "login_too_old"


def test_a_restart_remembers_when_a_login_was_used(house: House, later: Callable[[int], None]) -> None:
    desk = house.staff("host")
    later(8 * HOUR)
    desk.get("/api/v1/account")
    keeper(house).keep()
    del house.app.extensions["used"]
    later(16 * HOUR)
    assert desk.get("/api/v1/account").status_code == 200, "8 hours after the last use"
    del house.app.extensions["used"]
    later(24 * HOUR)
    assert code(desk.get("/api/v1/account")) == "login_idle", "what was not kept before the restart is forgotten"


def test_a_clock_that_is_put_right_logs_nobody_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = house.staff("host")
    desk.get("/api/v1/account")
    clock = ContestClock()
    monkeypatch.setattr(used, "now_ms", lambda: clock.now() + 24 * HOUR)
    keeper(house).keep()
    assert desk.get("/api/v1/account").status_code == 200


def test_looking_writes_nothing_until_the_minute_is_over(house: House) -> None:
    desk = house.staff("host")
    desk.get("/api/v1/account")
    assert house.office.read(used_rows) == {}
    keeper(house).keep()
    mine = house.office.read(open_logins, "staff", "host-1")[0]
    assert house.office.read(used_rows)[mine.id] >= mine.opened_at
