"""Accounts of staff: whoever is removed, given another role or another password is shown out."""

from __future__ import annotations

import pytest

from scoring.actions.accounts import change_role, enter_by_password, remove_staff, set_password
from scoring.actions.people import Opening, add_staff, enter
from scoring.errors import Invalid, NotAllowed, NotKnown, RuleBroken
from scoring.facts import Actor
from scoring.store.reading.people import card_row, open_logins
from scoring.store.reading.retold import retold_differences
from tests.office import Day

HOST = "host-1"


def opening(token: str, generation: int = 1) -> Opening:
    return Opening("staff", HOST, generation, token.ljust(64, "0"), "device")


def logins(day: Day) -> set[str]:
    return {row.id for row in day.read(open_logins, "staff", HOST)}


def two_in(day: Day) -> list[str]:
    return [str(day.do(enter, opening=opening(token, at))) for at, token in ((1, "a"), (2, "b"))]


def test_a_removed_person_is_out_and_comes_in_no_more(day: Day) -> None:
    two_in(day)
    day.do(set_password, staff_id=HOST, kept="kept")
    day.do(remove_staff, staff_id=HOST)
    assert logins(day) == set()
    held = day.read(card_row, "staff", HOST).generation
    for attempt in (3, held - 1):
        with pytest.raises(NotAllowed, match="card_not_valid"):
            day.do(enter, opening=opening("c", attempt))
    with pytest.raises(NotAllowed, match="wrong_password"):
        day.do(enter_by_password, opening=opening("d"), kept="kept")
    assert day.rows("select password from staff where id='host-1'") == [("",)]
    with pytest.raises(NotKnown, match="no_such_staff"):
        day.do(remove_staff, staff_id=HOST)
    assert day.do(add_staff, name="新人", role="host") == "host-2"
    assert day.read(retold_differences) == []


def test_another_role_ends_every_login(day: Day) -> None:
    two_in(day)
    day.do(change_role, staff_id=HOST, role="scorer")
    assert logins(day) == set()
    assert {fact["why"] for fact in day.ledger("LoginEnded")} == {"role_changed"}
    with pytest.raises(Invalid, match="no_such_role"):
        day.do(change_role, staff_id=HOST, role="judge")
    assert day.read(retold_differences) == []


def test_another_password_ends_every_login_but_the_one_that_set_it(day: Day) -> None:
    mine, _other = two_in(day)
    day.writer.do(set_password, Actor("staff", HOST, "host", mine), staff_id=HOST, kept="kept")
    assert logins(day) == {mine}
    assert "kept" not in str(day.ledger("PasswordSet"))
    assert day.read(retold_differences) == []


def test_who_comes_in_by_password_keeps_the_link(day: Day) -> None:
    day.do(set_password, staff_id=HOST, kept="kept")
    day.do(enter_by_password, opening=opening("a"), kept="kept")
    with pytest.raises(NotAllowed, match="wrong_password"):
        day.do(enter_by_password, opening=opening("b"), kept="of before")
    day.do(enter, opening=opening("c", 1))
    assert len(logins(day)) == 2
    assert day.read(retold_differences) == []


def test_without_a_password_nobody_comes_in_by_none(day: Day) -> None:
    with pytest.raises(NotAllowed, match="wrong_password"):
        day.do(enter_by_password, opening=opening("a"), kept="")


def test_the_last_of_the_secretariat_stays(day: Day) -> None:
    with pytest.raises(RuleBroken, match="last_secretariat"):
        day.do(remove_staff, staff_id="secretariat-1")
    with pytest.raises(RuleBroken, match="last_secretariat"):
        day.do(change_role, staff_id="secretariat-1", role="host")
