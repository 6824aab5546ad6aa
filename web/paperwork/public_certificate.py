"""What anybody may know of a certificate: nothing before its result was revealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.certificate import CertificateText
from scoring.store.reading.certificates import (
    Found,
    ended_rows,
    find_certificate,
    frozen_text,
    register_head,
    successor_of,
)
from scoring.store.reading.contest import load_contest, pool_id, pool_of
from scoring.store.tables import public_standing, revealed

LAST_STEP = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate in public: its text, its state, what replaced it, when it ended (ms)."""

    text: CertificateText
    state: str
    issued_at: int
    ended_at: int | None
    replaced_by: str | None


def public_certificate(connection: Connection, number: str) -> Shown | None:
    """The certificate, None both for an unknown number and for a result that is not public yet."""
    row = find_certificate(connection, number)
    if row is None or not may_be_seen(connection, row):
        return None
    return shown(connection, row)


def shown(connection: Connection, row: Found) -> Shown:
    """A row of the register as it is shown to whoever may see it."""
    successor = successor_of(connection, row.number)
    after = None if successor is None else successor.number
    return Shown(frozen_text(row), row.state, row.issued_at, row.ended_at, after)


def may_be_seen(connection: Connection, row: Found) -> bool:
    """Whether the public has seen the last reveal step of its entry, in a pool whose standing is final."""
    if row.entry is None:
        return True
    steps = select(revealed.c.step).where(revealed.c.entry == row.entry, revealed.c.step == LAST_STEP)
    if connection.execute(steps).first() is None:
        return False
    contest = load_contest(connection)
    entry = next((entry for entry in contest.entries if entry.id == row.entry), None)
    if entry is None:
        return False
    pool = pool_id(pool_of(contest, entry))
    body = connection.execute(select(public_standing.c.body).where(public_standing.c.pool == pool)).scalar()
    return body is not None and json.loads(body)["provisional"] is False


def ended_list(connection: Connection) -> dict[str, Any]:
    """Every number that counts no more and may be known, and the ledger's hash at the register's last fact."""
    ended = [row for row in ended_rows(connection) if may_be_seen(connection, row)]
    listed = [shown(connection, row) for row in ended]
    return {
        "head": register_head(connection),
        "ended": [[one.text.number, one.state, one.ended_at, one.replaced_by] for one in listed],
    }
