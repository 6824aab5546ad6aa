"""Staff, cards and logins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from scoring.store.tables import card, judge, login, staff

Found = Row[Any]
_LOGIN = select(login).where(login.c.id == bindparam("id"))  # made once: asked for each ballot that comes


def card_row(connection: Connection, kind: str, owner: str) -> Found | None:
    """The card of a judge or a member of staff, with the generation that is valid now."""
    return connection.execute(select(card).where(card.c.kind == kind, card.c.owner == owner)).first()


def card_rows(connection: Connection, kind: str) -> Sequence[Found]:
    """All cards of a kind, by owner."""
    return connection.execute(select(card).where(card.c.kind == kind).order_by(card.c.owner)).all()


def login_row(connection: Connection, login_id: str) -> Found | None:
    """A login, ended or not."""
    return connection.execute(_LOGIN, {"id": login_id}).first()


def login_of_token(connection: Connection, token_hash: str) -> Found | None:
    """The login that a token opened, ended or not."""
    return connection.execute(select(login).where(login.c.token_hash == token_hash)).first()


def open_logins(connection: Connection, kind: str, owner: str | None = None) -> Sequence[Found]:
    """Logins that have not ended, of a kind or of one person."""
    query = select(login).where(login.c.kind == kind, login.c.ended_at.is_(None)).order_by(login.c.opened_at)
    if owner is not None:
        query = query.where(login.c.owner == owner)
    return connection.execute(query).all()


def took_over_at(connection: Connection, judge: str) -> int | None:
    """When (ms) the judge's open login took over from another device; None where it did not."""
    query = select(login).where(login.c.kind == "judge", login.c.owner == judge).order_by(login.c.opened_at.desc())
    rows = connection.execute(query).all()
    held = next((row for row in rows if row.ended_at is None), None)
    ended = {row.ended_at for row in rows if row.ended_why == "taken_over"}
    return int(held.opened_at) if held is not None and held.opened_at in ended else None


def staff_row(connection: Connection, staff_id: str) -> Found | None:
    """One member of staff who was not removed."""
    return connection.execute(select(staff).where(staff.c.id == staff_id, staff.c.removed_at.is_(None))).first()


def staff_rows(connection: Connection) -> Sequence[Found]:
    """All staff who were not removed, by id."""
    return connection.execute(select(staff).where(staff.c.removed_at.is_(None)).order_by(staff.c.id)).all()


def staff_names(connection: Connection) -> Sequence[Found]:
    """Whoever is or was staff, by id: the ledger names them."""
    return connection.execute(select(staff).order_by(staff.c.id)).all()


def judge_rows(connection: Connection) -> Sequence[Found]:
    """All judges, by id."""
    return connection.execute(select(judge).order_by(judge.c.id)).all()
