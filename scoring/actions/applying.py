"""What each kind of change does: one function a kind, and what follows from any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scoring.actions import asides, correcting, deciding, finalising, public_corrections, ruling
from scoring.actions.asked import Asked
from scoring.rules.change import Change, kind_of
from scoring.store.reading.ground import standing_ground
from scoring.store.work import Work

__all__ = ["Asked", "make"]

DOES: dict[str, Callable[[Work, Any, Asked], None]] = {
    "set-up": correcting.change_set_up,
    "overtime": correcting.change_overtime,
    "ballot": correcting.change_ballot,
    "accept-aside": asides.accept_aside,
    "reopen": correcting.reopen_published,
    "withdraw": ruling.withdraw_published,
    "disqualify": ruling.disqualify,
    "reinstate": ruling.reinstate,
    "resolve-incomplete": ruling.resolve_incomplete,
    "decline": ruling.decline,
    "lift-ruling": ruling.lift_ruling,
    "decide-tie": deciding.decide_tie,
    "lift-decision": deciding.lift_decision,
    "finalise": finalising.finalise,
    "lift-final": finalising.lift_final,
}


def make(work: Work, change: Change, asked: Asked) -> None:
    """Make the change, then what follows from it: scores fixed anew, finals ended, the public told.

    Raises the refusal of the kind's own function; nothing is kept then.
    """
    shown = public_corrections.public_now(work.connection)
    DOES[kind_of(change)](work, change, asked)
    ground = standing_ground(work.connection)  # nothing that follows moves what scores rest on
    correcting.fix_scores_anew(work, ground)
    finalising.end_moved_finals(work, asked)
    public_corrections.correct_public(work, shown, ground)
