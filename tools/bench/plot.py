"""The plot of the goals: how far each is passed (to the right) or missed (to the left), on a scale of powers."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from html import escape

from tools.bench.figures import Figure

WIDTH, LINE, TOP = 960, 26, 66
LEFT, RIGHT = 400, 210  # where the words end, and what the values need
MET, MISSED, INK, PALE = "#2f7d4f", "#b3372c", "#2a2320", "#8a807a"
GOAL = re.compile(r"([≥≤])\s*([\d.]+)")


def passed(figure: Figure) -> float | None:
    """How many times better than its goal; below 1 it is missed.  None where there is no goal in numbers."""
    goal = GOAL.search(figure.goal)
    if goal is None or figure.ratio <= 0:
        return None
    return figure.ratio / float(goal[2]) if goal[1] == "≥" else float(goal[2]) / figure.ratio


def plot(figures: Sequence[Figure]) -> str:
    """An SVG of all goals that count."""
    shown = [
        (one, by) for one in figures if one.met is not None and not one.stretch and (by := passed(one)) is not None
    ]
    reach = max([1.0, *(abs(math.log2(by)) for _, by in shown)])
    middle = LEFT + (WIDTH - LEFT - RIGHT) / 3
    unit = min((middle - LEFT) / max([1.0, *(-math.log2(by) for _, by in shown)]), (WIDTH - RIGHT - middle) / reach)
    height = TOP + LINE * len(shown) + 20
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="system-ui, sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{height}" fill="#fffdf8"/>',
        _text(16, 28, "Goals of performance: how many times better than asked for", INK, 'font-size="17"'),
        _text(middle, TOP - 12, "goal", PALE, 'text-anchor="middle"'),
        f'<line x1="{middle:.1f}" y1="{TOP - 6}" x2="{middle:.1f}" y2="{height - 12}" stroke="{PALE}"/>',
    ]
    for place, (figure, by) in enumerate(shown):
        lines += _bar(figure, by, TOP + LINE * place, middle, unit)
    return "\n".join([*lines, "</svg>\n"])


def _bar(figure: Figure, by: float, top: float, middle: float, unit: float) -> list[str]:
    length = math.log2(by) * unit
    left, colour = min(middle, middle + length), MET if figure.met else MISSED
    name = (
        f"{figure.name}, {figure.rival_name}" if figure.name != figure.part else f"{figure.part}, {figure.rival_name}"
    )
    value = f"{figure.ratio:.3g} × ({figure.goal})"
    end = max(middle, middle + length) + 8
    return [
        _text(LEFT - 14, top + 16, name, INK, 'text-anchor="end"'),
        f'<rect x="{left:.1f}" y="{top + 4}" width="{max(2.0, abs(length)):.1f}" height="{LINE - 9}" fill="{colour}"/>',
        _text(end, top + 16, value, colour, ""),
    ]


def _text(x: float, y: float, words: str, colour: str, more: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" {more}>{escape(words)}</text>'
