"""Making a pool final, once its recount agrees; and ending a final that a correction moves."""

from __future__ import annotations

from sqlalchemy import update

from scoring.actions.asked import Asked
from scoring.errors import RuleBroken
from scoring.facts import FinalLifted
from scoring.rules.change import Finalising, FinalLift
from scoring.store.reading.finals import FinalRow, lasting_final, lasting_finals, still_holds
from scoring.store.reading.standings import all_standings
from scoring.store.tables import final
from scoring.store.work import Work


def finalise(work: Work, change: Finalising, asked: Asked) -> None:
    raise NotImplementedError


def lift_final(work: Work, change: FinalLift, asked: Asked) -> None:
    """A final holds no more, though nothing of it has moved."""
    row = lasting_final(work.connection, change.pool)
    if row is None:
        raise RuleBroken("pool_not_final", pool=change.pool)
    _end(work, row, asked)


def end_moved_finals(work: Work, asked: Asked) -> None:
    """End every final whose results are others now."""
    lasting = lasting_finals(work.connection)
    if not lasting:
        return
    standings = {standing.id: standing for standing in all_standings(work.connection)}
    for row in lasting:
        if not still_holds(row, standings.get(row.pool)):
            _end(work, row, asked)


def _end(work: Work, row: FinalRow, asked: Asked) -> None:
    work.connection.execute(
        update(final)
        .where(final.c.pool == row.pool, final.c.version == row.version)
        .values(ended_at=work.now, ended_by=asked.by, ended_why=asked.reason)
    )
    work.record(FinalLifted(row.pool, row.version, asked.reason))
