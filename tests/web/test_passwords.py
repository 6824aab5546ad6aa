"""Passwords of staff: kept as scrypt, never said which of both was wrong, and too many wrong ones wait."""

from __future__ import annotations

import pytest
from click.testing import Result

from scoring.actions.accounts import set_password
from scoring.errors import Invalid
from tests.web.serving import OURS, House, code
from web.passwords import clean_password, keep, matches

GOOD = "高山流水 and 12 rivers"


@pytest.mark.parametrize("given", ["short", "x" * 129, "password1234", "111111111111", "赵秘书secretariat2026"])
def test_short_long_and_common_ones_are_refused(given: str) -> None:
    with pytest.raises(Invalid):
        clean_password(given, ("赵秘书", "secretariat"))


def test_a_password_is_kept_salted_with_its_parameters() -> None:
    one, other = keep(GOOD), keep(GOOD)
    assert one != other and one.startswith("scrypt$32768$8$1$")
    assert matches(GOOD, one) and not matches(GOOD + "x", one) and not matches("", "")


def try_in(house: House, name: str, password: str) -> tuple[int, str]:
    sent = {"name": name, "password": password}
    answer = house.stranger().post("/api/v1/enter-by-password", json=sent, headers=OURS)
    return answer.status_code, "" if answer.status_code == 200 else code(answer)


def test_who_knows_the_password_is_in_and_six_guesses_wait(house: House) -> None:
    house.office.do(set_password, staff_id="auditor-1", kept=keep(GOOD))
    inside = house.stranger()
    sent = {"name": "auditor-1", "password": GOOD}
    assert inside.post("/api/v1/enter-by-password", json=sent, headers=OURS).status_code == 200
    assert inside.get("/api/v1/desk/results").status_code == 200
    assert try_in(house, "nobody", GOOD) == try_in(house, "auditor-1", GOOD + "x") == (403, "wrong_password")
    assert try_in(house, "host-1", "")[0] == 400
    assert [try_in(house, "auditor-1", f"wrong {at}")[0] for at in range(5)] == [403] * 4 + [429]
    assert try_in(house, "auditor-1", GOOD) == (429, "too_often")
    assert inside.get("/api/v1/desk/results").status_code == 200, "who is in stays in"
    assert house.staff("auditor").get("/api/v1/desk/results").status_code == 200, "the link lets in"
    log = (house.office.settings.data_dir / "security.log").read_text()
    assert "rivers" not in log and "auditor-1" in log


def test_the_command_sets_a_password_that_lets_in(house: House) -> None:
    def run(*words: str, typed: str = "") -> Result:
        return house.app.test_cli_runner().invoke(args=["contest", "staff", *words], input=typed)

    assert run("password", "auditor-1", typed=f"{GOOD}\n{GOOD}\n").exit_code == 0
    assert try_in(house, "auditor-1", GOOD)[0] == 200
    assert run("password", "auditor-1", typed="auditor12345\nauditor12345\n").exit_code == 1
    assert run("role", "auditor-1", "scorer").exit_code == 0
    assert run("remove", "auditor-1").exit_code == 0
    assert try_in(house, "auditor-1", GOOD)[0] == 403
    assert "auditor-1" not in run("list").output
