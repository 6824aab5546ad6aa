"""Which entry a judge's tablet shows: the one on stage, or one whose marks are asked for again."""

from __future__ import annotations

from sqlalchemy import Connection, select

from scoring.rules.stage import takes_ballots
from scoring.store.reading.day import entry_row, place_of
from scoring.store.tables import entry, panel_place

OWED = ("expected", "returned")
ON_STAGE = ("called", "presenting", "questioning", "scoring")


def asked_again(connection: Connection, session: str, judge: str, current: str | None) -> list[str]:
    """Entries that left the stage, take ballots, and wait for this judge's; in the hall's order."""
    query = (
        select(entry.c.id, entry.c.phase)
        .join(panel_place, panel_place.c.entry == entry.c.id)
        .where(entry.c.session == session, panel_place.c.judge == judge, panel_place.c.state.in_(OWED))
        .order_by(entry.c.position, entry.c.id)
    )
    return [row.id for row in connection.execute(query) if row.id != current and takes_ballots(row.phase)]


def entry_for(connection: Connection, session: str, judge: str, current: str | None) -> str | None:
    """The stage while it needs this judge; else what is asked again; else the stage as it is left."""
    waiting = asked_again(connection, session, judge, current)
    return current if not waiting or _needed_on_stage(connection, judge, current) else waiting[0]


def _needed_on_stage(connection: Connection, judge: str, current: str | None) -> bool:
    if current is None:
        return False
    place = place_of(connection, current, judge)
    on_stage = entry_row(connection, current).phase in ON_STAGE
    return on_stage and place is not None and place.state in OWED


def returned_to(connection: Connection, judge: str) -> set[str]:
    """Entries whose ballot this judge has got back."""
    mine = select(panel_place.c.entry).where(panel_place.c.judge == judge, panel_place.c.state == "returned")
    return set(connection.execute(mine).scalars())
