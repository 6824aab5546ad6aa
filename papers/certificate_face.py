"""How a certificate looks: the boxes of an A4 page laid across, the sizes of type, where each word stands.

Lengths are millimetres from the page's top left corner; what leaves here are points from its bottom left.

The ground is white.  A tinted ground would be printed as a screen of dots with the printer's unprinted
margin around it, and associations bring their own paper: the warmth is the paper's.  For the same reason
the frame stands 8.5 mm from the edge, inside what every printer reaches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from papers.certificate_font import advances
from papers.certificate_words import AWARD, CONTEST, LOOK_UP, NUMBER_WORDS, PLAIN, SCAN, Words
from papers.documents import PrintRefused
from papers.fitting import ALWAYS, NEVER, WHERE_IT_MAY, Fitted, Paragraph, Run, Step, fit
from papers.qr import qr_code

MM = 72 / 25.4
WIDE, HIGH = 297, 210
ASCENT, DESCENT = 0.88, 0.3  # of the face's tall letters and of its j, in sizes
TALL = ASCENT + DESCENT
RED, GOLD, INK, SOFT, PALE = "#A3261F", "#B48A3C", "#2A1A12", "#4A382C", "#7A6549"
WHOLE = {PLAIN: NEVER, CONTEST: WHERE_IT_MAY, AWARD: ALWAYS}
AWARD_SCALE, AWARD_TRACKING, GAP = 1.36, 0.08, 0.22
SHOWN = 40  # characters of a text that is refused
LISTED = "小组成员："
TEAR = ALWAYS + 1  # a firmness that no run has: everything may be broken


class Block(NamedTuple):
    """A box that a text never leaves, and the steps by which it gets in.

    `leading` is the least and the most distance of lines; `tall` the height of a line of itself,
    both in sizes; `foot` lets the text stand on the box's foot, `centred` in its middle; `drop` lets
    it sink by so much where there is room.
    """

    x: float
    y: float
    width: float
    height: float
    steps: tuple[Step, ...]
    leading: tuple[float, float] = (1.4, 1.5)
    tall: float = TALL
    foot: bool = False
    centred: bool = False
    drop: float = 0


class Style(NamedTuple):
    """How a run is set: weight, colour, size and tracking relative to the block's size."""

    bold: bool
    colour: str
    scale: float = 1
    tracking: float = 0


class Mark(NamedTuple):
    """A piece of text in its place: baseline's start, size and tracking in points."""

    x: float
    y: float
    size: float
    tracking: float
    bold: bool
    colour: str
    text: str


class Code(NamedTuple):
    """A QR code's modules as rows of bits packed into bytes, and its square in points."""

    x: float
    y: float
    side: float
    modules: int
    bits: bytes


class Page(NamedTuple):
    """One certificate, laid out; `drawing` are operators for what lies beneath its text."""

    heading: str
    marks: Sequence[Mark]
    code: Code | None = None
    drawing: str = ""


def _steps(sizes: Sequence[float], lines: int = 99, firm: int = ALWAYS) -> tuple[Step, ...]:
    return tuple(Step(size, lines, firm) for size in sizes)


LEFT, COLUMN, QR_SIDE = 36, 225, 21
ONE, TWO = (22, 20, 18), (18, 17, 16, 15)
ADDRESSEE = Block(
    LEFT, 57.3, COLUMN, 16.6,
    (*_steps(ONE, 1), *_steps(TWO, 2, WHERE_IT_MAY), *_steps((16, 15, 14), 2), *_steps((13, 12, 11, 10), 3)),
    (1.3, 1.4), foot=True,
)  # fmt: skip
# the contest's name stays on one line down to a size that still reads well; below, the size comes first
BODY = Block(
    LEFT, 77.5, COLUMN, 57.5,
    (*_steps((22, 20, 18, 17, 16), firm=WHERE_IT_MAY), *_steps((18, 17, 16, 15, 14, 13, 12)),
     *_steps((12, 11, 10), firm=TEAR)),
    (1.5, 2.0), tall=TALL + AWARD_SCALE - 1,
)  # fmt: skip
MEMBERS = Block(
    LEFT, 139.5, 154, 21.5, (*_steps((14, 13, 12, 11, 10, 9, 8)), *_steps((8, 7), firm=TEAR)), (1.4, 1.55), drop=3
)
RECORD = (11.5, 11, 10, 9, 8)
NUMBER, NOTE, ADDRESS = (
    Block(LEFT, top, 140, high, (*_steps(RECORD, 1), *_steps((8, 7), 2, TEAR)), (1.15, 1.2), foot=True)
    for top, high in ((166.5, 7), (173.5, 7), (180.5, 7.3))
)
ASIDE = QR_SIDE + 4.5
BESIDE_QR = {block: block._replace(x=LEFT + ASIDE, width=block.width - ASIDE) for block in (NUMBER, NOTE, ADDRESS)}
ISSUER = Block(
    178, 161.5, 83, 14.5,
    (*_steps((17.5, 16, 14.5), 1), *_steps((14, 13, 12), 2, WHERE_IT_MAY), *_steps((11, 10), 3, WHERE_IT_MAY),
     *_steps((12, 11, 10, 9, 8))),
    (1.25, 1.35), foot=True, centred=True,
)  # fmt: skip
DATE = Block(178, 178, 83, 8.5, _steps((17.5,), 1), foot=True, centred=True)
SEAL = (197.5, 146.5, 44)

