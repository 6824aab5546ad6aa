"""Staff, cards and logins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from scoring.store.prepared import Prepared
from scoring.store.tables import card, judge, login, login_used, staff

Found = Row[Any]

# Asked for each request and each picture: made once, for making a statement takes longer than running it.
_LOGIN = Prepared(select(login).where(login.c.id == bindparam("id")))
_OF_TOKEN = Prepared(select(login).where(login.c.token_hash == bindparam("token_hash")))
_NOT_ENDED = (
    select(login).where(login.c.kind == bindparam("kind"), login.c.ended_at.is_(None)).order_by(login.c.opened_at)
)
_OPEN = Prepared(_NOT_ENDED)
_OPEN_OF = Prepared(_NOT_ENDED.where(login.c.owner == bindparam("owner")))
_OF_JUDGE = Prepared(
    select(login).where(login.c.kind == "judge", login.c.owner == bindparam("owner")).order_by(login.c.opened_at.desc())
)
_STAFF = Prepared(select(staff).where(staff.c.id == bindparam("id"), staff.c.removed_at.is_(None)))


def card_row(connection: Connection, kind: str, owner: str) -> Found | None:
    """The card of a judge or a member of staff, with the generation that is valid now."""
    return connection.execute(select(card).where(card.c.kind == kind, card.c.owner == owner)).first()


def card_rows(connection: Connection, kind: str) -> Sequence[Found]:
    """All cards of a kind, by owner."""
    return connection.execute(select(card).where(card.c.kind == kind).order_by(card.c.owner)).all()


def login_row(connection: Connection, login_id: str) -> Found | None:
    """A login, ended or not."""
    found: Found | None = _LOGIN.first(connection, id=login_id)
    return found


def login_of_token(connection: Connection, token_hash: str) -> Found | None:
    """The login that a token opened, ended or not."""
    found: Found | None = _OF_TOKEN.first(connection, token_hash=token_hash)
    return found


def open_logins(connection: Connection, kind: str, owner: str | None = None) -> Sequence[Found]:
    """Logins that have not ended, of a kind or of one person."""
    if owner is None:
        return _OPEN.all(connection, kind=kind)
    return _OPEN_OF.all(connection, kind=kind, owner=owner)


def has_entered(connection: Connection, kind: str, owner: str, browser: str) -> bool:
    """Whether somebody has been let in as ``owner`` in the browser with this mark's hash, ended since or not."""
    mine = (login.c.kind == kind, login.c.owner == owner, login.c.browser == browser)
    return connection.execute(select(login.c.id).where(*mine).limit(1)).first() is not None


def used_rows(connection: Connection) -> dict[str, int]:
    """When each login of staff was last used (ms), as far as it was kept."""
    return {row.login: int(row.at) for row in connection.execute(select(login_used))}


def took_over_at(connection: Connection, judge: str) -> int | None:
    """When (ms) the judge's open login took over from another device; None where it did not."""
    rows = _OF_JUDGE.all(connection, owner=judge)
    held = next((row for row in rows if row.ended_at is None), None)
    ended = {row.ended_at for row in rows if row.ended_why == "taken_over"}
    return int(held.opened_at) if held is not None and held.opened_at in ended else None


def staff_row(connection: Connection, staff_id: str) -> Found | None:
    """One member of staff who was not removed."""
    found: Found | None = _STAFF.first(connection, id=staff_id)
    return found


def staff_rows(connection: Connection) -> Sequence[Found]:
    """All staff who were not removed, by id."""
    return connection.execute(select(staff).where(staff.c.removed_at.is_(None)).order_by(staff.c.id)).all()


def staff_names(connection: Connection) -> Sequence[Found]:
    """Whoever is or was staff, by id: the ledger names them."""
    return connection.execute(select(staff).order_by(staff.c.id)).all()


def judge_rows(connection: Connection) -> Sequence[Found]:
    """All judges, by id."""
    return connection.execute(select(judge).order_by(judge.c.id)).all()
