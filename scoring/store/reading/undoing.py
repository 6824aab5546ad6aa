"""The newest acts of the desk, and which of them can be taken back now."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from scoring.rules.opposites import Holds, Opposite, opposite_of
from scoring.store.tables import (
    chief_decision,
    entry,
    final,
    ledger,
    panel_place,
    ruling,
    seat,
    session,
    set_up_version,
)

Found = Row[Any]
LOOKED_THROUGH = 400  # facts from the newest back


@dataclass(frozen=True, slots=True)
class Act:
    """A fact with what would take it back; ``now`` says whether that is possible as things stand."""

    row: Found
    body: dict[str, Any]
    opposite: Opposite
    now: bool


def newest_acts(connection: Connection, most: int = 30) -> list[Act]:
    """Acts that have an opposite, newest first; an act that was overtaken by a later one cannot be taken back."""
    rows = connection.execute(select(ledger).order_by(ledger.c.seq.desc()).limit(LOOKED_THROUGH)).all()
    found: list[Act] = []
    taken: set[tuple[str, tuple[str, ...]]] = set()
    for row in rows:
        body = json.loads(row.body)
        opposite = opposite_of(body)
        if opposite is None or len(found) == most:
            continue
        about = {(one.what, one.about) for one in opposite.holds}
        first = not about & taken
        taken |= about
        found.append(Act(row, body, opposite, first and all(still(connection, one) for one in opposite.holds)))
    return found


def still(connection: Connection, holds: Holds) -> bool:
    """Whether what an opposite rests on is so now."""
    return _NOW[holds.what](connection, holds.about) == holds.is_now


def _one(connection: Connection, query: Any) -> str:
    value = connection.execute(query).scalar()
    return "" if value is None else str(value)


def _final(connection: Connection, about: tuple[str, ...]) -> str:
    lasting = (final.c.pool == about[0], final.c.ended_at.is_(None))
    return _one(connection, select(func.max(final.c.version)).where(*lasting))


def _ruling(connection: Connection, about: tuple[str, ...]) -> str:
    lasting = (ruling.c.entry == about[0], ruling.c.ended_at.is_(None))
    return _one(connection, select(ruling.c.kind).where(*lasting).order_by(ruling.c.id.desc()).limit(1))


def _decision(connection: Connection, about: tuple[str, ...]) -> str:
    lasting = (chief_decision.c.id == int(about[0]), chief_decision.c.ended_at.is_(None))
    return "lasts" if connection.execute(select(chief_decision.c.id).where(*lasting)).first() else ""


_NOW: dict[str, Callable[[Connection, tuple[str, ...]], str]] = {
    "phase": lambda c, about: _one(c, select(entry.c.phase).where(entry.c.id == about[0])),
    "reveal": lambda c, about: _one(c, select(entry.c.reveal_step).where(entry.c.id == about[0])),
    "overtime": lambda c, about: _one(c, select(entry.c.overtime).where(entry.c.id == about[0])),
    "place": lambda c, about: _one(
        c, select(panel_place.c.state).where(panel_place.c.entry == about[0], panel_place.c.judge == about[1])
    ),
    "seat": lambda c, about: _one(
        c, select(seat.c.judge).where(seat.c.session == about[0], seat.c.number == int(about[1]))
    ),
    "session": lambda c, about: _one(c, select(session.c.state).where(session.c.id == about[0])),
    "set_up": lambda c, about: _one(c, select(func.max(set_up_version.c.version))),
    "final": _final,
    "ruling": _ruling,
    "decision": _decision,
}
