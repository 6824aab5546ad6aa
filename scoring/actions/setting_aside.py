"""Ballots set aside: kept beside what comes, counted no more, and the judges are asked again."""

from __future__ import annotations

from sqlalchemy import delete, update

from scoring.actions.public_corrections import take_off
from scoring.actions.running import leave_stage
from scoring.actions.typed_turns import drop_waiting
from scoring.facts import BallotsSetAside, PhaseChanged
from scoring.rules.stage import next_phase
from scoring.store.reading.ballots import newest_versions
from scoring.store.reading.day import Found, entry_row, panel
from scoring.store.tables import draft, panel_place
from scoring.store.tables import entry as entry_table
from scoring.store.work import Work


def set_ballots_aside(work: Work, row: Found, why: str, reason: str) -> bool:
    """Return every place that had submitted; no ballot given so far ever counts again. Whether anybody is asked."""
    newest = newest_versions(work.connection, row.id)
    asked = [place for place in panel(work.connection, row.id) if place.state == "submitted"]
    for given in newest:
        here = (panel_place.c.entry == row.id, panel_place.c.judge == given.judge)
        work.connection.execute(update(panel_place).where(*here).values(returned_version=given.version))
        work.connection.execute(
            update(panel_place)
            .where(*here, panel_place.c.state == "submitted")
            .values(state="returned", reason=reason, changed_at=work.now)
        )
    if newest:
        work.record(BallotsSetAside(row.session, row.id, [given.id for given in newest], why, reason))
    return bool(asked)


def mark_anew(work: Work, entry: str, why: str, reason: str) -> None:
    """Everything marked so far belongs to another rubric: ballots aside, drafts and typings gone, off the boards."""
    row = entry_row(work.connection, entry)
    for place in panel(work.connection, entry):
        drop_waiting(work, entry, place.judge, reason)
    work.connection.execute(delete(draft).where(draft.c.entry == entry))
    if not set_ballots_aside(work, row, why, reason):
        return
    after = next_phase("set-aside", row.phase)
    if after is not None:
        work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(phase=after))
        work.record(PhaseChanged(row.session, entry, "set-aside", row.phase, after, reason))
        leave_stage(work, row.session, entry)  # its turn is over: the hall goes on, the tablets ask by themselves
    if row.reveal_step:
        take_off(work, entry)
