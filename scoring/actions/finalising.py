"""Making a pool final, once its recount agrees; and ending a final that a correction moves."""

from __future__ import annotations

from scoring.actions.asked import Asked
from scoring.rules.change import Finalising, FinalLift
from scoring.store.work import Work


def finalise(work: Work, change: Finalising, asked: Asked) -> None:
    raise NotImplementedError


def lift_final(work: Work, change: FinalLift, asked: Asked) -> None:
    raise NotImplementedError


def end_moved_finals(work: Work, asked: Asked) -> None:
    """End every final whose results are others now."""
    raise NotImplementedError
