"""Laid-out certificates as PDF: the background as one form, each page's text, whole files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from papers.certificate_face import GOLD, HIGH, INK, MM, PALE, RED, SEAL, WIDE, Code, Mark, Page
from papers.certificate_font import Subset, advances
from papers.certificate_words import HONOUR, SEAL_WORDS, TAKING_PART
from papers.cutting import Beginning, begin, finish, stream, words

HEADING_CHARS = "".join(dict.fromkeys(HONOUR + TAKING_PART))
HEADING_SIZE, HEADING_PITCH, HEADING_FOOT, HEADING_LINE = 52.0, 25.6 * MM, 45.0, 52.0
MEDIA = f"[0 0 {WIDE * MM:.2f} {HIGH * MM:.2f}]"
FONT_OBJECTS = 5
NEAR = 3.6  # mm, the arms of the corner ticks


class Paper(NamedTuple):
    """What all files of a batch begin with, and what is said on every page.

    `headings` are those of the forms, none where text is printed over bought paper; `shift` is
    how far everything moves right and up, in points.
    """

    beginning: Beginning
    headings: tuple[str, ...]
    shift: tuple[float, float]
    fixed: tuple[str, str]

    @property
    def pages(self) -> int:
        """The number of the object that lists the pages; the properties and the fonts follow."""
        return len(self.beginning.offsets) + 1


def printed_paper(headings: Sequence[str]) -> Paper:
    """White paper, with a background for each heading that is used."""
    fonts = _fonts(2 + len(headings) + 2)
    forms = [_form(heading, fonts) for heading in headings]
    beginning = begin([_catalogue(len(headings)), *forms])
    return Paper(beginning, tuple(headings), (0, 0), (SEAL_WORDS, HEADING_CHARS))


def bought_paper(right: float, down: float) -> Paper:
    """Paper with frame and heading printed already; the text moves by millimetres."""
    return Paper(begin([_catalogue(0)]), (), (right * MM, -down * MM), ("", ""))


def write(paper: Paper, pages: Sequence[Page], title: str, shared: bool) -> bytes:
    """A file of these pages, with a font of their characters alone."""
    fonts = [Subset(bold, paper.fixed[bold], _text(pages, bold)) for bold in (False, True)]
    first = paper.pages + 2 + 2 * FONT_OBJECTS
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    names = "".join(f"/F{at} {2 + at} 0 R" for at in range(len(paper.headings)))
    listed = (
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox{MEDIA}"
        f"/Resources<</Font{_fonts(paper.pages + 2)}/XObject<<{names}>>>>>>"
    )
    objects = [
        listed.encode(),
        f"<</Title{words(title)}/Creator(Liangfen)/Producer(Liangfen)>>".encode(),
        *fonts[0].objects(paper.pages + 2, shared),
        *fonts[1].objects(paper.pages + 2 + FONT_OBJECTS, shared),
        *chain.from_iterable(_page(paper, page, first + 2 * at, fonts) for at, page in enumerate(pages)),
    ]
    return finish(paper.beginning, objects, 1, paper.pages + 1)


def _text(pages: Sequence[Page], bold: bool) -> str:
    return "".join([mark.text for page in pages for mark in page.marks if mark.bold is bold])


def _catalogue(forms: int) -> bytes:
    return f"<</Type/Catalog/Pages {forms + 2} 0 R/Lang(zh-CN)/ViewerPreferences<</DisplayDocTitle true>>>>".encode()


def _fonts(first: int) -> str:
    return f"<</R {first} 0 R/B {first + FONT_OBJECTS} 0 R>>"


def _page(paper: Paper, page: Page, number: int, fonts: Sequence[Subset]) -> tuple[bytes, bytes]:
    head = "1 0 0 1 {:.2f} {:.2f} cm".format(*paper.shift)
    if paper.headings:
        head = f"/F{paper.headings.index(page.heading)} Do"
    code = code_drawing(page.code) if page.code else ""
    content = f"{head}\n{page.drawing}{marks_drawing(page.marks, fonts)}{code}".encode()
    return f"<</Type/Page/Parent {paper.pages} 0 R/Contents {number + 1} 0 R>>".encode(), stream(content)


def marks_drawing(marks: Sequence[Mark], fonts: Sequence[Subset]) -> str:
    """Pieces of text as operators."""
    lines = ["BT"]
    set_as: tuple[object, ...] = ()
    for x, y, size, tracking, bold, tint, text in marks:
        if (size, tracking, bold, tint) != set_as:
            set_as = (size, tracking, bold, tint)
            lines.append(f"/{'RB'[bold]} {size:.2f} Tf {tracking:.2f} Tc {colour(tint)} rg")
        lines.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm {fonts[bold].encode(text)} Tj")
    return "\n".join([*lines, "ET\n"])


def code_drawing(code: Code) -> str:
    """A QR code as a mask of one bit a module, through which the ink is poured."""
    x, y, side, modules, bits = code
    return (
        f"q {colour(INK)} rg {side:.2f} 0 0 {side:.2f} {x:.2f} {y:.2f} cm\n"
        f"BI /IM true /W {modules} /H {modules} /BPC 1 /D [1 0] /F /AHx ID {bits.hex()}> EI Q\n"
    )


@cache
def colour(tint: str) -> str:
    """#A3261F as three numbers."""
    return " ".join(f"{int(tint[at : at + 2], 16) / 255:.3f}" for at in (1, 3, 5))


