"""The score of one entry, ballot by ballot, in fractions of points."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from scoring.recount.decimals import rounded

Plain = dict[str, Any]


def mean(values: Sequence[Fraction]) -> Fraction:
    """The plain mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def without_extremes(values: Sequence[Fraction], card: Plain) -> list[Fraction]:
    """What is left after the highest and the lowest values are taken away one by one."""
    left = list(values)
    if len(left) < card["drop_from"]:
        return left
    for _ in range(card["drop_high"]):
        left.remove(max(left))
    for _ in range(card["drop_low"]):
        left.remove(min(left))
    return left


def deduction(card: Plain, seconds: int) -> Fraction:
    """Points for overtime: each step that has begun after the grace costs once."""
    rule = card["overtime"]
    if rule is None:
        return Fraction(0)
    begun = 0
    while rule["grace"] + begun * rule["step"] < seconds:
        begun += 1
    lost = begun * rule["points"]
    if rule["cap"] is not None and lost > rule["cap"]:
        lost = rule["cap"]
    return Fraction(lost, 100)


def middle(values: Sequence[Fraction]) -> Fraction:
    """The median: the middle value, or the mean of the two in the middle."""
    left = sorted(values)
    while len(left) > 2:
        left = left[1:-1]
    return mean(left)


def score(card: Plain, entry: Plain) -> Plain:
    """Counts, score and tie keys of an entry; "final" is None where it is incomplete."""
    ballots, rubric = entry["ballots"], entry["rubric"]
    result: Plain = {"valid": len(ballots), "final": None}
    if entry["document_only"]:
        return {**result, **_document_alone(entry["document"])}
    if len(ballots) < card["min_valid"]:
        return result
    columns = [[Fraction(ballot["marks"][i], 100) for ballot in ballots] for i in range(len(rubric["criteria"]))]
    factors = [Fraction(criterion["factor"]) for criterion in rubric["criteria"]]
    sums = [
        sum((f * column[j] for f, column in zip(factors, columns, strict=True)), Fraction(0))
        for j in range(len(ballots))
    ]
    result["used"] = len(without_extremes(sums, card))
    result["deduction"] = deduction(card, entry["overtime_seconds"])
    raw = _panel_score(card, sums, columns, factors)
    result["presentation"] = max(raw - result["deduction"], Fraction(0))
    result["untrimmed"] = mean(sums)
    result["median"] = middle(sums)
    result["chief"] = next((s for s, b in zip(sums, ballots, strict=True) if b["chief"]), None)
    for role in ("core", "second"):
        result[role] = _role_mean(card, rubric, columns, role)
    document = entry["document"]
    result["document"] = None if document is None else Fraction(document)
    result["final"] = _weighted(card, result["presentation"], result["document"])
    return result


def _document_alone(document: str | None) -> Plain:
    """The chief judges let the document score stand for the whole: no key that asks ballots has a value."""
    if document is None:
        return {}
    of_ballots = dict.fromkeys(("presentation", "core", "second", "untrimmed", "median", "chief"))
    whole = Fraction(document)
    return {**of_ballots, "used": 0, "deduction": Fraction(0), "document": whole, "final": whole}


def _panel_score(
    card: Plain,
    sums: list[Fraction],
    columns: list[list[Fraction]],
    factors: list[Fraction],
) -> Fraction:
    if card["drop_mode"] == "total":
        return mean(without_extremes(sums, card))
    parts = [factor * mean(without_extremes(column, card)) for factor, column in zip(factors, columns, strict=True)]
    if card["rounding_at"] == "criterion":
        parts = [rounded(part, card) for part in parts]
    return sum(parts, Fraction(0))


def _role_mean(card: Plain, rubric: Plain, columns: list[list[Fraction]], role: str) -> Fraction | None:
    for criterion, column in zip(rubric["criteria"], columns, strict=True):
        if criterion["tie_role"] == role:
            return mean(without_extremes(column, card))
    return None


def _weighted(card: Plain, presentation: Fraction, document: Fraction | None) -> Fraction | None:
    own, other = Fraction(card["presentation_weight"]), Fraction(card["document_weight"])
    if other == 0:
        return own * presentation
    return None if document is None else own * presentation + other * document
