"""The places that a paper ballot may be typed for, as the page of the staff shows them: never a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from live.words import say
from scoring.actions.paper import refusal_at
from scoring.errors import NotAllowed, NotKnown, Refusal
from scoring.facts import Actor
from scoring.rules.contest import Entry
from scoring.rules.paper import bar_to, waits_for
from scoring.rules.stage import takes_ballots
from scoring.store.reading.ballots import newest_versions
from scoring.store.reading.contest import contest_row, find_entry, latest_rubric, load_contest
from scoring.store.reading.day import entry_row, panel, session_rows
from scoring.store.reading.paper import overtaken_among, scans_of, turn_of, typed_rows, waiting_among
from scoring.store.reading.people import judge_rows, staff_names

Part = dict[str, Any]
Found = Any


@dataclass(frozen=True, slots=True)
class Marked:
    """An entry with all its paper, read at once: a list of all halls must not ask place by place."""

    about: Entry
    row: Found
    places: Sequence[Found]
    newest: dict[str, Found]  # by judge
    typed: Sequence[Found]
    scans: Sequence[Found]
    judges: dict[str, str]  # names
    staff: dict[str, str]


def _marked(connection: Connection, entry: str) -> Marked:
    row = entry_row(connection, entry)
    return Marked(
        about=find_entry(load_contest(connection), entry),
        row=row,
        places=panel(connection, entry),
        newest={one.judge: one for one in newest_versions(connection, entry)},
        typed=typed_rows(connection, entry),
        scans=scans_of(connection, entry),
        judges={one.id: one.name for one in judge_rows(connection)},
        staff={one.id: one.name for one in staff_names(connection)},
    )


def places(connection: Connection, actor: Actor) -> list[Part]:
    """Every place of the entries being marked now that waits for a ballot or has anything on paper."""
    found: list[Part] = []
    if contest_row(connection) is None:
        return found
    for session in session_rows(connection):
        current = session.current_entry
        if current is not None and takes_ballots(entry_row(connection, current).phase):
            marked = _marked(connection, current)
            found += [_part(marked, actor, place) for place in marked.places]
    return [part for part in found if part["state"] in ("expected", "returned") or part["paper"]]


def place_part(connection: Connection, actor: Actor, entry: str, judge: str) -> Part:
    """One place: whose, of what, what it waits for, whether this person may take the turn; raises NotKnown."""
    marked = _marked(connection, entry)
    place = next((one for one in marked.places if one.judge == judge), None)
    if place is None:
        raise NotKnown("not_in_panel", entry=entry, judge=judge)
    return _part(marked, actor, place)


def _part(marked: Marked, actor: Actor, place: Found) -> Part:
    about, newest = marked.about, marked.newest.get(place.judge)
    typed = [row for row in marked.typed if row.judge == place.judge]
    waiting = waiting_among(typed, 0 if newest is None else newest.version)
    scans = [_scan(row) for row in marked.scans if row.judge == place.judge]
    turns = [turn_of(row) for row in waiting]
    closed = refusal_at(marked.row.phase, place, overtaken=overtaken_among(typed, newest))
    barred = bar_to(turns, actor.id, actor.login)
    is_counted = place.state == "submitted" and newest is not None and newest.source == "paper"
    return {
        "entry": about.id, "circle": about.circle, "title": about.title, "unit": about.unit,
        "session": marked.row.session, "position": marked.row.position,
        "judge": place.judge, "name": marked.judges.get(place.judge, place.judge), "seat": place.seat,
        "state": place.state, "counted": is_counted, "paper": bool(waiting or scans or is_counted),
        "turns": [_turn(marked, actor, row) for row in waiting],
        "waiting_for": None if closed is not None else waits_for(turns),
        "refused": _said(closed or (NotAllowed(barred) if barred is not None else None)), "scans": scans,
    }  # fmt: skip


def _said(refusal: Refusal | None) -> Part | None:
    return None if refusal is None else {"code": refusal.code, **say(f"error.{refusal.code}", **refusal.params)}


def _turn(marked: Marked, actor: Actor, row: Found) -> Part:
    by = marked.staff.get(row.staff, row.staff)
    return {"turn": row.turn, "by": by, "at": row.typed_at, "mine": row.staff == actor.id}


def _scan(row: Found) -> Part:
    return {"id": row.id, "name": row.name, "media": row.media, "size": row.size, "at": row.attached_at}


def scans_part(connection: Connection, entry: str, judge: str) -> list[Part]:
    """What is attached to a place, oldest first."""
    return [_scan(row) for row in scans_of(connection, entry, judge)]


def rubric_part(connection: Connection, entry: str) -> Part:
    """What is to be typed: the criteria in their order, maxima and step in hundredths."""
    contest = load_contest(connection)
    rubric = latest_rubric(connection, find_entry(contest, entry).kind)
    return {
        "version": rubric.version,
        "step": contest.card.step,
        "criteria": [
            {"number": c.number, "name": c.name, "maximum": c.maximum, "factor": str(c.factor)} for c in rubric.criteria
        ],
    }
