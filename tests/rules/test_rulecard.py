"""Which rule cards can stand, and how a card is kept."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from scoring.rules.codec import CodecProblem
from scoring.rules.rulecard import Overtime, RuleCard


def codes(**changes: Any) -> list[tuple[str, str]]:
    return [(p.field, p.code) for p in RuleCard(**changes).problems()]


def test_the_default_card_stands() -> None:
    assert codes() == []


@pytest.mark.parametrize("drop_from", [1, 2])
def test_dropping_must_start_above_the_number_dropped(drop_from: int) -> None:
    assert codes(drop_from=drop_from) == [("drop_from", "not_above_dropped")]
    assert codes(drop_from=3) == []


def test_rounding_each_criterion_needs_trimming_of_each_criterion() -> None:
    wrong = ("rounding_at", "criterion_rounding_needs_criterion_drop")
    assert codes(rounding_at="criterion") == [wrong]
    assert codes(rounding_at="criterion", drop_mode="criterion") == []


def test_weights_must_sum_to_one() -> None:
    wrong = [("presentation_weight", "weights_do_not_sum_to_one")]
    assert codes(document_weight=Fraction(1, 2)) == wrong
    assert codes(document_weight=Fraction(0), presentation_weight=Fraction(1)) == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("min_valid", 0, "below_one"),
        ("places", 4, "not_two_or_three"),
        ("step", 0, "below_one"),
        ("tie_chain", ("core", "core"), "repeated"),
        ("tie_chain", ("luck",), "unknown"),
        ("minimum_final", Fraction(101), "out_of_range"),
        ("warning_seconds", 721, "out_of_range"),
        ("overtime", Overtime(step=0), "step_below_one"),
    ],
)
def test_a_value_out_of_its_range_is_named(field: str, value: object, code: str) -> None:
    assert codes(**{field: value}) == [(field, code)]


@pytest.mark.parametrize(
    "card",
    [
        RuleCard(),
        RuleCard(overtime=None, minimum_final=Fraction(171, 2), tie_chain=()),
        RuleCard(drop_mode="criterion", rounding_at="criterion", overtime=Overtime(cap=None)),
    ],
)
def test_a_card_comes_back_from_its_json(card: RuleCard) -> None:
    assert RuleCard.from_json(card.to_json()) == card


def test_json_with_a_wrong_value_or_an_unknown_field_is_refused() -> None:
    good = RuleCard().to_json()
    for wrong in ({"places": 2.0}, {"rounding": "down"}, {"document_weight": "x"}, {"more": 1}):
        with pytest.raises(CodecProblem):
            RuleCard.from_json({**good, **wrong})


def test_every_change_of_a_card_changes_its_fingerprint() -> None:
    card = RuleCard()
    changed = [
        replace(card, places=3),
        replace(card, minimum_final=Fraction(80)),
        replace(card, overtime=None),
        replace(card, tie_chain=("core", "presentation")),
    ]
    assert len({c.fingerprint() for c in (card, *changed)}) == 5
    assert RuleCard().fingerprint() == card.fingerprint()
