"""Ballots as they count, as they were, and as they were kept aside."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from scoring.rules.ballot import Ballot
from scoring.store.prepared import Prepared
from scoring.store.tables import ballot, ballot_aside, draft, ledger, panel_place, scan, typed_ballot

PRESENTATION = "presentation"
Found = Row[Any]

# Asked for each ballot that comes: made once, for making a statement takes longer than running it.
_KNOWN = [Prepared(select(table).where(table.c.id == bindparam("id"))) for table in (ballot, ballot_aside)]
_LATEST = Prepared(
    select(ballot)
    .where(ballot.c.entry == bindparam("entry"), ballot.c.judge == bindparam("judge"))
    .where(ballot.c.round == bindparam("round"))
    .order_by(ballot.c.version.desc())
    .limit(1)
)


def latest_ballot(connection: Connection, entry: str, judge: str, round_: str = PRESENTATION) -> Found | None:
    """A judge's newest version for an entry, None before the first."""
    found: Found | None = _LATEST.first(connection, entry=entry, judge=judge, round=round_)
    return found


def known_ballot(connection: Connection, ballot_id: str) -> Found | None:
    """A ballot by the id that its tablet gave it, counted or kept aside."""
    for known in _KNOWN:
        found: Found | None = known.first(connection, id=ballot_id)
        if found is not None:
            return found
    return None


def known_ids(connection: Connection, judge: str, ids: Sequence[str]) -> list[str]:
    """Those of ``ids`` that are a ballot of this judge's, counted or kept aside; in their order."""
    found: set[str] = set()
    for table in (ballot, ballot_aside):
        found |= set(
            connection.execute(select(table.c.id).where(table.c.judge == judge, table.c.id.in_(ids))).scalars()
        )
    return [one for one in ids if one in found]


def newest_versions(connection: Connection, entry: str, round_: str = PRESENTATION) -> Sequence[Found]:
    """The newest version of each judge's ballot for an entry, by seat."""
    newest = (
        select(ballot.c.judge, func.max(ballot.c.version).label("version"))
        .where(ballot.c.entry == entry, ballot.c.round == round_)
        .group_by(ballot.c.judge)
        .subquery()
    )
    return connection.execute(
        select(ballot)
        .join(newest, (newest.c.judge == ballot.c.judge) & (newest.c.version == ballot.c.version))
        .where(ballot.c.entry == entry, ballot.c.round == round_)
        .order_by(ballot.c.seat)
    ).all()


def counted_ballots(connection: Connection, entry: str) -> list[Ballot]:
    """The ballots that count: newest version of every place of the panel that is ``submitted``, by its seat.

    The seat is the panel's: a ballot kept from before a postponement may have been given on another.
    """
    places = {row.judge: row for row in connection.execute(select(panel_place).where(panel_place.c.entry == entry))}
    counted = [
        Ballot(row.judge, places[row.judge].seat, tuple(json.loads(row.marks)), places[row.judge].role == "chief")
        for row in newest_versions(connection, entry)
        if row.judge in places and places[row.judge].state == "submitted"
    ]
    return sorted(counted, key=lambda ballot: ballot.seat)


def ballots_of(connection: Connection, judge: str) -> Sequence[Found]:
    """All versions that one judge has submitted, oldest first."""
    return connection.execute(
        select(ballot).where(ballot.c.judge == judge).order_by(ballot.c.received_at, ballot.c.version)
    ).all()


def asides(connection: Connection, entry: str | None = None) -> Sequence[Found]:
    """Ballots kept but not counted (late, or in conflict), oldest first."""
    query = select(ballot_aside).order_by(ballot_aside.c.received_at)
    if entry is not None:
        query = query.where(ballot_aside.c.entry == entry)
    return connection.execute(query).all()


def draft_of(connection: Connection, entry: str, judge: str, round_: str = PRESENTATION) -> Found | None:
    """A judge's draft for an entry, None where there is none."""
    return connection.execute(
        select(draft).where(draft.c.entry == entry, draft.c.judge == judge, draft.c.round == round_)
    ).first()


def drafts(connection: Connection, entry: str) -> dict[str, list[int | None]]:
    """By judge, the marks of each draft for an entry (hundredths, null where not marked)."""
    rows = connection.execute(select(draft).where(draft.c.entry == entry)).all()
    return {row.judge: json.loads(row.marks) for row in rows}


def has_ballots(connection: Connection, entry: str) -> bool:
    """Whether any ballot was ever given for an entry: counted, aside, typed from paper, or scanned."""
    tables = (ballot, ballot_aside, typed_ballot, scan)
    counts = [select(func.count()).where(table.c.entry == entry) for table in tables]
    return any(connection.execute(count).scalar() for count in counts)


def is_set_aside(connection: Connection, given: Found) -> bool:
    """Whether a ballot was set aside: given on another rubric, or for another presentation."""
    facts = select(ledger.c.body).where(ledger.c.entry == given.entry, ledger.c.fact == "BallotsSetAside")
    return any(given.id in json.loads(body)["ballots"] for body in connection.execute(facts).scalars())
