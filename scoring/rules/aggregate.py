"""From a panel's ballots to an entry's score: what is struck, the mean, the final score.

Marks lie in numpy integer arrays of shape (judges, criteria), in hundredths; the array
holds int64 where no sum can overflow and Python integers otherwise. Results are exact
fractions in points.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scoring.rules.ballot import Ballot
from scoring.rules.overtime import overtime_points
from scoring.rules.rounding import round_score
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard

Struck = Literal["high", "low"]
Integers = NDArray[Any]

_SAFE = 2**62


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
class EntryScore:
    """What the ballots of one entry come to; fractions are points, None where incomplete.

    `criteria` are trimmed mean marks, unrounded and without factor; `parts` is what is
    added up where criteria are trimmed one by one; `presentation` is after the deduction.
    """

    state: Literal["scored", "incomplete"]
    valid: int
    used: int
    seats: tuple[SeatScore, ...]
    deduction: Fraction
    document: Fraction | None
    criteria: tuple[Fraction, ...] = ()
    parts: tuple[Fraction, ...] = ()
    trimmed: Fraction | None = None
    presentation: Fraction | None = None
    final: Fraction | None = None
    core: Fraction | None = None
    second: Fraction | None = None
    untrimmed: Fraction | None = None
    median: Fraction | None = None
    chief: Fraction | None = None


def score_entry(
    card: RuleCard,
    rubric: Rubric,
    ballots: Sequence[Ballot],
    document: Fraction | None = None,
    overtime_seconds: int = 0,
    *,
    document_only: bool = False,
) -> EntryScore:
    """The score of an entry from its valid ballots (no recused, no missing ones).

    `document` is in points. Too few ballots, or no document score where it has weight,
    make the entry incomplete. `document_only` is the chief judges' word that the document
    score alone is the final one: the ballots are counted but nothing follows from them.
    Raises ValueError for a seat given twice or for a ballot that does not fit the rubric.
    """
    panel = _Panel.of(rubric, ballots)
    if document_only:
        return _by_document(panel, document)
    deduction = Fraction(overtime_points(card, overtime_seconds), 100)
    if panel.size < card.min_valid:
        seats = panel.seats([None] * panel.size, None)
        return EntryScore("incomplete", panel.size, 0, seats, deduction, document)
    return _scored(card, rubric, panel, deduction, document)


def _by_document(panel: "_Panel", document: Fraction | None) -> EntryScore:
    seats = panel.seats([None] * panel.size, None)
    state: Literal["scored", "incomplete"] = "incomplete" if document is None else "scored"
    return EntryScore(state, panel.size, 0, seats, Fraction(0), document, final=document)


def _scored(
    card: RuleCard, rubric: Rubric, panel: "_Panel", deduction: Fraction, document: Fraction | None
) -> EntryScore:
    high, low = drops(card, panel.size)
    struck = [strike(column, high, low) for column in panel.marks.T]
    by_total = strike(panel.totals, high, low)
    criteria = tuple(kept_mean(column, marks) / 100 for column, marks in zip(panel.marks.T, struck, strict=True))
    parts: tuple[Fraction, ...] = ()
    if card.drop_mode == "criterion":
        parts = _parts(card, rubric, criteria)
        trimmed = sum(parts, Fraction(0))
        seats = panel.seats([None] * panel.size, struck)
    else:
        trimmed = kept_mean(panel.totals, by_total) / panel.scale
        seats = panel.seats(by_total, None)
    presentation = max(Fraction(0), trimmed - deduction)
    final = _final(card, presentation, document)
    return EntryScore(
        state="incomplete" if final is None else "scored",
        valid=panel.size,
        used=panel.size - high - low,
        seats=seats,
        deduction=deduction,
        document=document,
        criteria=criteria,
        parts=parts,
        trimmed=trimmed,
        presentation=presentation,
        final=final,
        core=_of_role(criteria, rubric.index_of("core")),
        second=_of_role(criteria, rubric.index_of("second")),
        untrimmed=kept_mean(panel.totals, [None] * panel.size) / panel.scale,
        median=_median(panel.totals) / panel.scale,
        chief=panel.chief_total(),
    )


def drops(card: RuleCard, valid: int) -> tuple[int, int]:
    """How many of the highest and of the lowest are struck with so many valid ballots."""
    return (card.drop_high, card.drop_low) if valid >= card.drop_from else (0, 0)


def strike(values: Integers, high: int, low: int) -> list[Struck | None]:
    """Which of the values (in seat order) are struck: of equal extremes the lowest seat."""
    marks: list[Struck | None] = [None] * len(values)
    for index in np.argsort(-values, kind="stable")[:high]:
        marks[index] = "high"
    rising = [index for index in np.argsort(values, kind="stable") if marks[index] is None]
    for index in rising[:low]:
        marks[index] = "low"
    return marks


def kept_mean(values: Integers, struck: Sequence[Struck | None]) -> Fraction:
    """Exact mean of the values that are not struck, in the unit of the values."""
    kept = np.array([mark is None for mark in struck], dtype=bool)
    return Fraction(int(values[kept].sum()), int(kept.sum()))


def _median(values: Integers) -> Fraction:
    rising = np.sort(values)
    size = len(rising)
    return Fraction(int(rising[(size - 1) // 2]) + int(rising[size // 2]), 2)


def _parts(card: RuleCard, rubric: Rubric, criteria: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    exact = [c.factor * mean for c, mean in zip(rubric.criteria, criteria, strict=True)]
    if card.rounding_at == "criterion":
        return tuple(round_score(part, card) for part in exact)
    return tuple(exact)


def _final(card: RuleCard, presentation: Fraction, document: Fraction | None) -> Fraction | None:
    if card.document_weight == 0:
        return presentation * card.presentation_weight
    if document is None:
        return None
    return document * card.document_weight + presentation * card.presentation_weight


def _of_role(criteria: tuple[Fraction, ...], index: int | None) -> Fraction | None:
    return None if index is None else criteria[index]


@dataclass(frozen=True, slots=True)
class _Panel:
    """Ballots in seat order: marks (judges, criteria), totals (judges,) in 1/scale points."""

    ballots: tuple[Ballot, ...]
    marks: Integers
    totals: Integers
    scale: int

    @staticmethod
    def of(rubric: Rubric, ballots: Sequence[Ballot]) -> "_Panel":
        ordered = tuple(sorted(ballots, key=lambda ballot: ballot.seat))
        width = len(rubric.criteria)
        if len({ballot.seat for ballot in ordered}) != len(ordered):
            raise ValueError("a seat has two ballots")
        if any(len(ballot.marks) != width for ballot in ordered):
            raise ValueError("a ballot does not fit the rubric")
        common = lcm(*(c.factor.denominator for c in rubric.criteria))
        weights = [int(c.factor * common) for c in rubric.criteria]
        kind = _exact_kind(weights, ordered)
        rows = [ballot.marks for ballot in ordered]
        marks: Integers = np.array(rows, dtype=kind).reshape(len(ordered), width)
        totals = (marks * np.array(weights, dtype=kind)).sum(axis=1)
        return _Panel(ordered, marks, totals, common * 100)

    @property
    def size(self) -> int:
        return len(self.ballots)

    def seats(
        self, dropped: Sequence[Struck | None], struck: Sequence[Sequence[Struck | None]] | None
    ) -> tuple[SeatScore, ...]:
        none: tuple[Struck | None, ...] = (None,) * self.marks.shape[1]
        by_judge = [none] * self.size if struck is None else list(zip(*struck, strict=True))
        rows = zip(self.ballots, self.totals, dropped, by_judge, strict=True)
        return tuple(
            SeatScore(ballot.judge, ballot.seat, Fraction(int(total), self.scale), drop, marks)
            for ballot, total, drop, marks in rows
        )

    def chief_total(self) -> Fraction | None:
        for ballot, total in zip(self.ballots, self.totals, strict=True):
            if ballot.chief:
                return Fraction(int(total), self.scale)
        return None


def _exact_kind(weights: Sequence[int], ballots: Sequence[Ballot]) -> type:
    largest = max((abs(mark) for ballot in ballots for mark in ballot.marks), default=0)
    reach = largest * (sum(map(abs, weights)) + 1) * (len(ballots) + 1)
    widest = max((abs(weight) for weight in weights), default=0)
    return np.int64 if max(reach, widest) < _SAFE else object
