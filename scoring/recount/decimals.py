"""Rounding and decimal text of fractions that are not negative."""

from fractions import Fraction
from math import floor
from typing import Any


def units(value: Fraction, places: int, rounding: str) -> int:
    """How many units of the last place the rounded value has."""
    shifted = value * Fraction(10) ** places
    if rounding == "half_even":
        return round(shifted)
    return floor(shifted + Fraction(1, 2))


def rounded(value: Fraction, card: dict[str, Any]) -> Fraction:
    """The value as the card publishes it."""
    return Fraction(units(value, card["places"], card["rounding"]), 10 ** card["places"])


def text(value: Fraction, card: dict[str, Any], places: int | None = None) -> str:
    """The value as decimal text, with the card's places unless others are given."""
    count = card["places"] if places is None else places
    digits = str(units(value, count, card["rounding"])).zfill(count + 1)
    return digits[:-count] + "." + digits[-count:]
