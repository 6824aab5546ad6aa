"""One judge, one device: whoever was taken over writes no more, also where the request was under way by then."""

from __future__ import annotations

from typing import Any

from scoring.errors import NotAllowed
from scoring.store.reading.people import login_row
from scoring.store.work import Work

TAKEN_OVER = "taken_over"


def was_taken_over(work: Work) -> bool:
    """Whether another device has taken over from the acting judge's; raises NotAllowed where its login ended else."""
    held = login_row(work.connection, work.actor.login) if work.actor.kind == "judge" else None
    if held is None or held.ended_at is None:
        return False
    if held.ended_why == TAKEN_OVER:
        return True
    raise ended_refusal(held)


def check_lease(work: Work) -> None:
    """Raises NotAllowed for a judge whose login has ended: asked inside the transaction, not before it."""
    if was_taken_over(work):
        raise ended_refusal(login_row(work.connection, work.actor.login))


def ended_refusal(held: Any) -> NotAllowed:
    """What a device is told whose login has ended."""
    if held.ended_why == TAKEN_OVER:
        return NotAllowed("login_taken_over", at=int(held.ended_at))
    return NotAllowed("login_ended")
