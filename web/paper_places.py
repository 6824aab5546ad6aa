"""The places that a paper ballot may be typed for, as the page of the staff shows them: never a mark."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from live.words import say
from scoring.actions.paper import place_refusal, turn_refusal
from scoring.errors import Refusal
from scoring.facts import Actor
from scoring.rules.paper import waits_for
from scoring.rules.stage import takes_ballots
from scoring.store.reading.ballots import latest_ballot
from scoring.store.reading.contest import contest_row, find_entry, latest_rubric, load_contest
from scoring.store.reading.day import entry_row, judge_row, panel, place_of, session_rows
from scoring.store.reading.paper import scans_of, turn_of, waiting_rows
from scoring.store.reading.people import staff_row

Part = dict[str, Any]


def said(refusal: Refusal | None) -> Part | None:
    """A refusal in words, None for none."""
    return None if refusal is None else {"code": refusal.code, **say(f"error.{refusal.code}", **refusal.params)}


def places(connection: Connection, actor: Actor) -> list[Part]:
    """Every place of the entries being marked now that waits for a ballot or has anything on paper."""
    found: list[Part] = []
    if contest_row(connection) is None:
        return found
    for session in session_rows(connection):
        current = session.current_entry
        if current is not None and takes_ballots(entry_row(connection, current).phase):
            found += [place_part(connection, actor, current, row.judge) for row in panel(connection, current)]
    return [part for part in found if part["state"] in ("expected", "returned") or part["paper"]]


def place_part(connection: Connection, actor: Actor, entry: str, judge: str) -> Part:
    """One place: whose, of what, what it waits for, and whether this person may take the turn."""
    contest, row = load_contest(connection), entry_row(connection, entry)
    refusal = turn_refusal(connection, actor, entry, judge)
    place: Any = place_of(connection, entry, judge)
    if place is None and refusal is not None:
        raise refusal
    about = find_entry(contest, entry)
    rows, newest = waiting_rows(connection, entry, judge), latest_ballot(connection, entry, judge)
    scans = scans_part(connection, entry, judge)
    is_counted = place.state == "submitted" and newest is not None and newest.source == "paper"
    return {
        "entry": entry, "circle": about.circle, "title": about.title, "unit": about.unit, "session": row.session,
        "position": row.position, "judge": judge, "name": judge_row(connection, judge).name, "seat": place.seat,
        "state": place.state, "counted": is_counted, "paper": bool(rows or scans or is_counted),
        "turns": [_turn(connection, actor, one) for one in rows],
        "waiting_for": _waiting_for(connection, entry, judge, rows), "refused": said(refusal), "scans": scans,
    }  # fmt: skip


def _waiting_for(connection: Connection, entry: str, judge: str, rows: list[Any]) -> str | None:
    if place_refusal(connection, entry, judge) is not None:
        return None
    return waits_for([turn_of(one) for one in rows])


def _turn(connection: Connection, actor: Actor, row: Any) -> Part:
    typist = staff_row(connection, row.staff)
    by = typist.name if typist is not None else row.staff
    return {"turn": row.turn, "by": by, "at": row.typed_at, "mine": row.staff == actor.id}


def scans_part(connection: Connection, entry: str, judge: str) -> list[Part]:
    """What is attached to a place, oldest first."""
    return [
        {"id": row.id, "name": row.name, "media": row.media, "size": row.size, "at": row.attached_at}
        for row in scans_of(connection, entry, judge)
    ]


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
