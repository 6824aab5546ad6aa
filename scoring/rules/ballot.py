"""A judge's marks for one entry, in whole hundredths by criterion."""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Literal

from scoring.rules.rubric import Rubric


@dataclass(frozen=True, slots=True)
class Ballot:
    """A valid ballot: marks in the rubric's order; `chief` where it is the panel head's."""

    judge: str
    seat: int
    marks: tuple[int, ...]
    chief: bool = False


@dataclass(frozen=True, slots=True)
class MarkProblem:
    """What is wrong with the mark of a criterion (its number), None for the whole ballot."""

    criterion: int | None
    code: Literal["count", "not_whole", "below_zero", "above_maximum", "off_step"]


def whole_factors(rubric: Rubric) -> tuple[list[int], int]:
    """The factors as whole numbers over one denominator."""
    factors = [criterion.factor for criterion in rubric.criteria]
    common = lcm(*(factor.denominator for factor in factors))
    return [factor.numerator * (common // factor.denominator) for factor in factors], common


def ballot_total(rubric: Rubric, marks: tuple[int, ...]) -> Fraction:
    """Sum of mark × factor in points, exact."""
    weights, common = whole_factors(rubric)
    return Fraction(sum(mark * weight for mark, weight in zip(marks, weights, strict=True)), common * 100)


def mark_problems(rubric: Rubric, step: int, marks: tuple[int, ...]) -> list[MarkProblem]:
    """Everything that keeps marks (hundredths) from being a ballot; empty for good marks.

    A criterion's maximum is always a possible mark, even where it is off the step.
    """
    if len(marks) != len(rubric.criteria):
        return [MarkProblem(None, "count")]
    found = []
    for criterion, mark in zip(rubric.criteria, marks, strict=True):
        code = _mark_code(criterion.maximum, step, mark)
        if code is not None:
            found.append(MarkProblem(criterion.number, code))
    return found


def _mark_code(
    maximum: int, step: int, mark: object
) -> Literal["not_whole", "below_zero", "above_maximum", "off_step"] | None:
    if type(mark) is not int:
        return "not_whole"
    if mark < 0:
        return "below_zero"
    if mark > maximum:
        return "above_maximum"
    if mark % step and mark != maximum:
        return "off_step"
    return None
