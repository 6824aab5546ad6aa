"""Too many wrong attempts wait; right ones do not count."""

from __future__ import annotations

import json
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scoring.actions.accounts import set_password
from scoring.actions.people import issue_card
from scoring.facts import SYSTEM
from scoring.store.tables import login
from tests.web.serving import OURS, House, code, code_of
from web.attempts import ACCOUNT, ADDRESS, CARD, HALL, MINUTE, Attempts
from web.passwords import keep
from web.security_log import SecurityLog


def _wrong(attempts: Attempts, times: int, account: str = "a", address: str = "x", at: int = 0) -> list[int]:
    return [attempts.begin(account, address, at + number) for number in range(times)]


def test_the_sixth_wrong_attempt_waits_and_the_wait_grows() -> None:
    attempts = Attempts()
    assert _wrong(attempts, ACCOUNT.wrong) == [0] * ACCOUNT.wrong
    first = attempts.begin("a", "x", 10)
    assert first == 30
    later = 10 + first * 1000
    assert attempts.begin("a", "x", later) == 0
    assert attempts.begin("a", "x", later + 1) == 60


def test_the_wait_has_an_end_and_is_forgotten() -> None:
    attempts = Attempts()
    now = 0
    for _ in range(40):
        wait = attempts.begin("a", "x", now)
        assert wait <= ACCOUNT.longest // 1000
        now += wait * 1000 + 1
    assert attempts.begin("a", "x", now + ACCOUNT.within + ACCOUNT.longest) == 0


def test_many_at_once_are_many() -> None:
    attempts = Attempts()
    assert [attempts.begin("a", "x", 0) > 0 for _ in range(7)] == [False] * 5 + [True] * 2


def test_right_ones_do_not_count() -> None:
    attempts = Attempts()
    for now in range(ADDRESS.wrong * 3):
        assert attempts.begin(f"a{now}", "x", now) == 0
        attempts.was_right(f"a{now}", "x", now)


def test_a_hall_behind_one_address_is_not_locked_by_a_few() -> None:
    attempts = Attempts()
    for number in range(ADDRESS.wrong):
        assert attempts.begin(f"a{number}", "x", number) == 0
    assert attempts.begin("new", "x", 100) > 0
    assert attempts.begin("new", "y", 100) == 0
    assert attempts.begin("other", "x", 25 * MINUTE + 100) == 0


def test_the_log_names_who_and_where_and_is_of_the_owner_alone(tmp_path: Path) -> None:
    log = SecurityLog(tmp_path, lambda: 5)
    log.refused("card", "judge:j1\n", "10.0.0.1", "b" * 64)
    path = tmp_path / "security.log"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [json.loads(line) for line in path.read_text().splitlines()] == [
        {"at": 5, "what": "card", "who": "judge:j1\n", "address": "10.0.0.1", "browser": "b" * 64}
    ]


def test_the_log_is_kept_half_a_year_and_then_goes(tmp_path: Path) -> None:
    day = 24 * 3600 * 1000
    clock = [0]
    log = SecurityLog(tmp_path, lambda: clock[0], most_bytes=150)
    for clock[0] in (1, 2, 100 * day, 190 * day, 260 * day):
        log.refused("card", "judge:j1", "10.0.0.1", "b" * 64)
    kept = sorted(int(path.stem.removeprefix("security-")) for path in tmp_path.glob("security-*.log"))
    assert kept == [100 * day, 190 * day, 260 * day]


def test_who_asks_on_while_told_to_wait_does_not_fill_the_disk(tmp_path: Path) -> None:
    clock = [0]
    log = SecurityLog(tmp_path, lambda: clock[0])
    for clock[0] in range(0, 120_000, 100):
        log.refused("card_too_often", f"j{clock[0]}", "10.0.0.1", "")
    log.refused("card_too_often", "j", "10.0.0.2", "")
    log.refused("card", "j", "10.0.0.1", "")
    lines = [json.loads(line) for line in (tmp_path / "security.log").read_text().splitlines()]
    assert [(line["at"], line["address"]) for line in lines] == [
        (0, "10.0.0.1"), (60_000, "10.0.0.1"), (119_900, "10.0.0.2"), (119_900, "10.0.0.1"),
    ]  # fmt: skip


def _claim(house: House, code: str) -> tuple[int, dict[str, str]]:
    answer = house.app.test_client().post("/api/v1/enter", json={"code": code}, headers=OURS)
    return answer.status_code, dict(answer.headers)


def test_wrong_cards_are_told_to_wait_and_the_right_one_still_enters(house: House) -> None:
    wrong = [_claim(house, "s.AAAA.secretariat-1") for _ in range(6)]
    assert [status for status, _ in wrong] == [403] * 5 + [429]
    assert int(wrong[-1][1]["Retry-After"]) == 30
    text = (house.office.settings.data_dir / "security.log").read_text()
    assert len(text.splitlines()) == 6
    assert "AAAA" not in text
    assert house.staff("secretariat").get("/desk").status_code == 200


def test_a_card_in_a_loop_is_paced_and_a_new_card_lets_its_judge_in(house: House) -> None:
    """Each take-over is two facts: without a pace one card wrote a megabyte of ledger a second."""
    del house.app.extensions["openings"]  # the application's own again
    old = {"code": code_of(house.office, "judge", "JA1"), "take_over": True}

    def enter(sent: dict[str, object]) -> TestResponse:
        return house.app.test_client().post("/api/v1/enter", json=sent, headers=OURS)

    assert enter(old).status_code == 200
    assert {enter({"code": old["code"]}).status_code for _ in range(20)} == {409}  # refused ones do not count
    answers = [enter(old) for _ in range(CARD.wrong + 2)]
    assert [one.status_code for one in answers] == [200] * (CARD.wrong - 1) + [429] * 3
    assert code(answers[-1]) == "opened_too_often" and int(answers[-1].headers["Retry-After"]) <= 5
    opened = select(func.count()).select_from(login).where(login.c.owner == "JA1")
    assert house.office.read(lambda connection: connection.execute(opened).scalar_one()) == CARD.wrong
    house.enter("judge", "JA2")
    house.office.do(issue_card, SYSTEM, kind="judge", owner="JA1")
    house.enter("judge", "JA1")


def test_a_whole_hall_pairs_within_a_minute_from_one_address() -> None:
    attempts = Attempts(CARD, HALL)
    assert [attempts.begin(f"judge:J{number}:1", "x", number) for number in range(300)] == [0] * 300


def test_nobody_is_locked_out_of_the_own_browser_by_others_guesses(house: House) -> None:
    password = "ein langes Passwort"
    own = house.staff("host")
    owner = "host-1"
    house.office.do(set_password, staff_id=owner, kept=keep(password))

    def enter(client: FlaskClient, said: str, address: str) -> int:
        sent = {"name": owner, "password": said}
        there = {"REMOTE_ADDR": address}
        answer = client.post("/api/v1/enter-by-password", json=sent, headers=OURS, environ_base=there)
        return answer.status_code

    stranger = house.app.test_client()
    assert [enter(stranger, "w" * 12, "10.0.0.9") for _ in range(6)] == [403] * 5 + [429]
    assert enter(house.app.test_client(), password, "10.0.0.8") == 429  # a further browser waits
    assert enter(own, password, "10.0.0.9") == 200
    assert [enter(own, "w" * 12, "10.0.0.9") for _ in range(6)] == [403] * 5 + [429]
