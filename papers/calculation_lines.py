"""The lines that a numbered step of the 得分计算单 is made of, before they are laid out on a page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence; a `small` one is a remark."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of arithmetic with what it is, and a remark behind it; `opens` where a new matter begins."""

    label: str
    line: str
    remark: str = ""
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """Lines of arithmetic that belong together."""

    rows: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `struck` where its mark was taken away."""

    text: str
    struck: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `widths` are shares of the page, "left" columns (the first `left`) hold words, the others figures."""

    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[int, ...]
    left: int = 1


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step: its name, then its lines, the first of them a sentence."""

    title: str
    lines: tuple[Words | Figures | Grid, ...]


def agreed(worked_out: Fraction, by_rules: Fraction | None) -> Fraction:
    """A value that the sheet shows the way to; raises ValueError where the rules came to another."""
    if worked_out != by_rules:
        raise ValueError(f"the sheet comes to {worked_out}, the rules came to {by_rules}")
    return worked_out
