"""Where the day stands: sessions, entries, panels and seats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from scoring.errors import NotKnown
from scoring.rules.stage import Blocker, Seat, seat_blockers
from scoring.store.prepared import Prepared
from scoring.store.tables import entry, judge, panel_place, seat, session

Found = Row[Any]

# Asked for each ballot that comes and each picture: made once, for making a statement takes longer than running it.
_ENTRY = Prepared(select(entry).where(entry.c.id == bindparam("id")))
_SESSION = Prepared(select(session).where(session.c.id == bindparam("id")))
_IN_ORDER = select(entry).order_by(entry.c.session, entry.c.position, entry.c.id)
_ENTRIES = Prepared(_IN_ORDER)
_ENTRIES_OF = Prepared(_IN_ORDER.where(entry.c.session == bindparam("of_session")))
_PANEL = Prepared(select(panel_place).where(panel_place.c.entry == bindparam("entry")).order_by(panel_place.c.seat))
_JUDGE = Prepared(select(judge).where(judge.c.id == bindparam("id")))
_SEATS = Prepared(
    select(seat, judge.c.name, judge.c.unit, judge.c.recused_units)
    .join(judge, judge.c.id == seat.c.judge)
    .where(seat.c.session == bindparam("of_session"))
    .order_by(seat.c.number)
)
_SEATS_OF = Prepared(select(seat).where(seat.c.judge == bindparam("of_judge")).order_by(seat.c.session))
_ON_STAGE = Prepared(
    select(panel_place, session.c.id.label("session"))
    .join(session, session.c.current_entry == panel_place.c.entry)
    .where(panel_place.c.judge == bindparam("of_judge"))
    .order_by(session.c.id)
)
_PLACE = Prepared(
    select(panel_place).where(panel_place.c.entry == bindparam("entry"), panel_place.c.judge == bindparam("judge"))
)


def session_row(connection: Connection, session_id: str) -> Found:
    """One session; raises NotKnown."""
    found: Found | None = _SESSION.first(connection, id=session_id)
    if found is None:
        raise NotKnown("no_session", session=session_id)
    return found


def session_rows(connection: Connection) -> Sequence[Found]:
    """Every session, by id."""
    return connection.execute(select(session).order_by(session.c.id)).all()


def entry_row(connection: Connection, entry_id: str) -> Found:
    """Where one entry stands; raises NotKnown."""
    found: Found | None = _ENTRY.first(connection, id=entry_id)
    if found is None:
        raise NotKnown("no_entry", entry=entry_id)
    return found


def entry_rows(connection: Connection, session_id: str | None = None) -> Sequence[Found]:
    """Entries in the order that holds now; of one session, or of all."""
    if session_id is None:
        return _ENTRIES.all(connection)
    return _ENTRIES_OF.all(connection, of_session=session_id)


def panel(connection: Connection, entry_id: str) -> Sequence[Found]:
    """The entry's panel as it was when the entry was called, by seat; empty before."""
    return _PANEL.all(connection, entry=entry_id)


def place_of(connection: Connection, entry_id: str, judge_id: str) -> Found | None:
    """A judge's place in an entry's panel, None where the judge has none."""
    found: Found | None = _PLACE.first(connection, entry=entry_id, judge=judge_id)
    return found


def blockers(connection: Connection, entry_id: str) -> list[Blocker]:
    """What keeps an entry's marks from being closed, seat by seat."""
    return seat_blockers([Seat(row.seat, row.judge, row.state) for row in panel(connection, entry_id)])


def seats(connection: Connection, session_id: str) -> Sequence[Found]:
    """Who sits where now, with the person's name."""
    return _SEATS.all(connection, of_session=session_id)


def judge_row(connection: Connection, judge_id: str) -> Found:
    """One judge; raises NotKnown."""
    found: Found | None = _JUDGE.first(connection, id=judge_id)
    if found is None:
        raise NotKnown("no_judge", judge=judge_id)
    return found


def places_on_stage(connection: Connection, judge_id: str) -> Sequence[Found]:
    """A judge's places in the panels of the entries on stage now, with their session."""
    return _ON_STAGE.all(connection, of_judge=judge_id)


def seats_of(connection: Connection, judge_id: str) -> Sequence[Found]:
    """The seats of one judge, by session."""
    return _SEATS_OF.all(connection, of_judge=judge_id)
