"""QR codes drawn on a page as filled modules, with the quiet zone that scanners ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportlab.lib.colors import black

from papers.qr import qr_code

QUIET = 4  # modules of white on each side, as ISO/IEC 18004 asks for


@lru_cache(maxsize=64)
def code_rows(text: str) -> tuple[str, ...]:
    """The modules of a code ("1" is dark), top row first, without the quiet zone."""
    side, packed = qr_code(text)
    length = (side + 7) // 8
    rows = (int.from_bytes(packed[at : at + length], "big") for at in range(0, len(packed), length))
    return tuple(f"{row:0{8 * length}b}"[:side] for row in rows)


def code_size(text: str, module: float) -> float:
    """The side, quiet zone included, that gives every module `module` points."""
    return (len(code_rows(text)) + 2 * QUIET) * module


def draw_code(canvas: Any, text: str, x: float, y: float, size: float) -> None:
    """Draw a code in the square of `size` points whose lower left corner is (x, y), quiet zone included."""
    rows = code_rows(text)
    module = size / (len(rows) + 2 * QUIET)
    path = canvas.beginPath()  # all modules in one path: filled together they show no seams
    for number, row in enumerate(rows):
        bottom = y + size - (QUIET + number + 1) * module
        for start, length in _runs(row):
            path.rect(x + (QUIET + start) * module, bottom, length * module, module)
    canvas.saveState()
    canvas.setFillColor(black)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def _runs(row: str) -> Iterator[tuple[int, int]]:
    """(start, length) of the dark runs of a row."""
    at = 0
    for module, group in groupby(row):
        length = len(list(group))
        if module == "1":
            yield at, length
        at += length
