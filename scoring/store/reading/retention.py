"""When a contest was over, and what the tables still hold of it that has a term."""

from __future__ import annotations

from sqlalchemy import Connection, func, or_, select

from scoring.store.reading.day import session_rows
from scoring.store.tables import draft, ledger, login


def over_since(connection: Connection) -> int | None:
    """When the last session was closed (ms); None while one is not, or before there is any."""
    rows = list(session_rows(connection))
    if not rows or any(row.state != "closed" for row in rows):
        return None
    closed = select(func.max(ledger.c.at)).where(ledger.c.fact == "SessionClosed")
    found = connection.execute(closed).scalar()
    return None if found is None else int(found)


def held_with_a_term(connection: Connection) -> dict[str, int]:
    """How many drafts there are, and logins that still say of what device they were."""
    known = or_(login.c.device != "", login.c.browser != "")
    return {
        "drafts": connection.execute(select(func.count()).select_from(draft)).scalar_one(),
        "devices": connection.execute(select(func.count()).select_from(login).where(known)).scalar_one(),
    }


def line_of(connection: Connection) -> str:
    """Which contest this is, as its backups say: the hash of its first fact, "" before there is one."""
    found = connection.execute(select(ledger.c.hash).where(ledger.c.seq == 1)).scalar()
    return "" if found is None else str(found)
