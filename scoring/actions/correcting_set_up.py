"""Correcting the set-up: any of it, also what has begun; what was marked on another rubric is marked anew."""

from __future__ import annotations

import json

from sqlalchemy import select, update

from scoring.actions.asked import Asked
from scoring.actions.rubric_versions import marked_otherwise
from scoring.actions.running import leave_stage
from scoring.actions.set_up_refusals import correction_refusals
from scoring.actions.set_up_writing import Why, write_set_up
from scoring.actions.setting_aside import mark_anew
from scoring.errors import Conflict
from scoring.facts import SeatStateChanged
from scoring.rules.change import SetUpChange
from scoring.rules.contest import Contest, Entry
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import entry_row, panel
from scoring.store.reading.names import set_up_mark
from scoring.store.tables import judge as judge_table
from scoring.store.tables import panel_place, revealed
from scoring.store.work import Work

OWN_UNIT = "回避单位"


def change_set_up(work: Work, change: SetUpChange, asked: Asked) -> None:
    """Make another set-up the one that holds; the earlier version stays beside it.

    Raises Conflict where the set-up is another than the one that it was to change, and the first of
    `correction_refusals`.
    """
    old = load_contest(work.connection)
    if set_up_mark(work.connection) != change.expected:
        raise Conflict("set_up_changed")
    for refusal in correction_refusals(work.connection, old, change.contest):
        raise refusal
    new = write_set_up(work, old, change.contest, Why(asked.reason, asked.id or None, asked.by))
    known = {entry.id: entry for entry in old.entries}
    for entry in new.entries:
        if entry.id in known and known[entry.id].session != entry.session:
            _follow_session(work, known[entry.id], entry)
    _ask_judges_again(work, old, new, asked.reason)
    for entry in new.entries:
        if entry.id in known and known[entry.id].unit != entry.unit:
            _recuse_own(work, entry)


def _follow_session(work: Work, before: Entry, after: Entry) -> None:
    leave_stage(work, before.session, after.id)
    work.connection.execute(update(revealed).where(revealed.c.entry == after.id).values(session=after.session))


def _ask_judges_again(work: Work, old: Contest, new: Contest, reason: str) -> None:
    kinds, known = marked_otherwise(old, new), {entry.id: entry for entry in old.entries}
    for entry in new.entries:
        if entry.id not in known:
            continue
        if known[entry.id].kind != entry.kind:
            mark_anew(work, entry.id, "kind", reason)
        elif entry.kind in kinds:
            mark_anew(work, entry.id, "rubric", reason)


def _recuse_own(work: Work, entry: Entry) -> None:
    """Whoever is to be recused from the unit that it is now: as the call would have done, ballot or not.

    A recusal from the unit that it was before stays: only a person can take a recusal back.
    """
    row = entry_row(work.connection, entry.id)
    for place in panel(work.connection, entry.id):
        units = select(judge_table.c.recused_units).where(judge_table.c.id == place.judge)
        if place.state == "recused" or entry.unit not in json.loads(work.connection.execute(units).scalar_one()):
            continue
        here = (panel_place.c.entry == entry.id, panel_place.c.judge == place.judge)
        work.connection.execute(
            update(panel_place).where(*here).values(state="recused", reason=OWN_UNIT, changed_at=work.now)
        )
        work.record(SeatStateChanged(row.session, entry.id, place.judge, place.seat, place.state, "recused", OWN_UNIT))
