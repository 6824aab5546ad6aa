"""A pencil that knows nothing of the system: it works out again what a sheet of paper says.

"=" must stand between equal values, "≈" before a decimal right to its last place, "→" before the
rounded value; anything else raises AssertionError.
"""

from __future__ import annotations

import re
from fractions import Fraction

from papers.calculation_lines import Figure, Figures
from papers.calculation_values import CalculationSheet
from papers.calculations import steps_of
from papers.documents import PrintRefused

TOKEN = re.compile(r"\d+(?:\.\d+)?|[+−×÷/()%]")
SUM = re.compile(r"[(−]*\d[\d.+−×÷=≈→/()% ]*[=≈→][\d.+−×÷=≈→/()% ]*[\d)%]")


def worked_out(expression: str) -> Fraction:
    """The value of "(94.5 + 93.0) ÷ 2": brackets, then × ÷ /, then + −."""
    tokens = TOKEN.findall(expression)
    assert "".join(tokens) == expression.replace(" ", ""), expression
    value, rest = _sum(tokens)
    assert not rest, expression
    return value


def _sum(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+−":
        other, after = _product(rest[1:])
        value, rest = (value + other if rest[0] == "+" else value - other), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Fraction, list[str]]:
    value, rest = _single(tokens)
    while rest and rest[0] in "×÷/":
        other, after = _single(rest[1:])
        value, rest = (value * other if rest[0] == "×" else value / other), after
    return value, rest


def _single(tokens: list[str]) -> tuple[Fraction, list[str]]:
    first, *rest = tokens
    if first == "−":
        value, rest = _single(rest)
        value = -value
    elif first == "(":
        value, (closing, *rest) = _sum(rest)
        assert closing == ")"
    else:
        value = Fraction(first)
    if rest and rest[0] == "%":
        return value / 100, rest[1:]
    return value, rest


def rounded(value: Fraction, places: int, even: bool) -> Fraction:
    """By hand: look at what is beyond the last place; a true half goes up, or to the even digit."""
    unit = Fraction(1, 10**places)
    lower = value // unit * unit
    beyond = value - lower
    up = beyond > unit / 2 or (beyond == unit / 2 and (not even or (lower / unit) % 2 == 1))
    return lower + unit if up else lower


def places(decimal: str) -> int:
    """How many places a written decimal has."""
    return len(decimal.strip().partition(".")[2])


def check(line: str, even: bool = False) -> Fraction:
    """Works a line out; its exact value, or the rounded one where it ends in "→".

    `even` for a card that rounds a half to the even digit; a cut to whole ranks never does.
    """
    exact, *after = line.split("→")
    exact, *about = exact.split("≈")
    values = [worked_out(piece) for piece in exact.split("=")]
    assert len(set(values)) == 1, line
    for decimal in about:
        assert abs(worked_out(decimal) - values[0]) <= Fraction(1, 2 * 10 ** places(decimal)), line
    for decimal in after:
        assert worked_out(decimal) == rounded(values[0], places(decimal), even and places(decimal) > 0), line
        return worked_out(decimal)
    return values[0]


def sums_in(printed: str) -> list[str]:
    """Every line of arithmetic in a printed text; one that runs on begins the next line with its operator."""
    joined = re.sub(r"\s*\n\s*(?=[+−×÷=≈→] )", " ", printed)
    return [found.strip() for line in joined.splitlines() for found in SUM.findall(line)]


def figures(sheet: CalculationSheet) -> dict[str, Figure]:
    """A sheet's lines of arithmetic by what they are."""
    return {row.label: row for row in all_figures(sheet)}


def all_figures(sheet: CalculationSheet) -> list[Figure]:
    """A sheet's lines of arithmetic from top to bottom."""
    return [
        row for step in steps_of(sheet) for line in step.lines if isinstance(line, Figures) for row in line.rows
    ]  # fmt: skip


class Tray:
    """Where a printer puts its files."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.said: list[tuple[int, int]] = []

    def file(self, name: str, content: bytes) -> None:
        self.files[name] = content

    def progress(self, done: int, of: int) -> None:
        self.said.append((done, of))

    def stopped(self, refusal: PrintRefused) -> None:
        raise refusal
