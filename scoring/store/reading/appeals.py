"""The appeals register: each appeal with its steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from scoring.errors import NotKnown
from scoring.store.tables import appeal, appeal_step

Found = Row[Any]


def appeal_rows(connection: Connection, state: str | None = None, entry: str | None = None) -> Sequence[Found]:
    """The appeals, newest first; of one state (open, answered, withdrawn) or one entry where asked."""
    query = select(appeal).order_by(appeal.c.number.desc())
    if state is not None:
        query = query.where(appeal.c.state == state)
    if entry is not None:
        query = query.where(appeal.c.entry == entry)
    return connection.execute(query).all()


def open_appeals(connection: Connection) -> Sequence[Found]:
    """The appeals that nobody has answered yet, oldest first; their columns are those of `appeal`."""
    return connection.execute(select(appeal).where(appeal.c.state == "open").order_by(appeal.c.number)).all()


def appeal_row(connection: Connection, number: int) -> Found:
    """One appeal; raises NotKnown."""
    found = connection.execute(select(appeal).where(appeal.c.number == number)).first()
    if found is None:
        raise NotKnown("no_appeal", appeal=number)
    return found


def appeal_steps(connection: Connection, number: int) -> Sequence[Found]:
    """What was asked and answered, in order."""
    query = select(appeal_step).where(appeal_step.c.appeal == number).order_by(appeal_step.c.id)
    return connection.execute(query).all()
