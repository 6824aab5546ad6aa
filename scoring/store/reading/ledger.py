"""The ledger's head: what a printed sheet rests on."""

from __future__ import annotations

from sqlalchemy import Connection, select

from scoring.store.tables import ledger


def ledger_origin(connection: Connection) -> str:
    """Hash (hex) of the first fact: no two contests have the same, whatever their names; "" before it."""
    return str(connection.execute(select(ledger.c.hash).order_by(ledger.c.seq).limit(1)).scalar() or "")


def ledger_head(connection: Connection) -> tuple[int, str]:
    """Sequence number and hash (hex) of the newest fact; (0, "") before the first."""
    newest = connection.execute(select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)).first()
    return (0, "") if newest is None else (newest.seq, newest.hash)
