"""One hall's seats as the desk sees them: paired, online, drafting, submitted – never a mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sized
from typing import Any

from sqlalchemy import Connection

from live.picture.brief import Part
from live.presence import Presence
from scoring.store.reading.asides import open_asides
from scoring.store.reading.ballots import drafts, latest_ballot
from scoring.store.reading.day import judge_row, panel, seats, session_row
from scoring.store.reading.paper import waiting_of
from scoring.store.reading.people import open_logins, took_over_at


def seats_part(connection: Connection, session: str, presence: Presence, now: int) -> list[Part]:
    """Every seat: those of the panel on stage as they were at the call, then those who joined since."""
    current = session_row(connection, session).current_entry
    sitting = {row.judge: row for row in seats(connection, session)}
    places = {place.judge: place for place in panel(connection, current)} if current is not None else {}
    drafted = drafts(connection, current) if current is not None else {}
    typed = waiting_of(connection, current) if current is not None else {}
    late = Counter(row.judge for row in open_asides(connection, current)) if current is not None else Counter()
    paired = {login.owner for login in open_logins(connection, "judge")}
    tiles = []
    for judge in dict.fromkeys([*sitting, *places]):
        place, row = places.get(judge), sitting.get(judge)
        newest = latest_ballot(connection, current, judge) if current is not None else None
        tiles.append(
            {
                **_who(connection, judge, place, row),
                **_progress(place, current, drafted.get(judge), newest),
                **_paper(place, newest, typed.get(judge, ())),
                "late": late[judge],
                "paired": judge in paired,
                "took_over_at": took_over_at(connection, judge) if judge in paired else None,
                **_line(presence, judge, now),
            }
        )
    return sorted(tiles, key=lambda tile: (tile["seat"], tile["judge"]))


def _who(connection: Connection, judge: str, place: Any, row: Any) -> Part:
    return {
        "seat": place.seat if place is not None else row.number,
        "judge": judge,
        "name": row.name if row is not None else judge_row(connection, judge).name,
        "role": place.role if place is not None else row.role,
        "attendance": place.attendance if place is not None else row.attendance,
    }


def _progress(place: Any, current: str | None, marks: list[int | None] | None, newest: Any) -> Part:
    state = "idle" if current is None else "not_in_panel" if place is None else place.state
    drafting = state in ("expected", "returned") and marks is not None
    return {
        "state": "drafting" if drafting and state == "expected" else state,
        "at": place.changed_at if place is not None else None,
        "reason": place.reason if place is not None else "",
        "done": sum(mark is not None for mark in marks) if drafting and marks else None,
        "of": len(marks) if drafting and marks else None,
        "version": newest.version if newest is not None else 0,
    }


def _paper(place: Any, newest: Any, typed: Sized) -> Part:
    """Whether the ballot came from paper, and how often one is typed in by now (two wait only while they differ)."""
    waits = place is not None and place.state in ("expected", "returned")
    return {
        "source": newest.source if newest is not None and not waits else None,
        "typed": len(typed) if waits else 0,
    }


def _line(presence: Presence, judge: str, now: int) -> Part:
    beat = presence.last(judge)
    return {
        "online": presence.online(judge, now),
        "last_contact": beat.at if beat is not None else None,
        "latency": beat.latency if beat is not None else None,
        "battery": beat.battery if beat is not None else None,
        "queue": beat.queue if beat is not None else None,
    }
