"""Pages that are drawn one by one: text that shrinks to its place, lamps, cuts and folds, flowing stories."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from papers.documents import PrintRefused
from papers.face import BOLD, REGULAR, missing_glyphs, width_of
from papers.foot import FOOT, MARGIN
from papers.sheet import BODY, INK, MUTED, RULE, text

HEAD = 13 * mm
LEADING = 1.28  # of the size of a text
STEP_DOWN = 0.5  # points by which text gives way until it fits

Draw = Callable[[Any], None]
Sliced = TypeVar("Sliced", str, tuple[Any, ...])


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points and what draws it."""

    draw: Draw
    size: tuple[float, float] = A4


def in_groups(many: Sliced, size: int) -> list[Sliced]:
    """A tuple or a text in pieces of `size`; the last may be shorter."""
    return [many[start : start + size] for start in range(0, len(many), size)]


def checked(words: str) -> str:
    """The words, where the face has them all; raises PrintRefused("missing_glyph")."""
    lacking = missing_glyphs(words)
    if lacking:
        raise PrintRefused("missing_glyph", glyph=lacking[0], text=words[:40])
    return words


def fitted(words: str, size: float, width: float, face: str = REGULAR) -> float:
    """The largest size, at most `size`, at which a line is no wider than `width`."""
    taken = width_of(words, 1, face)
    return size if taken * size <= width else width / taken


def line(
    canvas: Any, x: float, y: float, words: str, size: float, width: float, face: str = REGULAR, *,
    centred: bool = False, colour: Any = INK,
) -> None:  # fmt: skip
    """A line of text that shrinks until it is no wider than `width`; `x` is its left end, or its middle."""
    size = fitted(checked(words), size, width, face)
    canvas.setFillColor(colour)
    canvas.setFont(face, size)
    (canvas.drawCentredString if centred else canvas.drawString)(x, y, words)


def block(
    canvas: Any, x: float, top: float, words: str, size: float, width: float, height: float, face: str = REGULAR, *,
    colour: Any = INK, alignment: int = 0,
) -> float:  # fmt: skip
    """Text that breaks into lines, and shrinks until it is no higher than `height`; the height it took."""
    while True:
        style = ParagraphStyle("block", BODY, fontName=face, fontSize=size, leading=size * LEADING)
        style.textColor, style.alignment = colour, alignment
        paragraph = text(words, style)
        _, taken = paragraph.wrapOn(canvas, width, height)
        if taken <= height or size <= 2 * STEP_DOWN:
            paragraph.drawOn(canvas, x, top - taken)
            return float(taken)
        size -= STEP_DOWN


def middle_block(
    canvas: Any, x: float, middle: float, words: str, size: float, width: float, height: float, face: str = REGULAR, *,
    colour: Any = INK, alignment: int = 0, least: float = 0.0,
) -> None:  # fmt: skip
    """Text whose middle is at a height: a line where it nearly fits on one, else as many as it needs.

    Nothing is drawn where it would have to be smaller than `least`.
    """
    narrow = fitted(checked(words), size, width, face)
    lines = 1.0
    if narrow < size * (0.92 if height >= 2 * LEADING * size else 0.75):
        while (lines := len(_wrapped(words, size, width, face))) * size * LEADING > height and size > STEP_DOWN:
            size -= STEP_DOWN
    else:
        size = narrow
    if size < least:
        return
    tall = lines * size * LEADING
    block(canvas, x, middle + tall / 2, words, size, width, tall + 0.1, face, colour=colour, alignment=alignment)


def _wrapped(words: str, size: float, width: float, face: str) -> list[str]:
    style = ParagraphStyle("wrapped", BODY, fontName=face, fontSize=size, leading=size * LEADING)
    return list(text(words, style).breakLines(width).lines)


def lamp(canvas: Any, x: float, y: float, radius: float, number: int) -> None:
    """A seat's number in its circle, as it stands on the board; (x, y) is the circle's middle."""
    words = str(number)
    size = fitted(words, radius * 1.25, radius * 1.5, BOLD)
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(max(0.8, radius / 12))
    canvas.circle(x, y, radius, stroke=1, fill=0)
    canvas.setFillColor(INK)
    canvas.setFont(BOLD, size)
    canvas.drawCentredString(x, y - size * 0.36, words)


def dashed(canvas: Any, x: float, y: float, to_x: float, to_y: float) -> None:
    """Where to cut or fold."""
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.setDash(3, 3)
    canvas.line(x, y, to_x, to_y)
    canvas.restoreState()


def flowed(story: Sequence[Flowable], mark: str = "", wide: bool = False) -> list[Page]:
    """A story as pages with "第 x 页 / 共 y 页" at each foot."""
    size = landscape(A4) if wide else A4
    filled = _split(list(story), size[0] - 2 * MARGIN, size[1] - HEAD - FOOT)

    def page(at: int, held: list[Flowable]) -> Page:
        def draw(canvas: Any) -> None:
            _draw_story(canvas, held, size)
            _foot(canvas, mark, f"第 {at} 页 / 共 {len(filled)} 页", size[0])

        return Page(draw, size)

    return [page(at, held) for at, held in enumerate(filled, 1)]


def _split(story: list[Flowable], width: float, height: float) -> list[list[Flowable]]:
    """The story in pages; a flowable that does not fit is divided, or goes to the next page."""
    aside = Canvas(io.BytesIO(), invariant=1)
    pages: list[list[Flowable]] = [[]]
    left = height
    while story:
        first = story.pop(0)
        taken = first.wrapOn(aside, width, left)[1]
        if taken <= left:
            pages[-1].append(first)
            left -= taken
            continue
        divided = first.splitOn(aside, width, left)
        if len(divided) > 1:
            pages[-1].append(divided.pop(0))
        elif not pages[-1]:
            raise ValueError(f"{first} does not fit on a page")
        story = [*(divided or [first]), *story]
        pages.append([])
        left = height
    return pages


def _draw_story(canvas: Any, held: list[Flowable], size: tuple[float, float]) -> None:
    top = size[1] - HEAD
    for flowable in held:
        height = flowable.wrapOn(canvas, size[0] - 2 * MARGIN, top - FOOT + 1)[1]
        flowable.drawOn(canvas, MARGIN, top - height)
        top -= height


def _foot(canvas: Any, mark: str, number: str, width: float) -> None:
    canvas.setFont(REGULAR, 8)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN, 9 * mm, checked(mark))
    canvas.drawRightString(width - MARGIN, 9 * mm, number)
