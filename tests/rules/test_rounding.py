"""Rounding: by the card, exact, and its text."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.rules.rounding import format_score, round_score, scaled_round
from scoring.rules.rulecard import RuleCard

UP, EVEN = RuleCard(), RuleCard(rounding="half_even")


@pytest.mark.parametrize(
    ("exact", "half_up", "half_even"),
    [
        ("89.125", "89.13", "89.12"),
        ("89.135", "89.14", "89.14"),
        ("89.1249", "89.12", "89.12"),
        ("89.1251", "89.13", "89.13"),
        ("0.005", "0.01", "0.00"),
        ("99.995", "100.00", "100.00"),
        ("-0.015", "-0.02", "-0.02"),
        ("5", "5.00", "5.00"),
    ],
)
def test_a_true_half_goes_up_or_to_the_even_neighbour(exact: str, half_up: str, half_even: str) -> None:
    assert format_score(Fraction(exact), UP) == half_up
    assert format_score(Fraction(exact), EVEN) == half_even


def test_three_places_are_shown_where_the_card_asks_for_them() -> None:
    assert format_score(Fraction("86.9515"), RuleCard(places=3)) == "86.952"
    assert format_score(Fraction("86.9515"), UP, 4) == "86.9515"


@given(st.integers(-(10**9), 10**9), st.sampled_from([2, 3]))
def test_rounding_agrees_with_decimal_arithmetic(units: int, places: int) -> None:
    value = Decimal(units) / 10**4
    quantum = Decimal(1).scaleb(-places)
    for mode, decimal_mode in (("half_up", ROUND_HALF_UP), ("half_even", ROUND_HALF_EVEN)):
        expected = Fraction(value.quantize(quantum, decimal_mode)) * 10**places
        assert scaled_round(Fraction(units, 10**4), places, mode) == expected


@given(st.fractions(0, 100))
def test_a_rounded_score_is_its_own_text_and_stays_as_it_is(value: Fraction) -> None:
    published = round_score(value, UP)
    assert Fraction(format_score(value, UP)) == published == round_score(published, UP)
    assert abs(published - value) <= Fraction(1, 200)
