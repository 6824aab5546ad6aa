"""What anybody may know of a certificate: nothing before its result was revealed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from scoring.actions.public_rows import revealed_ids
from scoring.rules.certificate import CertificateText
from scoring.store.reading.certificates import (
    Found,
    ended_rows,
    find_certificate,
    frozen_text,
    register_head,
    successor_of,
    successors_of_all,
)
from scoring.store.reading.contest import contest_row, load_contest, pool_id, pool_of
from scoring.store.tables import public_standing


@dataclass(frozen=True, slots=True)
class Shown:
    """A certificate in public: its text, its state, what replaced it, when it ended (ms)."""

    text: CertificateText
    state: str
    issued_at: int
    ended_at: int | None
    replaced_by: str | None


class _Public:
    """What the public has seen so far, read at once: a list of thousands must not ask row by row."""

    def __init__(self, connection: Connection) -> None:
        self._contest = None if contest_row(connection) is None else load_contest(connection)
        self._revealed = revealed_ids(connection)
        standings = connection.execute(select(public_standing)).all()
        self._final = {row.pool for row in standings if json.loads(row.body)["provisional"] is False}
        self._pools: dict[str, str | None] = {}

    def sees(self, entry: str) -> bool:
        """Whether the last reveal step of an entry was seen, in a pool whose standing is final."""
        return entry in self._revealed and self._pool(entry) in self._final

    def _pool(self, entry: str) -> str | None:
        if entry not in self._pools:
            self._pools[entry] = self._looked_up(entry)
        return self._pools[entry]

    def _looked_up(self, entry: str) -> str | None:
        contest = self._contest
        found = None if contest is None else next((one for one in contest.entries if one.id == entry), None)
        return None if contest is None or found is None else pool_id(pool_of(contest, found))


def public_certificate(connection: Connection, number: str) -> Shown | None:
    """The certificate, None both for an unknown number and for a result that is not public yet.

    As much is read for the one as for the other: how long the answer takes tells them apart no more than its text.
    """
    public = _Public(connection)
    row = find_certificate(connection, number)
    if row is None or not may_be_seen(public, row):
        return None
    successor = successor_of(connection, row.number)
    return shown(row, None if successor is None else successor.number)


def shown(row: Found, replaced_by: str | None) -> Shown:
    """A row of the register as it is shown to whoever may see it."""
    return Shown(frozen_text(row), row.state, row.issued_at, row.ended_at, replaced_by)


def may_be_seen(public: _Public, row: Found) -> bool:
    """Whether anybody may see a row of the register: a judge's at once, an entry's once its result is public."""
    return row.entry is None or public.sees(row.entry)


def ended_list(connection: Connection) -> dict[str, Any]:
    """Every number that counts no more and may be known, and the ledger's hash at the register's last fact."""
    public, successors = _Public(connection), successors_of_all(connection)
    ended = [row for row in ended_rows(connection) if may_be_seen(public, row)]
    return {
        "head": register_head(connection),
        "ended": [[row.number, row.state, row.ended_at, successors.get(row.number)] for row in ended],
    }
