"""The contest was brought back from a backup."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ContestRestored(Fact):
    """Two members of staff (ids) brought it back as it was at a fact of the chain; ``made_at`` in ms."""

    backup_seq: int
    backup_head: str
    made_at: int
    by: str
    witness: str
    reason: str
