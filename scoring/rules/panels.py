"""Panels of entries side by side: what was given, in arrays, and what becomes of each ballot."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from scoring.rules.ballot import Ballot, ballot_total, whole_factors
from scoring.rules.rubric import Rubric
from scoring.rules.trimming import Integers, Kind, kind_for, struck_flags, weighted_totals

Struck = Literal["high", "low"]
NAMES: tuple[Struck | None, ...] = (None, "high", "low")  # of trimming's flags


@dataclass(frozen=True, slots=True)
class SeatScore:
    """One counted ballot: its total in points, and how it was struck.

    `dropped` speaks of the total; where criteria are trimmed one by one it stays None and
    `struck` says it for each criterion.
    """

    judge: str
    seat: int
    total: Fraction
    dropped: Struck | None
    struck: tuple[Struck | None, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """All that an entry's score follows from: valid ballots (no recused, no missing ones), the document in points.

    `document_only` is the chief judges' word that the document score alone is the final one: the ballots are
    counted but nothing follows from them.
    """

    rubric: Rubric
    ballots: Sequence[Ballot]
    document: Fraction | None = None
    overtime_seconds: int = 0
    document_only: bool = False


@dataclass(frozen=True, slots=True)
class Panels:
    """The ballots of entries that share a rubric and have equally many.

    Ballots in seat order: marks (judges, criteria, entries), totals (judges, entries) in 1/scale points.

    `kind` holds any sum of either over the judges.
    """

    ballots: list[list[Ballot]]
    marks: Integers
    totals: Integers
    scale: int
    kind: Kind

    @staticmethod
    def of(entries: Sequence[Marked]) -> "Panels":
        ballots = [sorted(entry.ballots, key=lambda ballot: ballot.seat) for entry in entries]
        weights, common = whole_factors(entries[0].rubric)
        largest = max(abs(mark) for panel in ballots for ballot in panel for mark in ballot.marks)
        total = largest * (sum(map(abs, weights)) + 1) + max(map(abs, weights))
        rows = [[ballot.marks for ballot in panel] for panel in ballots]
        marks = np.array(rows, dtype=kind_for(largest)).transpose(1, 2, 0)
        totals = weighted_totals(marks, weights, kind_for(total))
        return Panels(ballots, marks, totals, common * 100, kind_for(total * len(ballots[0])))

    @property
    def size(self) -> int:
        return len(self.ballots[0])

    def seats(self, high: int, low: int, *, by_criterion: bool) -> list[tuple[SeatScore, ...]]:
        """By entry what became of each ballot, by its total or criterion by criterion."""
        none: tuple[Struck | None, ...] = (None,) * self.marks.shape[1]
        flags = struck_flags(self.marks if by_criterion else self.totals, high, low).T.tolist()
        totals = self.totals.T.tolist()
        return [
            tuple(
                SeatScore(
                    ballot.judge,
                    ballot.seat,
                    Fraction(totals[at][seat], self.scale),
                    None if by_criterion else NAMES[flags[at][seat]],
                    tuple(NAMES[of[seat]] for of in flags[at]) if by_criterion else none,
                )
                for seat, ballot in enumerate(panel)
            )
            for at, panel in enumerate(self.ballots)
        ]


def check(entry: Marked) -> None:
    """Raises ValueError for a seat given twice or for a ballot that does not fit the rubric."""
    width = len(entry.rubric.criteria)
    if len({ballot.seat for ballot in entry.ballots}) != len(entry.ballots):
        raise ValueError("a seat has two ballots")
    if any(len(ballot.marks) != width for ballot in entry.ballots):
        raise ValueError("a ballot does not fit the rubric")


def seats_alone(entry: Marked) -> tuple[SeatScore, ...]:
    """The ballots of an entry that has no score of them."""
    none: tuple[Struck | None, ...] = (None,) * len(entry.rubric.criteria)
    rising = sorted(entry.ballots, key=lambda ballot: ballot.seat)
    return tuple(SeatScore(one.judge, one.seat, ballot_total(entry.rubric, one.marks), None, none) for one in rising)


def strike(values: Integers, high: int, low: int) -> list[Struck | None]:
    """Which of the values (in seat order) are struck: of equal extremes the lowest seat."""
    return [NAMES[flag] for flag in struck_flags(values, high, low)]
