"""Accounts of staff: passwords, roles and removal; each ends the logins that it must end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import insert, update

from scoring.actions.people import DEVICE_LENGTH, Opening, end_row, new_generation, show_out
from scoring.errors import Invalid, NotAllowed, NotKnown, RuleBroken
from scoring.facts import LoggedInByPassword, PasswordSet, RoleChanged, StaffRemoved
from scoring.rules.access import STAFF
from scoring.rules.ledger import content_hash
from scoring.store.reading.people import open_logins, staff_row, staff_rows
from scoring.store.tables import login, staff
from scoring.store.work import Work

LEADS = "secretariat"


def _held(work: Work, staff_id: str) -> Any:
    row = staff_row(work.connection, staff_id)
    if row is None:
        raise NotKnown("no_such_staff")
    return row


def _refuse_last(work: Work, row: Any) -> None:
    if row.role == LEADS and sum(one.role == LEADS for one in staff_rows(work.connection)) == 1:
        raise RuleBroken("last_secretariat")


def set_password(work: Work, staff_id: str, kept: str) -> None:
    """Keep a password's hash; every other login of the person ends."""
    _held(work, staff_id)
    work.connection.execute(update(staff).where(staff.c.id == staff_id).values(password=kept))
    work.record(PasswordSet(staff_id, content_hash(kept)))
    for row in open_logins(work.connection, "staff", staff_id):
        if row.id != work.actor.login:
            end_row(work, row.id, "staff", staff_id, "password_changed")


def change_role(work: Work, staff_id: str, role: str) -> None:
    """Another role of staff; all logins of the person end."""
    row = _held(work, staff_id)
    if role not in STAFF:
        raise Invalid("no_such_role")
    if role == row.role:
        return
    _refuse_last(work, row)
    work.connection.execute(update(staff).where(staff.c.id == staff_id).values(role=role))
    work.record(RoleChanged(staff_id, str(row.role), role))
    show_out(work, "staff", staff_id, "role_changed")


def remove_staff(work: Work, staff_id: str) -> None:
    """Nobody comes in as them any more, by link or by password; the row stays, without the password."""
    _refuse_last(work, _held(work, staff_id))
    gone = {"password": "", "removed_at": work.now}
    work.connection.execute(update(staff).where(staff.c.id == staff_id).values(**gone))
    new_generation(work, "staff", staff_id)
    work.record(StaffRemoved(staff_id))
    show_out(work, "staff", staff_id, "removed")


def enter_by_password(work: Work, opening: Opening, kept: str) -> str:
    """Open a login for who gave the password that is ``kept``; raises NotAllowed where it has changed meanwhile.

    The one-time link stays as valid as it was: ``opening.generation`` is not looked at.
    """
    row = staff_row(work.connection, opening.owner)
    if row is None or not kept or row.password != kept:
        raise NotAllowed("wrong_password")
    login_id = work.new_id()
    work.connection.execute(
        insert(login).values(
            id=login_id, token_hash=opening.token_hash, kind="staff", owner=opening.owner,
            device=opening.device[:DEVICE_LENGTH], browser=opening.browser, opened_at=work.now, ended_at=None,
            ended_why="",
        )
    )  # fmt: skip
    work.record(LoggedInByPassword(opening.owner, login_id, opening.rest()))
    return login_id
