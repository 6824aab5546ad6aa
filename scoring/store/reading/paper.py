"""Paper ballots on their way in: what was typed, by whom, and the scans beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from scoring.rules.paper import Turn
from scoring.store.reading.ballots import PRESENTATION, latest_ballot, newest_versions
from scoring.store.tables import scan, typed_ballot

Found = Row[Any]
TABLET_CAME = "tablet"  # the reason of a drop that nobody asked for


def typed_rows(connection: Connection, entry: str, judge: str | None = None) -> Sequence[Found]:
    """Everything typed for an entry, or for one judge's place, whatever became of it; oldest first."""
    query = select(typed_ballot).where(typed_ballot.c.entry == entry, typed_ballot.c.round == PRESENTATION)
    if judge is not None:
        query = query.where(typed_ballot.c.judge == judge)
    return connection.execute(query.order_by(typed_ballot.c.typed_at, typed_ballot.c.base, typed_ballot.c.turn)).all()


def newest_version(connection: Connection, entry: str, judge: str) -> int:
    """The version of a judge's newest ballot for an entry, 0 before the first."""
    newest = latest_ballot(connection, entry, judge)
    return 0 if newest is None else int(newest.version)


def waiting_among(rows: Iterable[Found], base: int) -> list[Found]:
    """Those of a place's typings that wait and follow its newest ballot (version ``base``), by turn."""
    return sorted((row for row in rows if row.state == "waiting" and row.base == base), key=lambda row: int(row.turn))


def waiting_rows(connection: Connection, entry: str, judge: str) -> list[Found]:
    """The typings that wait for a place, by turn."""
    return waiting_among(typed_rows(connection, entry, judge), newest_version(connection, entry, judge))


def waiting_of(connection: Connection, entry: str) -> dict[str, list[Found]]:
    """The typings that wait for an entry, by judge: of all places at once, for pictures."""
    rows = typed_rows(connection, entry)
    if not rows:
        return {}
    versions = {row.judge: int(row.version) for row in newest_versions(connection, entry)}
    judges = dict.fromkeys(row.judge for row in rows)
    found = {one: waiting_among((r for r in rows if r.judge == one), versions.get(one, 0)) for one in judges}
    return {judge: waiting for judge, waiting in found.items() if waiting}


def turn_of(row: Found) -> Turn:
    """A typed row as the rules see it."""
    return Turn(row.id, row.turn, row.staff, row.login, tuple(json.loads(row.marks)))


def waiting_turns(connection: Connection, entry: str, judge: str) -> list[Turn]:
    """The typings that wait, as the rules see them."""
    return [turn_of(row) for row in waiting_rows(connection, entry, judge)]


def overtaken_among(rows: Iterable[Found], newest: Found | None) -> bool:
    """Whether a place's typings were dropped because the tablet's ballot came after all and is the newest now."""
    if newest is None or newest.source == "paper":
        return False
    return any(row.state == "dropped" and row.base == newest.version - 1 for row in rows)


def was_overtaken(connection: Connection, entry: str, judge: str) -> bool:
    """:func:`overtaken_among` of one place."""
    return overtaken_among(typed_rows(connection, entry, judge), latest_ballot(connection, entry, judge))


def scans_of(connection: Connection, entry: str, judge: str | None = None) -> Sequence[Found]:
    """The scans of an entry's paper ballots, or of one judge's, oldest first."""
    query = select(scan).where(scan.c.entry == entry)
    if judge is not None:
        query = query.where(scan.c.judge == judge)
    return connection.execute(query.order_by(scan.c.attached_at, scan.c.id)).all()


def scan_row(connection: Connection, scan_id: str) -> Found | None:
    """One scan, None where there is none."""
    return connection.execute(select(scan).where(scan.c.id == scan_id)).first()
