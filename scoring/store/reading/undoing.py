"""The newest acts of the desk, and which of them can be taken back now."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, func, select

from scoring.rules.opposites import FACTS, Holds, Opposite, opposite_of
from scoring.store.reading.asides import answer_of
from scoring.store.reading.ballots import is_set_aside, latest_ballot
from scoring.store.tables import (
    chief_decision,
    entry,
    final,
    ledger,
    panel_place,
    ruling,
    session,
    set_up_version,
)

Found = Row[Any]
OVER = ("published", "withdrawn", "disqualified")
IN_TURN = ("called", "presenting", "questioning", "scoring", "complete")
AHEAD = ("waiting", "postponed")
LOOKED_THROUGH = 400  # acts from the newest back


@dataclass(frozen=True, slots=True)
class Act:
    """A fact with what would take it back; ``now`` says whether that is possible as things stand."""

    row: Found
    body: dict[str, Any]
    opposite: Opposite
    now: bool


def newest_acts(connection: Connection, most: int = 30) -> list[Act]:
    """Acts that have an opposite, newest first; what a later one undid or did anew cannot be taken back."""
    acts = select(ledger).where(ledger.c.fact.in_(FACTS)).order_by(ledger.c.seq.desc())
    rows = connection.execute(acts.limit(LOOKED_THROUGH)).all()
    found: list[Act] = []
    taken: set[Holds] = set()
    for row in rows:
        body = json.loads(row.body)
        opposite = opposite_of(body)
        if opposite is None:
            continue
        if len(found) == most:
            break
        holds = all(still(connection, one) for one in (*opposite.holds, *opposite.also))
        found.append(Act(row, body, opposite, holds and taken.isdisjoint(opposite.holds)))
        taken.update(opposite.holds)
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
    lasting = (ruling.c.entry == about[0], ruling.c.kind == about[1], ruling.c.ended_at.is_(None))
    return "lasts" if connection.execute(select(ruling.c.id).where(*lasting)).first() else ""


def _decision(connection: Connection, about: tuple[str, ...]) -> str:
    lasting = (chief_decision.c.id == int(about[0]), chief_decision.c.ended_at.is_(None))
    return "lasts" if connection.execute(select(chief_decision.c.id).where(*lasting)).first() else ""


def _phase(connection: Connection, about: tuple[str, ...]) -> str:
    return _one(connection, select(entry.c.phase).where(entry.c.id == about[0]))


def _aside(connection: Connection, about: tuple[str, ...]) -> str:
    given = latest_ballot(connection, *about)
    return "aside" if given is not None and is_set_aside(connection, given) else ""


def _left(connection: Connection, about: tuple[str, ...]) -> str:
    waiting = (entry.c.session == about[0], entry.c.phase.not_in(OVER))
    return _one(connection, select(func.count()).select_from(entry).where(*waiting))


_NOW: dict[str, Callable[[Connection, tuple[str, ...]], str]] = {
    "phase": _phase,
    "running": _phase,
    "turn": lambda c, about: "open" if _phase(c, about) in IN_TURN else "",
    "order": lambda c, about: "ahead" if _phase(c, about) in AHEAD else "",
    "start": lambda c, about: _one(c, select(entry.c.presenting_from).where(entry.c.id == about[0])),
    "aside": _aside,
    "left": _left,
    "reveal": lambda c, about: _one(c, select(entry.c.reveal_step).where(entry.c.id == about[0])),
    "overtime": lambda c, about: _one(c, select(entry.c.overtime).where(entry.c.id == about[0])),
    "place": lambda c, about: _one(
        c, select(panel_place.c.state).where(panel_place.c.entry == about[0], panel_place.c.judge == about[1])
    ),
    "session": lambda c, about: _one(c, select(session.c.state).where(session.c.id == about[0])),
    "set_up": lambda c, about: _one(c, select(func.max(set_up_version.c.version))),
    "final": _final,
    "aside_answer": lambda c, about: answer_of(c, about[0]),
    "ruling": _ruling,
    "decision": _decision,
}
