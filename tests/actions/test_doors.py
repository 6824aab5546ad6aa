"""Cards, links and logins: who is let in, on which device, and who is shown out."""

from __future__ import annotations

import pytest

from scoring.actions.people import Opening, add_staff, end_login, enter, issue_card
from scoring.errors import Conflict, Invalid, NotAllowed, NotKnown
from scoring.store.reading.people import login_of_token, open_logins
from tests.office import Day


def come_in(day: Day, kind: str, owner: str, token: str, generation: int = 1, take_over: bool = False) -> str:
    return str(day.do(enter, opening=Opening(kind, owner, generation, token.ljust(64, "0"), "device", take_over)))


def is_in(day: Day, token: str) -> bool:
    held = day.read(login_of_token, token.ljust(64, "0"))
    return held is not None and held.ended_at is None


def test_a_staff_link_lets_in_once(day: Day) -> None:
    come_in(day, "staff", "host-1", "a")
    with pytest.raises(NotAllowed, match="card_not_valid"):
        come_in(day, "staff", "host-1", "b")
    assert (is_in(day, "a"), is_in(day, "b")) == (True, False)


def test_a_second_link_opens_a_second_desk_beside_the_first(day: Day) -> None:
    come_in(day, "staff", "host-1", "a")
    come_in(day, "staff", "host-1", "b", generation=2)
    assert is_in(day, "a") and is_in(day, "b")


def test_a_judges_card_stays_with_its_first_device_until_another_takes_over(day: Day) -> None:
    first = come_in(day, "judge", "JA1", "a")
    with pytest.raises(Conflict, match="card_in_use"):
        come_in(day, "judge", "JA1", "b")
    come_in(day, "judge", "JA1", "b", take_over=True)
    assert (is_in(day, "a"), is_in(day, "b")) == (False, True)
    assert day.ledger("LoginEnded")[0]["why"] == "taken_over"
    assert day.ledger("LoggedIn")[-1]["took_over"] == first


def test_a_new_card_voids_the_old_one_and_its_login(day: Day) -> None:
    come_in(day, "judge", "JA1", "a")
    assert day.do(issue_card, kind="judge", owner="JA1") == 2
    assert not is_in(day, "a")
    with pytest.raises(NotAllowed, match="card_not_valid"):
        come_in(day, "judge", "JA1", "b", generation=1)
    come_in(day, "judge", "JA1", "c", generation=2)
    assert is_in(day, "c")


def test_an_ended_login_is_out_and_others_stay(day: Day) -> None:
    one, _other = come_in(day, "judge", "JA1", "a"), come_in(day, "judge", "JA2", "b")
    day.do(end_login, login=one)
    assert [row.owner for row in day.read(open_logins, "judge")] == ["JA2"]
    with pytest.raises(NotKnown, match="no_login"):
        day.do(end_login, login=one)


def test_no_token_is_stored_only_its_hash_and_no_secret_is_in_the_ledger(day: Day) -> None:
    come_in(day, "judge", "JA1", "secret-token-hash")
    assert "secret-token-hash" not in str(day.ledger())


def test_staff_are_added_with_a_role_of_staff_and_a_card(day: Day) -> None:
    assert day.do(add_staff, name=" 李监督 ", role="auditor") == "auditor-1"
    assert day.do(add_staff, name="王主持", role="host") == "host-2"
    assert day.rows("select name from staff where id='auditor-1'") == [("李监督",)]
    for name, role, code in (
        ("甲", "chief", "no_such_role"),
        ("甲", "x", "no_such_role"),
        (" ", "host", "name_length"),
    ):
        with pytest.raises(Invalid, match=code):
            day.do(add_staff, name=name, role=role)
    assert "李监督" not in str(day.ledger())  # names stay outside the hashed record
