"""What all standings rest on, read at once: a few questions, however many entries there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from scoring.rules.ballot import Ballot
from scoring.rules.blockers import Waiting
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.changes import concerned, waiting_changes
from scoring.store.reading.day import Found, entry_rows
from scoring.store.reading.paper import waiting_of
from scoring.store.reading.rulings import Rulings, ruled
from scoring.store.tables import appeal, ballot, ledger, panel_place, typed_ballot


@dataclass(frozen=True, slots=True)
class Ground:
    """By entry: its row and the ballots that count (by seat); beside them what was ruled and what waits."""

    rows: Mapping[str, Found]
    ballots: Mapping[str, list[Ballot]]
    rulings: Rulings
    waiting: Waiting


def standing_ground(connection: Connection, now: int | None = None) -> Ground:
    """The contest as it stands; `now` (ms) is when a change stops waiting, else the time of the newest fact."""
    rows = {row.id: row for row in entry_rows(connection)}
    return Ground(rows, all_counted(connection), ruled(connection), waiting_now(connection, now))


def all_counted(connection: Connection) -> dict[str, list[Ballot]]:
    """The ballots that count of every entry, by seat: `counted_ballots` for all of them in one question."""
    newest = (
        select(ballot.c.entry, ballot.c.judge, func.max(ballot.c.version).label("version"))
        .where(ballot.c.round == PRESENTATION)
        .group_by(ballot.c.entry, ballot.c.judge)
        .subquery()
    )
    mine = (ballot.c.entry == newest.c.entry) & (ballot.c.judge == newest.c.judge)
    at = (panel_place.c.entry == ballot.c.entry) & (panel_place.c.judge == ballot.c.judge)
    rows = connection.execute(
        select(ballot.c.entry, ballot.c.judge, ballot.c.marks, panel_place.c.seat, panel_place.c.role)
        .join(newest, mine & (newest.c.version == ballot.c.version))
        .join(panel_place, at)
        .where(ballot.c.round == PRESENTATION, panel_place.c.state == "submitted")
        .order_by(ballot.c.entry, panel_place.c.seat)
    )
    counted: dict[str, list[Ballot]] = {}
    for row in rows:
        one = Ballot(row.judge, row.seat, tuple(json.loads(row.marks)), row.role == "chief")
        counted.setdefault(row.entry, []).append(one)
    return counted


def waiting_now(connection: Connection, now: int | None = None) -> Waiting:
    """Whom a waiting change concerns, who has a half typed ballot, who an open appeal."""
    typed = set(connection.execute(select(typed_ballot.c.entry).where(typed_ballot.c.state == "waiting")).scalars())
    return Waiting(
        changes=_concerned(connection, now),
        typed={entry for entry in typed if waiting_of(connection, entry)},
        appeals=set(connection.execute(select(appeal.c.entry).where(appeal.c.state == "open")).scalars()),
    )


def _concerned(connection: Connection, now: int | None) -> set[str]:
    if now is None:
        newest = select(ledger.c.at).order_by(ledger.c.seq.desc()).limit(1)
        now = connection.execute(newest).scalar() or 0
    return {entry for row in waiting_changes(connection, now) for entry in concerned(connection, row)}
