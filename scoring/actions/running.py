"""What the desk does with an entry on its way across the stage."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, insert, update

from scoring.actions.publishing import refresh_after_withdrawal
from scoring.errors import Invalid, RuleBroken
from scoring.facts import OvertimeSet, PanelSeated, PhaseChanged, SceneShown, SeatStateChanged, StartSet
from scoring.rules.stage import next_phase
from scoring.store.reading.ballots import is_set_aside, latest_ballot
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.day import blockers, entry_row, judge_row, panel, seats, session_row
from scoring.store.tables import entry as entry_table
from scoring.store.tables import panel_place
from scoring.store.tables import session as session_table
from scoring.store.work import Work

SCENES = ("idle", "stage", "reveal", "standings", "ceremony")
LONGEST_OVERTIME = 24 * 3600  # s; more is a slip of the finger


def _move(work: Work, command: str, entry: str, reason: str = "", **columns: Any) -> Any:
    """One step through an entry's life; the row as it was. Raises RuleBroken where it may not."""
    row = entry_row(work.connection, entry)
    after = next_phase(command, row.phase)
    if after is None:
        raise RuleBroken("not_now", command=command, entry=entry, phase=row.phase)
    work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(phase=after, **columns))
    work.record(PhaseChanged(row.session, entry, command, row.phase, after, reason))
    return row


def _set_scene(work: Work, session: str, scene: str, left: str = "") -> None:
    work.connection.execute(
        update(session_table)
        .where(session_table.c.id == session)
        .values(scene=scene, scene_pool=None, scene_entry=None, page=1)
    )
    work.record(SceneShown(session, scene, None, None, 1, left))


def call(work: Work, entry: str) -> None:
    """Call an entry to the stage; its panel is the seats as they are now."""
    row = entry_row(work.connection, entry)
    session = session_row(work.connection, row.session)
    if session.state != "open":
        raise RuleBroken("session_not_open", session=row.session)
    current = session.current_entry
    if current is not None and entry_row(work.connection, current).phase in (
        "called",
        "presenting",
        "questioning",
        "scoring",
    ):
        raise RuleBroken("another_on_stage", entry=current)
    cleared = {"presenting_from": None, "presenting_until": None, "questions_from": None, "scoring_from": None}
    _move(work, "call", entry, "", **cleared)
    if row.overtime is not None:
        _store_overtime(work, row, None, None, "")
    work.connection.execute(update(session_table).where(session_table.c.id == row.session).values(current_entry=entry))
    _seat_panel(work, row.session, entry)
    _set_scene(work, row.session, "stage")


def _seat_panel(work: Work, session: str, entry: str) -> None:
    """The panel is fixed at the call: a seat that changes hands later counts from the next entry."""
    known = {place.judge: place for place in panel(work.connection, entry)}
    unit = find_entry(load_contest(work.connection), entry).unit
    sitting = seats(work.connection, session)
    if not sitting:
        raise RuleBroken("no_judges", session=session)
    work.connection.execute(delete(panel_place).where(panel_place.c.entry == entry))
    places: list[list[str | int]] = []
    for seat in sitting:
        before = known.get(seat.judge)
        state, reason = _at_call(work, entry, seat.judge, before, unit in _recused_units(seat))
        was = "expected" if before is None else before.state
        work.connection.execute(
            insert(panel_place).values(
                entry=entry, judge=seat.judge, seat=seat.number, role=seat.role, attendance=seat.attendance,
                state=state, reason=reason, changed_at=work.now,
                returned_version=None if before is None else before.returned_version,
            )
        )  # fmt: skip
        if state != was:
            work.record(SeatStateChanged(session, entry, seat.judge, seat.number, was, state, reason))
        places.append([seat.judge, seat.number, seat.role, seat.attendance, state])
    work.record(PanelSeated(session, entry, places))


def _at_call(work: Work, entry: str, judge: str, before: Any, own_unit: bool) -> tuple[str, str]:
    """A place's state and reason when its entry is called: as it was, but who was missing is waited for again.

    Who comes back to the panel after a ballot of theirs was set aside gives another.
    """
    given = latest_ballot(work.connection, entry, judge)
    if before is None and own_unit:
        return "recused", "回避单位"
    if before is None:
        aside = given is not None and is_set_aside(work.connection, given)
        return ("returned" if aside else "expected"), ""
    if before.state != "missing":
        return before.state, before.reason
    return ("expected" if given is None else "returned"), ""


def _recused_units(seat: Any) -> list[str]:
    return [str(unit) for unit in json.loads(seat.recused_units)]


