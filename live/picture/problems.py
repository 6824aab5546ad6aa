"""What somebody at the desk should look at, the most urgent first."""

from __future__ import annotations

from sqlalchemy import Connection

from live.picture.brief import Part
from live.presence import Presence
from live.words import say
from scoring.rules.contest import Contest
from scoring.store.reading.ballots import asides
from scoring.store.reading.day import entry_row, judge_row, panel, seats, session_row
from scoring.store.reading.paper import waiting_of
from scoring.store.reading.people import open_logins

LOW_BATTERY = 20  # percent
WAITED_FOR = ("presenting", "questioning", "scoring")
URGENCY = {"stop": 0, "wait": 1}


def problems_part(connection: Connection, contest: Contest, presence: Presence, now: int) -> list[Part]:
    """Tablets out of reach, late ballots, low batteries, unpaired seats."""
    found: list[Part] = []
    paired = {login.owner for login in open_logins(connection, "judge")}
    for session in contest.sessions:
        row = session_row(connection, session.id)
        if row.state != "open":
            continue
        waited_for = _waited_for(connection, row.current_entry)
        for seat in seats(connection, session.id):
            where = {"session": session.id, "seat": seat.number, "entry": row.current_entry}
            found += _seat_problems(seat, where, presence, now, seat.judge in paired, seat.judge in waited_for)
        found += _late(connection, session.id, row.current_entry)
        found += _typings_that_differ(connection, session.id, row.current_entry, waited_for)
    return sorted(found, key=lambda problem: URGENCY[problem["level"]])


def _waited_for(connection: Connection, current: str | None) -> set[str]:
    if current is None or entry_row(connection, current).phase not in WAITED_FOR:
        return set()
    return {place.judge for place in panel(connection, current) if place.state in ("expected", "returned")}


def _seat_problems(
    seat: object, where: Part, presence: Presence, now: int, is_paired: bool, is_waited_for: bool
) -> list[Part]:
    judge, name, number = str(getattr(seat, "judge")), str(getattr(seat, "name")), where["seat"]  # noqa: B009
    beat = presence.last(judge)
    if not is_paired:
        return [
            {"level": "wait", "code": "not_paired", **where, **say("acts.problem.not_paired", seat=number, name=name)}
        ]
    found = []
    if not presence.online(judge, now):
        level = "stop" if is_waited_for else "wait"
        found.append(
            {"level": level, "code": "offline", **where, **say("acts.problem.offline", seat=number, name=name)}
        )
    if beat is not None and beat.battery is not None and beat.battery <= LOW_BATTERY:
        words = say("acts.problem.battery", seat=number, name=name, battery=beat.battery)
        found.append({"level": "wait", "code": "battery", **where, **words})
    return found


def _typings_that_differ(connection: Connection, session: str, current: str | None, waited_for: set[str]) -> list[Part]:
    found: list[Part] = []
    typed = waiting_of(connection, current) if current is not None else {}
    for place in panel(connection, current) if current is not None and typed else ():
        if place.judge in waited_for and len(typed.get(place.judge, ())) > 1:
            name = judge_row(connection, place.judge).name
            words = say("acts.problem.paper_differs", seat=place.seat, name=name)
            where = {"session": session, "seat": place.seat, "entry": current}
            found.append({"level": "wait", "code": "paper_differs", **where, **words})
    return found


def _late(connection: Connection, session: str, current: str | None) -> list[Part]:
    found = []
    for row in asides(connection):
        entry = entry_row(connection, row.entry)
        if entry.session == session and (row.entry == current or entry.phase != "published"):
            words = say(f"acts.problem.{row.why}", entry=row.entry, judge=row.judge, receipt=row.receipt)
            found.append(
                {"level": "wait", "code": row.why, "session": session, "seat": None, "entry": row.entry, **words}
            )
    return found