def _form(heading: str, fonts: str) -> bytes:
    """The background: frame, hairline, heading, the place for the seal."""
    drawing = "\n".join([frame_drawing(), _heading_drawing(heading), seal_drawing()])
    entries = f"/Type/XObject/Subtype/Form/BBox{MEDIA}/Resources<</Font{fonts}>>"
    return stream(drawing.encode(), entries)


def frame_drawing() -> str:
    """A red rule of 1.1 mm, 8.5 mm from the edge, and a gold hairline inside it."""
    return "\n".join([_frame(8.5, 1.1, RED), _frame(11.3, 0.25, GOLD)])


def _frame(edge: float, thick: float, tint: str) -> str:
    inset = edge + thick / 2
    x, width, height = inset * MM, (WIDE - 2 * inset) * MM, (HIGH - 2 * inset) * MM
    return f"{colour(tint)} RG {thick * MM:.3f} w {x:.3f} {x:.3f} {width:.3f} {height:.3f} re S"


def _heading_drawing(heading: str) -> str:
    width = HEADING_PITCH * (len(heading) - 1) + HEADING_SIZE
    left, middle = (WIDE * MM - width) / 2, WIDE * MM / 2
    marks = [Mark(left, (HIGH - HEADING_FOOT) * MM, HEADING_SIZE, HEADING_PITCH - HEADING_SIZE, True, RED, heading)]
    y, half = (HIGH - HEADING_LINE) * MM, 26.5 * MM
    line = f"{colour(GOLD)} RG 0.9 w {middle - half:.2f} {y:.2f} m {middle + half:.2f} {y:.2f} l S"
    return f"{line}\n{marks_drawing(marks, _fixed_fonts())}"


def seal_drawing() -> str:
    """Four corner ticks and 盖章处: the seal is a real stamp and is never drawn."""
    left, top, side = (length * MM for length in SEAL)
    arm, high = NEAR * MM, HIGH * MM - top
    ticks = [
        f"{x:.2f} {y + down * arm:.2f} m {x:.2f} {y:.2f} l {x + right * arm:.2f} {y:.2f} l S"
        for x, right in ((left, 1), (left + side, -1))
        for y, down in ((high, -1), (high - side, 1))
    ]
    size = 11.0
    width = sum(advances(SEAL_WORDS, False)) * size
    mark = Mark(left + (side - width) / 2, high - 6.4 * MM, size, 0, False, PALE, SEAL_WORDS)
    return "\n".join([f"{colour(GOLD)} RG 0.6 w", *ticks, marks_drawing([mark], _fixed_fonts())])


def _fixed_fonts() -> list[Subset]:
    """The codes of the background's characters: the same in every file, for they come first in its fonts."""
    return [Subset(False, SEAL_WORDS, ""), Subset(True, HEADING_CHARS, "")]
