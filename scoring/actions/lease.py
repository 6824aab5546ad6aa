"""One judge, one device: whoever was taken over writes no more, also where the request was under way by then."""

from __future__ import annotations

from typing import Any

from scoring.errors import NotAllowed
from scoring.store.reading.people import login_row
from scoring.store.work import Work

TAKEN_OVER = "taken_over"


def taken_over(work: Work) -> Any | None:
    """The acting judge's login, where another device has taken it over; else None."""
    held = login_row(work.connection, work.actor.login) if work.actor.kind == "judge" else None
    return held if held is not None and held.ended_why == TAKEN_OVER else None


def check_lease(work: Work) -> None:
    """Raises NotAllowed for a judge whose login has ended: asked inside the transaction, not before it."""
    held = login_row(work.connection, work.actor.login) if work.actor.kind == "judge" else None
    if held is not None and held.ended_at is not None:
        raise ended_refusal(held)


def ended_refusal(held: Any) -> NotAllowed:
    """What a device is told whose login has ended."""
    if held.ended_why == TAKEN_OVER:
        return NotAllowed("login_taken_over", at=int(held.ended_at))
    return NotAllowed("login_ended")
