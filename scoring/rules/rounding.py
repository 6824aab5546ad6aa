"""Rounding of exact values, and their decimal text; nothing here is a binary float."""

from fractions import Fraction

from scoring.rules.rulecard import Rounding, RuleCard


def scaled_round(value: Fraction, places: int, rounding: Rounding) -> int:
    """The value in units of 10**-places, rounded to a whole number of them.

    `half_up` takes a half away from zero, `half_even` (GB/T 8170) to the even neighbour.
    """
    whole, rest = divmod(abs(value.numerator) * _unit(places), value.denominator)
    beyond = 2 * rest - value.denominator
    up = rounding == "half_up" or whole % 2 == 1 if beyond == 0 else beyond > 0
    magnitude = whole + up
    return magnitude if value.numerator >= 0 else -magnitude


def round_score(value: Fraction, card: RuleCard) -> Fraction:
    """The published value: rounded to the card's places by the card's rule."""
    return Fraction(scaled_round(value, card.places, card.rounding), _unit(card.places))


def format_score(value: Fraction, card: RuleCard, places: int | None = None) -> str:
    """Decimal text such as "92.86", with the card's places or with those given (at least 1)."""
    shown = card.places if places is None else places
    scaled = scaled_round(value, shown, card.rounding)
    whole, part = divmod(abs(scaled), _unit(shown))
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{shown}d}"


def _unit(places: int) -> int:
    return int(10**places)
