"""The ledger's head: what a printed sheet rests on."""

from __future__ import annotations

from sqlalchemy import Connection, select

from scoring.store.tables import ledger


def ledger_head(connection: Connection) -> tuple[int, str]:
    """Sequence number and hash (hex) of the newest fact; (0, "") before the first."""
    newest = connection.execute(select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)).first()
    return (0, "") if newest is None else (newest.seq, newest.hash)
