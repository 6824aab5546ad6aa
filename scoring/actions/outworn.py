"""Logins of staff that nobody uses any more, or that are too old, end by themselves; a judge's and a display's never.

A judge waits for hours between two calls, and a card ends with the contest; a desk that was left open in an empty
office is a door.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert

from scoring.actions.people import end_row
from scoring.errors import NotKnown
from scoring.store.reading.people import open_logins
from scoring.store.tables import login_used
from scoring.store.work import Work

HOUR = 3_600_000  # ms
UNUSED = 12 * HOUR  # longer than a contest's day, shorter than the night until somebody else sits there
OLDEST = 14 * 24 * HOUR  # the contest's days and the evenings before; the cookie is as old then


def outworn(opened_at: int, used_at: int, now: int) -> str | None:
    """Why a login of staff is over by itself: "idle" or "too_old"; None while it is not.  All in ms since 1970."""
    if now - opened_at > OLDEST:
        return "too_old"
    return "idle" if now - max(opened_at, used_at) > UNUSED else None


def note_used(work: Work, used: Mapping[str, int]) -> None:
    """Keep when each open login was used last (ms), and forget the others; no fact: it is no act of anybody."""
    work.connection.execute(delete(login_used))
    if used:
        rows = [{"login": login_id, "at": at} for login_id, at in used.items()]
        work.connection.execute(insert(login_used), rows)


def end_own_login(work: Work, login_id: str) -> None:
    """End one of the acting person's own logins; raises NotKnown for anybody else's."""
    for row in open_logins(work.connection, "staff", work.actor.id):
        if row.id == login_id:
            end_row(work, row.id, "staff", row.owner, "ended_by_owner")
            return
    raise NotKnown("no_login")


def end_other_logins(work: Work) -> int:
    """End all of the acting person's logins but the one that asks; how many."""
    others = [row for row in open_logins(work.connection, "staff", work.actor.id) if row.id != work.actor.login]
    for row in others:
        end_row(work, row.id, "staff", row.owner, "ended_by_owner")
    return len(others)
