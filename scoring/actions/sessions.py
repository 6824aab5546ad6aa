"""Opening and closing a session, its order, and who sits on its seats."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sqlalchemy import update

from scoring.errors import Invalid, RuleBroken
from scoring.facts import (
    OrderDrawn,
    OrderSwapped,
    RuleCardFrozen,
    SeatChanged,
    SessionClosed,
    SessionOpened,
)
from scoring.store.reading.contest import contest_row
from scoring.store.reading.day import entry_row, entry_rows, judge_row, seats, session_row
from scoring.store.tables import contest as contest_table
from scoring.store.tables import entry as entry_table
from scoring.store.tables import seat as seat_table
from scoring.store.tables import session as session_table
from scoring.store.work import Work

SEATS_AT_MOST = 15


def open_session(work: Work, session: str) -> None:
    """Open a session; the first one fixes the rule card."""
    row = session_row(work.connection, session)
    if row.state == "open":
        raise RuleBroken("session_is_open", session=session)
    if not seats(work.connection, session):
        raise RuleBroken("no_judges", session=session)
    contest = contest_row(work.connection)
    if contest is not None and contest.frozen_at is None:
        work.connection.execute(update(contest_table).values(frozen_at=work.now))
        work.record(RuleCardFrozen(contest.fingerprint))
    work.connection.execute(update(session_table).where(session_table.c.id == session).values(state="open"))
    work.record(SessionOpened(session))
    work.sign_head("opened")


def close_session(work: Work, session: str) -> None:
    """Close a session; refused while an entry of it still waits to be published."""
    row = session_row(work.connection, session)
    if row.state != "open":
        raise RuleBroken("session_not_open", session=session)
    for entry in entry_rows(work.connection, session):
        if entry.phase not in ("published", "withdrawn", "disqualified"):
            raise RuleBroken("entry_not_published", entry=entry.id)
    work.connection.execute(update(session_table).where(session_table.c.id == session).values(state="closed"))
    work.record(SessionClosed(session))


def draw_order(work: Work, session: str, seed: int | None = None) -> int:
    """Draw the order by lot, once: the seed is recorded and gives the same order again.

    The seed shuffles the entries sorted by id with Python's Mersenne Twister.  Returns the seed.
    """
    row = session_row(work.connection, session)
    entries = entry_rows(work.connection, session)
    if row.seed is not None:
        raise RuleBroken("order_is_drawn", session=session)
    if any(entry.phase != "waiting" for entry in entries):
        raise RuleBroken("session_has_begun", session=session)
    chosen = int(work.new_id()[:8], 16) if seed is None else seed
    order = sorted(entry.id for entry in entries)
    random.Random(chosen).shuffle(order)
    _write_order(work, order)
    work.connection.execute(update(session_table).where(session_table.c.id == session).values(seed=chosen))
    work.record(OrderDrawn(session, chosen, order))
    return chosen


def _write_order(work: Work, order: Sequence[str]) -> None:
    for position, entry in enumerate(order, start=1):
        work.connection.execute(
            update(entry_table).where(entry_table.c.id == entry).values(position=position, drawn_position=position)
        )


def swap_order(work: Work, entry: str, other: str, reason: str) -> None:
    """Two entries of a session change places; the drawn order stays on record."""
    if not reason.strip():
        raise Invalid("reason_missing")
    first, second = entry_row(work.connection, entry), entry_row(work.connection, other)
    if first.session != second.session or entry == other:
        raise RuleBroken("not_in_one_session", entry=entry)
    for row in (first, second):
        if row.phase not in ("waiting", "postponed"):
            raise RuleBroken("already_presented", entry=row.id)
    for row, position in ((first, second.position), (second, first.position)):
        work.connection.execute(update(entry_table).where(entry_table.c.id == row.id).values(position=position))
    work.record(OrderSwapped(first.session, entry, other, reason.strip()))


def change_seat(work: Work, session: str, seat: int, judge: str, attendance: str, reason: str) -> None:
    """A seat changes hands, or a new one is added; it counts from the next entry called."""
    session_row(work.connection, session)
    judge_row(work.connection, judge)
    if not reason.strip():
        raise Invalid("reason_missing")
    if attendance not in ("onsite", "remote") or not 1 <= seat <= SEATS_AT_MOST:
        raise Invalid("no_such_seat")
    sitting = {row.number: row for row in seats(work.connection, session)}
    if any(row.judge == judge and row.number != seat for row in sitting.values()):
        raise RuleBroken("judge_sits_already", judge=judge)
    before = sitting.get(seat)
    _put_on_seat(work, session, seat, judge, attendance)
    work.record(SeatChanged(session, seat, before.judge if before else "", judge, reason.strip(), attendance))


def _put_on_seat(work: Work, session: str, seat: int, judge: str, attendance: str) -> None:
    here = (seat_table.c.session == session, seat_table.c.number == seat)
    changed = work.connection.execute(update(seat_table).where(*here).values(judge=judge, attendance=attendance))
    if changed.rowcount == 0:
        work.connection.execute(
            seat_table.insert().values(session=session, number=seat, judge=judge, role="judge", attendance=attendance)
        )
