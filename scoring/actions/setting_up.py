"""Making and changing the set-up: one way in for the workbook, the desk's grid and the command line."""

from __future__ import annotations

from typing import Any

from scoring.actions.people import add_staff
from scoring.actions.public_rows import refresh_standings
from scoring.actions.set_up_refusals import final_refusals, lasting_refusals, published_refusals
from scoring.actions.set_up_writing import Why, write_set_up
from scoring.errors import Conflict, Refusal, RuleBroken
from scoring.rules.contest import Contest, Entry
from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.day import entry_row
from scoring.store.reading.names import set_up_mark
from scoring.store.reading.people import staff_rows
from scoring.store.work import Work

# two who score: with the secretariat they are the three that a paper ballot may need
FIRST_STAFF = (
    ("秘书处", "secretariat"),
    ("主持人", "host"),
    ("计时员", "timekeeper"),
    ("记分员", "scorer"),
    ("复核员", "scorer"),
)
FREE_TO_CHANGE = ("title", "circle", "leader", "members", "recommender", "attendance")
FREE_ONCE_PUBLISHED = ("leader", "members")  # people's names; what the public has read changes by a correction


def refusals(connection: Any, old: Contest | None, new: Contest) -> list[Refusal]:
    """Every change that may be made by a correction only, or not at all, by name; empty where all may."""
    if old is None:
        return []
    found: list[Refusal] = []
    row = contest_row(connection)
    if row is not None and row.frozen_at is not None:
        if old.card != new.card:
            found.append(RuleBroken("rule_card_fixed"))
        found += [RuleBroken("rubric_fixed", kind=r.kind) for r in old.rubrics if r not in new.rubrics]
    found += final_refusals(connection, old, new)
    kept = {value.id: value for value in new.entries}
    for before in old.entries:
        found += _begun_refusals(connection, before, kept.get(before.id))
    return [*found, *lasting_refusals(connection, old, new), *published_refusals(connection, old, new)]


def _begun_refusals(connection: Any, before: Entry, after: Entry | None) -> list[Refusal]:
    phase = "waiting" if after is None else entry_row(connection, before.id).phase
    if phase == "waiting":
        return []
    changed = {name for name in Entry.__slots__ if getattr(before, name) != getattr(after, name)}
    if changed - set(FREE_TO_CHANGE):
        return [RuleBroken("entry_has_begun", entry=before.id)]
    if phase == "published" and changed - set(FREE_ONCE_PUBLISHED):
        return [RuleBroken("entry_published", entry=before.id)]
    return []


def apply_set_up(work: Work, contest: Contest, sample: bool = False, expected: str | None = None) -> str:
    """Make ``contest`` the set-up; the rest of the day stays. Returns what it is known by (`set_up_mark`).

    ``expected`` is the mark of the set-up that the preview was made against: another one now raises
    Conflict.  Raises the first of :func:`refusals`.
    """
    row = contest_row(work.connection)
    old = load_contest(work.connection) if row is not None else None
    if old is not None and expected is not None and set_up_mark(work.connection) != expected:
        raise Conflict("set_up_changed")
    for refusal in refusals(work.connection, old, contest):
        raise refusal
    written = write_set_up(work, old, contest, Why(), sample)
    refresh_standings(work.connection, written)
    if not staff_rows(work.connection):
        for name, role in FIRST_STAFF:
            add_staff(work, name, role)
    return set_up_mark(work.connection)
