"""What was decided beside the marks and holds: rulings on entries, the chief judges' decisions on ties."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Row, select

from scoring.rules.stage import Phase
from scoring.rules.tiebreak import Decision
from scoring.store.tables import chief_decision, ledger, ruling

Found = Row[Any]
LOUDNESS = ("disqualified", "out_of_competition", "document_only", "declined")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruling that holds; `judges` are the ids of who decided, `at` ms, `by` the staff id of who asked for it."""

    id: int
    kind: str
    reason: str
    judges: tuple[str, ...]
    at: int
    by: str


@dataclass(frozen=True, slots=True)
class ChiefDecision:
    """The chief judges' order (best first) of tied entries, which holds; `judges` are their ids."""

    id: int
    order: tuple[str, ...]
    reason: str
    judges: tuple[str, ...]
    at: int
    by: str

    def as_rule(self) -> Decision:
        """What the ranking needs of it."""
        return Decision(self.order, self.reason, self.judges)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Everything that holds now, read at once: rulings by entry and kind, decisions by pool, oldest first."""

    entries: dict[str, dict[str, Ruling]]
    pools: dict[str, list[ChiefDecision]]

    def on(self, entry: str, kind: str) -> bool:
        """Whether a ruling of this kind holds on the entry."""
        return kind in self.entries.get(entry, {})

    def decisions(self, pool: str) -> list[Decision]:
        """A pool's decisions as the ranking takes them."""
        return [decision.as_rule() for decision in self.pools.get(pool, [])]


def ruled(connection: Connection) -> Rulings:
    """All that holds: two questions, whatever the contest's size."""
    entries: dict[str, dict[str, Ruling]] = {}
    for row in connection.execute(select(ruling).where(ruling.c.ended_at.is_(None)).order_by(ruling.c.id)):
        entries.setdefault(row.entry, {})[row.kind] = _ruling(row)
    lasting = select(chief_decision).where(chief_decision.c.ended_at.is_(None)).order_by(chief_decision.c.id)
    decided: dict[str, list[ChiefDecision]] = {}
    for row in connection.execute(lasting):
        decided.setdefault(row.pool, []).append(_decision(row))
    return Rulings(entries, decided)


def rulings(connection: Connection) -> dict[str, Ruling]:
    """The ruling that speaks loudest on each entry that has one, in the order of `LOUDNESS`."""
    held = ruled(connection).entries
    return {entry: min(those.values(), key=lambda one: LOUDNESS.index(one.kind)) for entry, those in held.items()}


def rulings_of(connection: Connection, entry: str) -> dict[str, Ruling]:
    """The rulings that hold on one entry, by kind."""
    mine = select(ruling).where(ruling.c.entry == entry, ruling.c.ended_at.is_(None)).order_by(ruling.c.id)
    return {row.kind: _ruling(row) for row in connection.execute(mine)}


def decisions_of(connection: Connection, pool: str) -> list[ChiefDecision]:
    """A pool's decisions that hold, oldest first."""
    lasting = (chief_decision.c.pool == pool, chief_decision.c.ended_at.is_(None))
    rows = connection.execute(select(chief_decision).where(*lasting).order_by(chief_decision.c.id))
    return [_decision(row) for row in rows]


def every_ruling(connection: Connection, entry: str) -> Sequence[Found]:
    """Rows of all rulings on an entry, those that have ended too, oldest first."""
    return connection.execute(select(ruling).where(ruling.c.entry == entry).order_by(ruling.c.id)).all()


def every_decision(connection: Connection, pool: str) -> Sequence[Found]:
    """Rows of all decisions of a pool, those that have ended too, oldest first."""
    return connection.execute(
        select(chief_decision).where(chief_decision.c.pool == pool).order_by(chief_decision.c.id)
    ).all()


def stood_before(connection: Connection, row: Found) -> Phase:
    """Where a withdrawn or disqualified entry stood before; waiting where nothing tells.

    An entry that was withdrawn and then disqualified keeps in its row only the later step: the ledger has both.
    """
    if row.phase_before is not None:
        return cast(Phase, row.phase_before)
    moved = select(ledger.c.body).where(ledger.c.entry == row.id, ledger.c.fact == "PhaseChanged")
    for body in connection.execute(moved.order_by(ledger.c.seq.desc())).scalars():
        fact = json.loads(body)
        if fact["after"] == row.phase and fact["command"] != "reinstate":
            return cast(Phase, fact["before"])
    return "waiting"


def _ruling(row: Found) -> Ruling:
    return Ruling(row.id, row.kind, row.reason, tuple(json.loads(row.judges)), row.at, row.by)


def _decision(row: Found) -> ChiefDecision:
    return ChiefDecision(
        row.id, tuple(json.loads(row.entries)), row.reason, tuple(json.loads(row.judges)), row.at, row.by
    )
