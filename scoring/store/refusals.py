"""Refusals in the ledger: each is told there, but nobody fills the disk by being refused."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from scoring.facts import Refused

if TYPE_CHECKING:
    from scoring.store.work import Work

MOST = 600  # of one person: some 15 MB of ledger an hour at worst
WITHIN = 60_000  # ms; no hand is refused so often in a minute


class Refusals:
    """Remembers by person when the last ones were told; of the one writer's thread alone."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, str], deque[int]] = {}

    def record(self, work: Work, action: str, code: str, about: str) -> None:
        """Write one into the ledger, unless this person was refused ``MOST`` times within the last minute already."""
        if work.actor.kind in ("judge", "staff"):
            times = self._told.setdefault((work.actor.kind, work.actor.id), deque(maxlen=MOST))
            if len(times) == MOST and 0 <= work.now - times[0] < WITHIN:
                return
            times.append(work.now)
        work.record(Refused(action, code, about))