def start_presenting(work: Work, entry: str) -> None:
    """The presentation begins: the deadline follows from this moment."""
    _move(work, "start-presenting", entry, "", presenting_from=work.now)


def set_start(work: Work, entry: str, started_at: int) -> None:
    """Set the start of the running presentation back (or forth, never into the future)."""
    row = entry_row(work.connection, entry)
    if row.phase != "presenting":
        raise RuleBroken("not_now", command="set-start", entry=entry, phase=row.phase)
    if not work.now - LONGEST_OVERTIME * 1000 <= started_at <= work.now:
        raise Invalid("start_out_of_range")
    work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(presenting_from=started_at))
    work.record(StartSet(row.session, entry, row.presenting_from, started_at))


def end_presenting(work: Work, entry: str) -> None:
    """The presentation ends: whole seconds over the limit are kept, rounded down; questions begin."""
    row = _move(work, "end-presenting", entry, "", presenting_until=work.now, questions_from=work.now)
    limit = load_contest(work.connection).card.presentation_seconds
    over = max(0, (work.now - row.presenting_from) // 1000 - limit)
    if row.overtime_source != "typed":
        _store_overtime(work, row, over, "timer", "")


def end_questions(work: Work, entry: str) -> None:
    """Questions end; what is missing now is marks."""
    _move(work, "end-questions", entry, "", scoring_from=work.now)


def set_overtime(work: Work, entry: str, seconds: int, reason: str) -> None:
    """Type the stopwatch's value: whole seconds over the limit, 0 for none."""
    row = entry_row(work.connection, entry)
    if row.phase not in ("called", "presenting", "questioning", "scoring", "complete"):
        raise RuleBroken("not_now", command="set-overtime", entry=entry, phase=row.phase)
    if not 0 <= seconds <= LONGEST_OVERTIME:
        raise Invalid("seconds_out_of_range")
    if not reason.strip():
        raise Invalid("reason_missing")
    _store_overtime(work, row, seconds, "typed", reason.strip())


def _store_overtime(work: Work, row: Any, seconds: int | None, source: str | None, reason: str) -> None:
    """None for both: the time of a first try does not count in the second."""
    work.connection.execute(
        update(entry_table).where(entry_table.c.id == row.id).values(overtime=seconds, overtime_source=source)
    )
    work.record(OvertimeSet(row.session, row.id, row.overtime, seconds or 0, source or "call", reason))


def close_entry(work: Work, entry: str) -> None:
    """No more ballots; refused while a seat has neither submitted nor is recused or missing."""
    for blocker in blockers(work.connection, entry)[:1]:
        who = judge_row(work.connection, str(blocker.judge)).name
        raise RuleBroken("seat_not_settled", entry=entry, seat=blocker.seat or 0, name=who)
    _move(work, "close-entry", entry)


def reopen_entry(work: Work, entry: str, reason: str) -> None:
    """Open a closed entry for ballots again, before its score is published."""
    if not reason.strip():
        raise Invalid("reason_missing")
    _move(work, "reopen-entry", entry, reason.strip())


def postpone(work: Work, entry: str, reason: str) -> None:
    """The entry leaves the stage and may be called again; ballots already given are kept."""
    if not reason.strip():
        raise Invalid("reason_missing")
    row = _move(work, "postpone", entry, reason.strip())
    leave_stage(work, row.session, entry)


def withdraw(work: Work, entry: str, reason: str) -> None:
    """The circle withdraws: no rank, whatever ballots it has."""
    if not reason.strip():
        raise Invalid("reason_missing")
    before = entry_row(work.connection, entry).phase
    row = _move(work, "withdraw", entry, reason.strip(), phase_before=before)
    refresh_after_withdrawal(work, entry)
    leave_stage(work, row.session, entry)


def leave_stage(work: Work, session: str, entry: str) -> None:
    """Whoever was on stage is there no more; nothing where another is."""
    if session_row(work.connection, session).current_entry == entry:
        work.connection.execute(update(session_table).where(session_table.c.id == session).values(current_entry=None))
        _set_scene(work, session, "idle", left=entry)


def show_scene(
    work: Work, session: str, scene: str, pool: str | None = None, entry: str | None = None, page: int = 1
) -> None:
    """What this session's boards show; a scene shows only what has been revealed anyway."""
    session_row(work.connection, session)
    if scene not in SCENES or page < 1:
        raise Invalid("no_such_scene")
    work.connection.execute(
        update(session_table)
        .where(session_table.c.id == session)
        .values(scene=scene, scene_pool=pool, scene_entry=entry, page=page)
    )
    work.record(SceneShown(session, scene, pool, entry, page))
