"""Fitting words into a box: Chinese line breaking, and text that shrinks in steps before it wraps further.

Pure: widths come in as numbers, lines go out as stretches of the text; nothing is drawn here.  All
lengths are in one unit (points), widths of characters in parts of the size of the type.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

CLOSING = "、。，．：；！？）》〉」』】〕］｝〗”’…—～·‧•%‰％℃°々ー!),.:;?]}>"
OPENING = "（《〈「『【〔［｛〖“‘([{<￥$№#"
HALF = "，。、；：！？）》”"  # nothing is drawn in the right half of their square
LETTER = r"0-9A-Za-z\u00aa-\u024f\u0370-\u04ff０-９Ａ-Ｚａ-ｚ"
WORD = rf"[+\-−±]?[{LETTER}]+(?:[.,:'’\-‐‑–/_&+~@*×^=][{LETTER}]+)*"
TOKEN = re.compile(rf"[{re.escape(OPENING)}]*(?:{WORD}|\S)[{re.escape(CLOSING)}]*|\s+")
ALWAYS, WHERE_IT_MAY, NEVER = 2, 1, 0
WIDOW = 2.2  # sizes: a last line shorter than this looks lost
LESS = 0.8  # how far the type may shrink to spare a paragraph its widow


class Run(NamedTuple):
    """A stretch of text of one style.

    `advances` are the widths of its characters at size 1; `whole` says how hard it resists being
    broken across lines (NEVER is broken anywhere, ALWAYS only where a step says so); `tag` is the
    caller's own.
    """

    text: str
    advances: Sequence[float]
    whole: int = NEVER
    tag: int = 0


class Paragraph(NamedTuple):
    """Runs that follow one another; `indent` of the first line, `hang` of all others, in sizes.

    `wholes` are further stretches that resist being broken: start, end, how hard.
    """

    runs: Sequence[Run]
    indent: float = 0
    hang: float = 0
    wholes: Sequence[tuple[int, int, int]] = ()


class Step(NamedTuple):
    """One attempt: a size, the lines it may take, and which runs stay whole (those of at least `firm`)."""

    size: float
    lines: int = 99
    firm: int = ALWAYS


class Span(NamedTuple):
    """A piece of one line and of one run: `x` from the box's left edge."""

    x: float
    text: str
    tag: int


class Line(NamedTuple):
    """A line: its pieces from left to right, and where the last of them ends."""

    spans: Sequence[Span]
    right: float


class Fitted(NamedTuple):
    """Lines that fit, `leading` apart."""

    size: float
    leading: float
    lines: Sequence[Line]


def fit(
    paragraphs: Sequence[Paragraph],
    width: float,
    height: float,
    steps: Iterable[Step],
    leading: tuple[float, float],
    tall: float = 1,
) -> Fitted | None:
    """The first step at which everything stands inside the box, or None.

    `leading` is the least and the most distance of two lines, in sizes: lines spread over the
    height as far as the most.  `tall` is the height of a line of itself, in sizes.
    """
    texts = [_Text(paragraph) for paragraph in paragraphs]
    spare: Fitted | None = None
    for size, most, firm in steps:
        if spare and size < spare.size * LESS:
            break
        broken = _break_all(texts, width / size, firm)
        if broken is None:
            continue
        count = sum(map(len, broken))
        if count > most or size * (tall + leading[0] * (count - 1)) > height + 1e-9:
            continue
        gap = size * leading[1]
        if count > 1:
            gap = min(gap, (height - tall * size) / (count - 1))
        pairs = zip(texts, broken, strict=True)
        fitted = Fitted(size, gap, [text.line(*ends, size, not at) for text, b in pairs for at, ends in enumerate(b)])
        if not any(text.ends_in_widow(lines) for text, lines in zip(texts, broken, strict=True)):
            return fitted
        spare = spare or fitted
    return spare


def _break_all(texts: Sequence[_Text], room: float, firm: int) -> list[list[tuple[int, int]]] | None:
    broken = []
    for text in texts:
        lines = text.broken(room, firm)
        if lines is None:
            return None
        broken.append(lines)
    return broken


