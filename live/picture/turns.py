"""An entry in its turn as the desk sees it: on the stage, or off it while ballots are still owed."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from sqlalchemy import Connection

from live.picture.acts import acts_of, blocker_parts
from live.picture.brief import Part, brief
from scoring.rules.contest import Contest
from scoring.rules.overtime import overtime_points
from scoring.rules.results import format_score
from scoring.store.reading.ballots import latest_ballot
from scoring.store.reading.contest import find_entry
from scoring.store.reading.day import Found, judge_row, panel

IN_TURN = ("called", "presenting", "questioning", "scoring", "complete")
SETTLED = ("submitted", "recused", "missing")


def turn_part(connection: Connection, contest: Contest, row: Found, of: int) -> Part:
    """How far the entry and its panel are, and what blocks; `of` entries are in its session. Never a mark."""
    places = panel(connection, row.id)
    seconds = row.overtime or 0
    deduction = Fraction(overtime_points(contest.card, seconds), 100)
    return {
        **brief(find_entry(contest, row.id), row, of),
        "phase": row.phase,
        "overtime": {
            "seconds": seconds,
            "source": row.overtime_source,
            "deduction": format_score(deduction, contest.card),
        },
        "panel": len(places),
        "settled": sum(place.state in SETTLED for place in places),
        "would_count": sum(place.state == "submitted" for place in places),
        "blockers": blocker_parts(connection, row),
    }


def also_part(connection: Connection, contest: Contest, current: str | None, rows: Iterable[Found]) -> list[Part]:
    """Entries in their turn while another is on stage: whose ballots were set aside or given back later."""
    known = list(rows)
    waiting = [row for row in known if row.phase in IN_TURN and row.id != current]
    return [_also(connection, contest, row, len(known)) for row in waiting]


def _also(connection: Connection, contest: Contest, row: Found, of: int) -> Part:
    part = turn_part(connection, contest, row, of)
    seats = [_seat(connection, row.id, place) for place in panel(connection, row.id)]
    return {**part, "seats": seats, "acts": acts_of(part, None, False)}


def _seat(connection: Connection, entry: str, place: Found) -> Part:
    newest = latest_ballot(connection, entry, place.judge)
    return {
        "seat": place.seat,
        "judge": place.judge,
        "name": judge_row(connection, place.judge).name,
        "state": place.state,
        "reason": place.reason,
        "version": 0 if newest is None else newest.version,
    }
