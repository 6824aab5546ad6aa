"""Pools made final: what was fixed, and whether it still holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select

from scoring.rules.codec import Json
from scoring.store.reading.standings import PoolStanding
from scoring.store.tables import final

FinalRow = Row[Any]


def lasting_final(connection: Connection, pool: str) -> FinalRow | None:
    """The final of a pool that holds now, None where it was never made final or that has ended."""
    return connection.execute(select(final).where(final.c.pool == pool, final.c.ended_at.is_(None))).first()


def lasting_finals(connection: Connection) -> Sequence[FinalRow]:
    """Every final that holds now, by pool."""
    return connection.execute(select(final).where(final.c.ended_at.is_(None)).order_by(final.c.pool)).all()


def finals(connection: Connection, pool: str) -> Sequence[FinalRow]:
    """Every final that a pool ever had, oldest first."""
    return connection.execute(select(final).where(final.c.pool == pool).order_by(final.c.version)).all()


def next_final_version(connection: Connection, pool: str) -> int:
    """The version that a pool's next final gets."""
    newest = connection.execute(select(func.max(final.c.version)).where(final.c.pool == pool)).scalar()
    return int(newest or 0) + 1


def results_json(standing: PoolStanding) -> list[Json]:
    """What a final fixes: the results in the order of the set-up."""
    return [result.to_json() for result in standing.results]


def still_holds(row: FinalRow, standing: PoolStanding | None) -> bool:
    """Whether a pool's results are those that were made final; the order of the set-up's rows says nothing."""
    if standing is None:
        return False
    fixed = {result["entry"]: result for result in json.loads(row.body)}
    return bool(fixed == {result["entry"]: result for result in results_json(standing)})