@lru_cache(maxsize=4096)
def break_offsets(text: str) -> tuple[int, ...]:
    """Where a line may end: no punctuation begins a line, no bracket opened ends one, words stay whole."""
    return tuple(found.end() for found in TOKEN.finditer(text))


def line_ends(text: str, advances: Sequence[float], room: float, indent: float = 0) -> list[tuple[int, int]]:
    """Start and end of every line of a text of one style, `room` sizes wide; one line where nothing fits.

    A closing mark at a line's end may stand in the margin by the half of its square that is empty.
    """
    broken = _Text(Paragraph([Run(text, advances)], indent)).broken(room, NEVER, half=HALF)
    return broken if broken is not None else [(0, len(text))]


class _Text:
    """A paragraph measured once, to be broken at several sizes."""

    def __init__(self, paragraph: Paragraph) -> None:
        runs, self.indent, self.hang, wholes = paragraph
        self.text = "".join([run.text for run in runs])
        self.ends = list(accumulate(chain.from_iterable([run.advances for run in runs]), initial=0.0))
        self.whole = list(wholes)
        self.pieces: list[tuple[int, int, int]] = []  # start, end and tag; runs of one tag are one piece
        at = 0
        for text, _, whole, tag in runs:
            end = at + len(text)
            if whole:
                self.whole.append((at, end, whole))
            if self.pieces and self.pieces[-1][2] == tag:
                self.pieces[-1] = (self.pieces[-1][0], end, tag)
            else:
                self.pieces.append((at, end, tag))
            at = end
        self._breaks: dict[int, Sequence[int]] = {}

    def breaks(self, firm: int) -> Sequence[int]:
        """The offsets at which a line may end, none of them inside a run that stays whole."""
        if firm not in self._breaks:
            inside: set[int] = set()
            for start, end, whole in self.whole:
                if whole >= firm:
                    inside.update(range(start + 1, end))
            self._breaks[firm] = [at for at in break_offsets(self.text) if at not in inside]
        return self._breaks[firm]

    def broken(self, room: float, firm: int, half: str = "") -> list[tuple[int, int]] | None:
        """Start and end of every line, `room` sizes wide; None where a run that stays whole is wider."""
        ends, start, full = self.ends, 0, len(self.text)
        if ends[full] + self.indent <= room:
            return [(0, full)]
        lines: list[tuple[int, int]] = []
        while start < full:
            reach = ends[start] + room - (self.hang if lines else self.indent) + 1e-9
            far = bisect_right(ends, reach) - 1
            if far < full and self.text[far] in half and ends[far] + 0.5 <= reach:
                far += 1
            end = full if far >= full else self._end(start, far, firm)
            if end is None:
                return None
            lines.append((start, end))
            start = self._after_spaces(end)
        return lines

    def _end(self, start: int, far: int, firm: int) -> int | None:
        breaks = self.breaks(firm)
        place = bisect_right(breaks, far)
        if place and breaks[place - 1] > start:
            return breaks[place - 1]
        if far <= start or any(whole >= firm and at < far < end for at, end, whole in self.whole):
            return None
        return self._torn(start, far)

    def _torn(self, start: int, far: int) -> int:
        """A word that is wider than the line breaks where it must, but not before its punctuation."""
        at = far
        while at > start + 1 and (self.text[at] in CLOSING or self.text[at - 1] in OPENING):
            at -= 1
        return at if at > start + 1 else far

    def ends_in_widow(self, lines: Sequence[tuple[int, int]]) -> bool:
        """Whether the last of several lines holds next to nothing."""
        return len(lines) > 1 and self.ends[lines[-1][1]] - self.ends[lines[-1][0]] < WIDOW

    def _after_spaces(self, at: int) -> int:
        while at < len(self.text) and self.text[at].isspace():
            at += 1
        return at

    def line(self, start: int, end: int, size: float, first: bool) -> Line:
        """The pieces of a line, without the spaces at its end."""
        while end > start and self.text[end - 1].isspace():
            end -= 1
        left = (self.indent if first else self.hang) - self.ends[start]
        spans = []
        for at, stop, tag in self.pieces:
            if at < end and stop > start:
                begin = max(at, start)
                spans.append(Span((left + self.ends[begin]) * size, self.text[begin : min(stop, end)], tag))
        return Line(spans, (left + self.ends[end]) * size)
