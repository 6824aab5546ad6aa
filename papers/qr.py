"""QR codes drawn on a page as filled modules, with the quiet zone that scanners ask for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Any

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.colors import black

QUIET = 4  # modules of white on each side, as ISO/IEC 18004 asks for
LONG = 160  # characters; beyond that the lowest level of correction keeps the modules large

Rows = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def qr_rows(text: str) -> Rows:
    """The modules (True: dark) of a code for an address, top row first, without the quiet zone."""
    level = QRErrorCorrectLevel.M if len(text) <= LONG else QRErrorCorrectLevel.L
    code = QRCode(None, level)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(dark) for dark in row) for row in code.modules)


def qr_size(text: str, module: float) -> float:
    """The side, quiet zone included, that gives every module `module` points."""
    return (len(qr_rows(text)) + 2 * QUIET) * module


def draw_qr(canvas: Any, text: str, x: float, y: float, size: float) -> None:
    """Draw a code in the square of `size` points whose lower left corner is (x, y), quiet zone included."""
    rows = qr_rows(text)
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


def _runs(row: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    """(start, length) of the dark runs of a row."""
    at = 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            yield at, length
        at += length
