"""Arithmetic as it is written on paper: exact, and so that a pencil can follow it.

"=" stands between equal values only, "≈" before a decimal that goes on, "→" before a rounded value.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from scoring.rules.rounding import format_score, scaled_round
from scoring.rules.rulecard import Rounding, RuleCard

LONGEST_DECIMAL = 8  # places; a longer one is easier to follow as a fraction
ABOUT = 4  # places of a decimal that goes on
ROUNDING_NAMES: dict[Rounding, str] = {"half_up": "四舍五入", "half_even": "四舍六入五成双（GB/T 8170）"}


def places_of(value: Fraction) -> int | None:
    """How many decimal places an exact value has, None where it has no end (or a far one)."""
    return next((n for n in range(LONGEST_DECIMAL + 1) if (value * 10**n).denominator == 1), None)


def written(value: Fraction, least: int = 2) -> str:
    """An exact value: a decimal of at least `least` places, or a fraction "260/3"; "−" where below 0."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    places = places_of(size)
    if places is None:
        return f"{sign}{size.numerator}/{size.denominator}"
    shown = max(places, least)
    digits = f"{int(size * 10**shown):0{shown + 1}d}"
    return f"{sign}{digits[:-shown]}.{digits[-shown:]}" if shown else sign + digits


def operand(value: Fraction, least: int = 2) -> str:
    """An exact value inside an expression: a fraction stands in brackets."""
    told = written(value, least)
    return f"({told})" if "/" in told else told


def outcome(value: Fraction) -> str:
    """The end of a line: "93.40 = 467/5", "93.00", "260/3 ≈ 86.6667"."""
    told = written(value)
    if "/" in told:
        scaled = scaled_round(value, ABOUT, "half_up")
        return f"{told} ≈ {written(Fraction(scaled, 10**ABOUT), ABOUT)}"
    return told if value.denominator == 1 else f"{told} = {value.numerator}/{value.denominator}".replace("-", "−")


def total_line(values: Sequence[Fraction], least: int = 2) -> str:
    """ "12.80 + 27.40 = 40.20 = 201/5"."""
    if len(values) == 1:
        return outcome(values[0])
    return f"{_plus(values, least)} = {outcome(sum(values, Fraction(0)))}"


def mean_line(values: Sequence[Fraction], least: int = 2) -> str:
    """ "(94.5 + 93.0) ÷ 2 = 187.5 ÷ 2 = 93.75 = 375/4"."""
    total, count = sum(values, Fraction(0)), len(values)
    first = "" if count == 1 else f"({_plus(values, least)}) ÷ {count} = "
    return f"{first}{operand(total, least)} ÷ {count} = {outcome(total / count)}"


def times_line(pairs: Iterable[tuple[Fraction, Fraction]], least: int = 2, end: int | None = None) -> str:
    """ "74.44 × 0.4 + 85.00 × 0.6 = 29.776 + 51.00 = 80.776 = 10097/125".

    With `end` places the line ends in the decimal alone, where it has an end.
    """
    both = list(pairs)
    products = [value * weight for value, weight in both]
    first = " + ".join(_times(value, weight, least, len(both)) for value, weight in both)
    middle = f"{_plus(products, least)} = " if len(both) > 1 else ""
    total = sum(products, Fraction(0))
    alone = end is not None and places_of(total) is not None
    return f"{first} = {middle}{written(total, end or 0) if alone else outcome(total)}"


def rounding_line(value: Fraction, card: RuleCard, places: int | None = None) -> str:
    """ "80.776 → 80.78"."""
    return f"{written(value)} → {format_score(value, card, places)}"


def rounding_words(value: Fraction, card: RuleCard, places: int | None = None) -> str:
    """Which digit decides the rounding and what it does: "小数点后第 3 位是 6，满 5，前一位进 1"."""
    shown = card.places if places is None else places
    if (value * 10**shown).denominator == 1:
        return f"不超过 {shown} 位小数，不必修约"
    digit = int(value * 10 ** (shown + 1)) % 10
    long = "" if places_of(value) is not None else f"写成小数是 {_beginning(value, shown + 2)}…，"
    return f"{long}小数点后第 {shown + 1} 位是 {digit}，{_digit_words(value, shown, digit, card.rounding)}"


def _digit_words(value: Fraction, places: int, digit: int, rounding: Rounding) -> str:
    if digit < 5:
        return "不到 5，舍去"
    if rounding == "half_up":
        return "满 5，前一位进 1"
    if digit > 5:
        return "大于 5，前一位进 1"
    if (value * 10 ** (places + 1)).denominator != 1:
        return "后面还有不是 0 的数，前一位进 1"
    before = int(value * 10**places) % 10
    return f"后面没有数了；前一位 {before} 是" + ("双数，舍去" if before % 2 == 0 else "单数，进 1 成双数")


def _beginning(value: Fraction, places: int) -> str:
    return written(Fraction(int(value * 10**places), 10**places), places)


def _times(value: Fraction, weight: Fraction, least: int, terms: int) -> str:
    told = operand(value, least)
    return told if weight == 1 and terms > 1 else f"{told} × {operand(weight, 0)}"


def _plus(values: Sequence[Fraction], least: int) -> str:
    return " + ".join(operand(value, least) for value in values)
