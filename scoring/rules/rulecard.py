"""The rule card: how a contest turns marks into scores, ranks and what is shown.

Marks, steps and points are whole hundredths of a point (50 = 0.5 points), times are
whole seconds, weights and the minimum are exact fractions (the minimum in points).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from scoring.rules.codec import Json, decode, encode
from scoring.rules.ledger import content_hash

TieKey = Literal["presentation", "core", "second", "document", "untrimmed", "median", "chief"]
DropMode = Literal["total", "criterion"]
RoundingAt = Literal["end", "criterion"]
Rounding = Literal["half_up", "half_even"]
RankBy = Literal["exact", "published"]
StillTied = Literal["shared", "chief"]
RevealWhen = Literal["at_once", "after_next", "ceremony"]
ShowJudges = Literal["seat", "hidden", "name"]
ShowCount = Literal["no", "lamps", "count"]

TIE_KEYS: tuple[str, ...] = get_args(TieKey)


@dataclass(frozen=True, slots=True)
class Overtime:
    """`points` hundredths for each `step` seconds begun after `grace`, at most `cap`."""

    grace: int = 15
    step: int = 30
    points: int = 50
    cap: int | None = 300


@dataclass(frozen=True, slots=True)
class RuleCardProblem:
    """The field that cannot stand and the code of the reason."""

    field: str
    code: str


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One contest's rules; the defaults are the common practice."""

    drop_high: int = 1
    drop_low: int = 1
    drop_mode: DropMode = "total"
    drop_from: int = 5
    min_valid: int = 3
    rounding_at: RoundingAt = "end"
    rounding: Rounding = "half_up"
    places: int = 2
    rank_by: RankBy = "exact"
    document_weight: Fraction = Fraction(2, 5)
    presentation_weight: Fraction = Fraction(3, 5)
    step: int = 50
    full: int = 10000
    presentation_seconds: int = 720
    warning_seconds: int = 60
    question_seconds: int = 180
    overtime: Overtime | None = Overtime()
    tie_chain: tuple[TieKey, ...] = ("presentation", "core", "second", "document")
    still_tied: StillTied = "shared"
    minimum_final: Fraction | None = None
    reveal_when: RevealWhen = "at_once"
    show_judges: ShowJudges = "seat"
    show_count: ShowCount = "no"

    def problems(self) -> list[RuleCardProblem]:
        """Everything in the card that cannot stand; an empty list for a good card."""
        checks = (*_panel_checks(self), *_value_checks(self), *_time_checks(self))
        return [RuleCardProblem(field, code) for field, code, holds in checks if not holds]

    def to_json(self) -> Json:
        """A plain object of strings, integers, lists and null."""
        return encode(self)

    @staticmethod
    def from_json(value: Json) -> "RuleCard":
        """The card from `to_json`; raises CodecProblem."""
        return decode(RuleCard, value)

    def fingerprint(self) -> str:
        """SHA-256 (hex) of the card's canonical JSON."""
        return content_hash(self.to_json())


Check = tuple[str, str, bool]


def _panel_checks(card: RuleCard) -> Iterator[Check]:
    dropped = card.drop_high + card.drop_low
    yield "drop_high", "negative", card.drop_high >= 0
    yield "drop_low", "negative", card.drop_low >= 0
    yield "drop_from", "not_above_dropped", card.drop_from > dropped
    yield "min_valid", "below_one", card.min_valid >= 1
    each = card.rounding_at == "criterion" and card.drop_mode == "total"
    yield "rounding_at", "criterion_rounding_needs_criterion_drop", not each


def _value_checks(card: RuleCard) -> Iterator[Check]:
    yield "places", "not_two_or_three", card.places in (2, 3)
    yield "document_weight", "out_of_range", 0 <= card.document_weight <= 1
    yield "presentation_weight", "out_of_range", 0 <= card.presentation_weight <= 1
    whole = card.document_weight + card.presentation_weight == 1
    yield "presentation_weight", "weights_do_not_sum_to_one", whole
    yield "step", "below_one", card.step >= 1
    yield "full", "below_one", card.full >= 1
    yield "tie_chain", "repeated", len(set(card.tie_chain)) == len(card.tie_chain)
    yield "tie_chain", "unknown", set(card.tie_chain) <= set(TIE_KEYS)
    least = card.minimum_final
    yield "minimum_final", "out_of_range", least is None or 0 <= least * 100 <= card.full


def _time_checks(card: RuleCard) -> Iterator[Check]:
    yield "presentation_seconds", "below_one", card.presentation_seconds >= 1
    warned = 0 <= card.warning_seconds <= card.presentation_seconds
    yield "warning_seconds", "out_of_range", warned
    yield "question_seconds", "negative", card.question_seconds >= 0
    if card.overtime is not None:
        yield "overtime", "grace_negative", card.overtime.grace >= 0
        yield "overtime", "step_below_one", card.overtime.step >= 1
        yield "overtime", "points_negative", card.overtime.points >= 0
        yield "overtime", "cap_negative", card.overtime.cap is None or card.overtime.cap >= 0
