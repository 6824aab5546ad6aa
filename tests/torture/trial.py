"""What `make torture` and the short forms in `make test` know of a trial.

A trial is a number of cases; each is seeded by its number alone, so that any one can be run again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one case: what was counted, what should not have been, and how long it took."""

    number: int
    counts: dict[str, float]
    anomalies: tuple[str, ...]
    seconds: float


class Trial(Protocol):
    """One of T1 … T20.  Each module t??_*.py holds one as ``TRIAL``.

    ``parallel`` says whether several processes may run different cases at once; where it is missing
    they may not.  ``not_shown`` (where it is there) names what this machine does not let it show.
    """

    code: str
    title: str
    goal: str
    full: int
    short: int

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        """Run the cases of these numbers, one after the other, with ``folder`` for what they leave."""
        ...

    def held(self, cases: Sequence[Case]) -> bool:
        """Whether the goal is met by these cases."""
        ...

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        """What stands in the table, by its name."""
        ...
