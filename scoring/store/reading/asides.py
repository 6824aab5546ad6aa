"""Ballots that were kept aside (late, in conflict, from a device that was taken over), and what was decided of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from scoring.errors import NotKnown
from scoring.store.tables import aside_answer, ballot_aside

OPEN, LEFT, ACCEPTED = "open", "left", "accepted"
Found = Row[Any]


def aside_of(connection: Connection, ballot: str) -> Found:
    """A ballot that was kept aside, by its id; raises NotKnown."""
    found = connection.execute(select(ballot_aside).where(ballot_aside.c.id == ballot)).first()
    if found is None:
        raise NotKnown("no_aside")
    return found


def answers(connection: Connection) -> dict[str, Found]:
    """By ballot, what was decided of it last."""
    newest = select(func.max(aside_answer.c.id)).group_by(aside_answer.c.aside)
    rows = connection.execute(select(aside_answer).where(aside_answer.c.id.in_(newest)))
    return {row.aside: row for row in rows}


def answer_of(connection: Connection, ballot: str) -> str:
    """open, left or accepted."""
    newest = select(aside_answer.c.answer).where(aside_answer.c.aside == ballot).order_by(aside_answer.c.id.desc())
    return str(connection.execute(newest.limit(1)).scalar() or OPEN)


def open_asides(connection: Connection, entry: str | None = None) -> Sequence[Found]:
    """Those that still wait for a decision, oldest first."""
    query = select(ballot_aside).order_by(ballot_aside.c.received_at, ballot_aside.c.id)
    if entry is not None:
        query = query.where(ballot_aside.c.entry == entry)
    decided = answers(connection)
    return [row for row in connection.execute(query) if row.id not in decided or decided[row.id].answer == OPEN]


def asides_given(connection: Connection, entry: str, judge: str, why: str) -> int:
    """How many ballots of one judge for an entry were kept aside for a reason, whatever was decided of them."""
    here = (ballot_aside.c.entry == entry, ballot_aside.c.judge == judge, ballot_aside.c.why == why)
    return int(connection.execute(select(func.count()).select_from(ballot_aside).where(*here)).scalar() or 0)