TEXT, STRONG, RED_AWARD, CAPTION = Style(False, INK), Style(True, INK), Style(
    True, RED, AWARD_SCALE, AWARD_TRACKING
), Style(False, SOFT)  # fmt: skip


class _TooLong(Exception):
    """A text beyond the last step."""


def lay_out(words: Words, qr: str = "", verify: str = "") -> Page:
    """Every word in its place; raises PrintRefused where even the smallest step is too large."""
    try:
        marks = [
            *_placed(ADDRESSEE, [_addressee(words.addressee)], STRONG),
            *_placed(BODY, _body(words)),
            *(_placed(MEMBERS, [_members(words.members)], CAPTION) if words.members else ()),
            *_record(words.number, qr, verify),
            *_issued(words.organiser, words.date),
        ]
    except _TooLong as problem:
        number = words.number.removeprefix(NUMBER_WORDS)
        raise PrintRefused("certificate_text_too_long", number=number, text=str(problem)) from None
    return Page(words.heading, marks, _code(qr) if qr else None)


def _addressee(names: Sequence[str]) -> Paragraph:
    runs = [Run(name, advances(name, True), WHERE_IT_MAY) for name in names]
    if len(runs) == 2:
        runs.insert(1, Run(" ", advances(" ", True)))
    return Paragraph(runs)


def _body(words: Words) -> list[Paragraph]:
    runs = []
    for at, (piece, kind) in enumerate(words.body, 1):
        style = RED_AWARD if kind == AWARD else TEXT
        widths = advances(piece, style.bold, style.scale, style.tracking)
        if words.body[at : at + 1] and words.body[at][1] == AWARD:
            widths = (*widths[:-1], widths[-1] + GAP)
        runs.append(Run(piece, widths, WHOLE[kind], kind if kind == AWARD else PLAIN))
    return [Paragraph(runs, indent=2), Paragraph([Run(words.closing, advances(words.closing, False))], indent=2)]


def _members(names: Sequence[str]) -> Paragraph:
    """A list whose lines end between names, and go on beneath the first of them."""
    text = LISTED + "、".join(names)
    ends = list(accumulate([len(name) + 1 for name in names], initial=len(LISTED)))
    wholes = [(start, min(end, len(text)), ALWAYS) for start, end in pairwise(ends)]
    return Paragraph([Run(text, advances(text, False))], 0, len(LISTED), wholes)


def _organiser(names: str) -> Paragraph:
    """Bodies that issue together stand undivided: a line ends between them."""
    listed = re.findall("[^、，；]*[、，；]|[^、，；]+", names)
    return Paragraph([Run(name, advances(name, False), WHERE_IT_MAY) for name in listed])


def _record(number: str, qr: str, verify: str) -> list[Mark]:
    """Number, what it is for, and where; one line alone stands at the foot, as three do."""
    lines = [number]
    if qr or verify:
        lines.append(SCAN if qr else LOOK_UP)
    if verify:
        lines.append(verify)
    marks = []
    for block, line in zip((NUMBER, NOTE, ADDRESS)[-len(lines) :], lines, strict=True):
        marks += _placed(BESIDE_QR[block] if qr else block, [_paragraph(line)], CAPTION)
    return marks


@lru_cache(maxsize=64)
def _issued(organiser: str, date: str) -> tuple[Mark, ...]:
    return (*_placed(ISSUER, [_organiser(organiser)]), *_placed(DATE, [_paragraph(date)]))


def _paragraph(text: str) -> Paragraph:
    return Paragraph([Run(text, advances(text, False))])


def _placed(block: Block, paragraphs: list[Paragraph], style: Style = TEXT) -> list[Mark]:
    width, height = block.width * MM, block.height * MM
    fitted = fit(paragraphs, width, height, block.steps, block.leading, block.tall)
    if fitted is None:
        texts = [run.text for run in paragraphs[0].runs]
        longest = max(texts, key=len)
        raise _TooLong((longest if len(longest) > SHOWN else "".join(texts))[:SHOWN])
    return _marks(block, fitted, {PLAIN: style, AWARD: RED_AWARD})


def _marks(block: Block, fitted: Fitted, styles: dict[int, Style]) -> list[Mark]:
    size, leading, lines = fitted
    down = size * (block.tall - DESCENT)
    if block.foot:
        down = block.height * MM - size * DESCENT - leading * (len(lines) - 1)
    elif block.drop:
        room = block.height * MM - size * block.tall - leading * (len(lines) - 1)
        down += min(block.drop * MM, room / 2)
    baseline = (HIGH - block.y) * MM - down
    marks = []
    for line in lines:
        left = block.x * MM + ((block.width * MM - line.right) / 2 if block.centred else 0)
        for x, text, tag in line.spans:
            bold, colour, scale, tracking = styles[tag]
            marks.append(Mark(left + x, baseline, size * scale, size * tracking, bold, colour, text))
        baseline -= leading
    return marks


def _code(text: str) -> Code:
    modules, bits = qr_code(text)
    foot = ADDRESS.y + ADDRESS.height - 0.3
    return Code(LEFT * MM, (HIGH - foot) * MM, QR_SIDE * MM, modules, bits)
