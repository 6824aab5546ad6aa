"""What all standings rest on, read at once: a few questions, however many entries there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, select

from scoring.errors import NotKnown
from scoring.rules.aggregate import EntryScore
from scoring.rules.ballot import Ballot
from scoring.rules.blockers import Waiting
from scoring.rules.rubric import Rubric
from scoring.store.reading.asides import open_asides
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.changes import concerned, waiting_changes
from scoring.store.reading.day import Found, entry_rows
from scoring.store.reading.paper import waiting_of
from scoring.store.reading.rulings import Rulings, ruled
from scoring.store.tables import appeal, ballot, ledger, panel_place, rubric, typed_ballot


@dataclass(frozen=True, slots=True)
class Counted:
    """The ballots of one entry that count, by seat, and the rubric version of the first."""

    rubric: int
    ballots: list[Ballot] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ground:
    """By entry its row and what counts of it; every rubric by kind and version; what was ruled and what waits."""

    rows: Mapping[str, Found]
    counted: Mapping[str, Counted]
    rubrics: Mapping[tuple[str, int], Rubric]
    rulings: Rulings
    waiting: Waiting
    scores: dict[str, EntryScore] = field(default_factory=dict)  # by entry, once it was worked out on this ground

    def ballots(self, entry: str) -> list[Ballot]:
        """The ballots of an entry that count, by seat."""
        return self.counted[entry].ballots if entry in self.counted else []

    def rubric(self, entry: str) -> Rubric:
        """The rubric that those were marked on, the newest of the entry's kind where none counts; raises NotKnown."""
        kind = self.rows[entry].kind
        versions = [version for known, version in self.rubrics if known == kind]
        if not versions:
            raise NotKnown("no_rubric", kind=kind)
        return self.rubrics[kind, self.counted[entry].rubric if entry in self.counted else max(versions)]


def standing_ground(connection: Connection, now: int | None = None) -> Ground:
    """The contest as it stands; `now` (ms) is when a change stops waiting, else the time of the newest fact."""
    rows = {row.id: row for row in entry_rows(connection)}
    return Ground(rows, all_counted(connection), _rubrics(connection), ruled(connection), waiting_now(connection, now))


def _rubrics(connection: Connection) -> dict[tuple[str, int], Rubric]:
    rows = connection.execute(select(rubric))
    return {(row.kind, row.version): Rubric.from_json(json.loads(row.body)) for row in rows}


def all_counted(connection: Connection) -> dict[str, Counted]:
    """What counts of every entry that has something: `counted_ballots` for all of them in one question."""
    newest = (
        select(ballot.c.entry, ballot.c.judge, func.max(ballot.c.version).label("version"))
        .where(ballot.c.round == PRESENTATION)
        .group_by(ballot.c.entry, ballot.c.judge)
        .subquery()
    )
    mine = (ballot.c.entry == newest.c.entry) & (ballot.c.judge == newest.c.judge)
    at = (panel_place.c.entry == ballot.c.entry) & (panel_place.c.judge == ballot.c.judge)
    rows = connection.execute(
        select(ballot.c.entry, ballot.c.judge, ballot.c.marks, ballot.c.rubric, panel_place.c.seat, panel_place.c.role)
        .join(newest, mine & (newest.c.version == ballot.c.version))
        .join(panel_place, at)
        .where(ballot.c.round == PRESENTATION, panel_place.c.state == "submitted")
        .order_by(ballot.c.entry, panel_place.c.seat)
    )
    counted: dict[str, Counted] = {}
    for row in rows:
        one = Ballot(row.judge, row.seat, tuple(json.loads(row.marks)), row.role == "chief")
        counted.setdefault(row.entry, Counted(row.rubric)).ballots.append(one)
    return counted


def waiting_now(connection: Connection, now: int | None = None) -> Waiting:
    """Whom a waiting change concerns, who has a half typed ballot, one aside that nobody decided, an open appeal."""
    typed = set(connection.execute(select(typed_ballot.c.entry).where(typed_ballot.c.state == "waiting")).scalars())
    return Waiting(
        changes=_concerned(connection, now),
        asides={row.entry for row in open_asides(connection)},
        typed={entry for entry in typed if waiting_of(connection, entry)},
        appeals=set(connection.execute(select(appeal.c.entry).where(appeal.c.state == "open")).scalars()),
    )


def _concerned(connection: Connection, now: int | None) -> set[str]:
    if now is None:
        newest = select(ledger.c.at).order_by(ledger.c.seq.desc()).limit(1)
        now = connection.execute(newest).scalar() or 0
    return {entry for row in waiting_changes(connection, now) for entry in concerned(connection, row)}
