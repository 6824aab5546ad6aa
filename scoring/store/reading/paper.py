"""Paper ballots on their way in: what was typed, by whom, and the scans beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from scoring.rules.paper import Turn
from scoring.store.reading.ballots import PRESENTATION, latest_ballot
from scoring.store.tables import scan, typed_ballot

Found = Row[Any]
TABLET_CAME = "tablet"  # the reason of a drop that nobody asked for


def typed_rows(connection: Connection, entry: str, judge: str) -> Sequence[Found]:
    """Everything typed for a place, oldest first, whatever became of it."""
    return connection.execute(
        select(typed_ballot)
        .where(typed_ballot.c.entry == entry, typed_ballot.c.judge == judge, typed_ballot.c.round == PRESENTATION)
        .order_by(typed_ballot.c.typed_at, typed_ballot.c.base, typed_ballot.c.turn)
    ).all()


def newest_version(connection: Connection, entry: str, judge: str) -> int:
    """The version of a judge's newest ballot for an entry, 0 before the first."""
    newest = latest_ballot(connection, entry, judge)
    return 0 if newest is None else int(newest.version)


def waiting_rows(connection: Connection, entry: str, judge: str) -> list[Found]:
    """The typings that still wait and follow the newest ballot, by turn."""
    base = newest_version(connection, entry, judge)
    rows = [row for row in typed_rows(connection, entry, judge) if row.state == "waiting" and row.base == base]
    return sorted(rows, key=lambda row: int(row.turn))


def turn_of(row: Found) -> Turn:
    """A typed row as the rules see it."""
    return Turn(row.id, row.turn, row.staff, row.login, tuple(json.loads(row.marks)))


def waiting_turns(connection: Connection, entry: str, judge: str) -> list[Turn]:
    """The typings that wait, as the rules see them."""
    return [turn_of(row) for row in waiting_rows(connection, entry, judge)]


def was_overtaken(connection: Connection, entry: str, judge: str) -> bool:
    """Whether typings were dropped because the tablet's ballot came after all and is the newest now."""
    newest = latest_ballot(connection, entry, judge)
    if newest is None or newest.source == "paper":
        return False
    rows = typed_rows(connection, entry, judge)
    return any(row.state == "dropped" and row.base == newest.version - 1 for row in rows)


def scans_of(connection: Connection, entry: str, judge: str) -> Sequence[Found]:
    """The scans of a judge's paper ballot for an entry, oldest first."""
    return connection.execute(
        select(scan).where(scan.c.entry == entry, scan.c.judge == judge).order_by(scan.c.attached_at, scan.c.id)
    ).all()


def scan_row(connection: Connection, scan_id: str) -> Found | None:
    """One scan, None where there is none."""
    return connection.execute(select(scan).where(scan.c.id == scan_id)).first()
