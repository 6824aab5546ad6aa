"""Laid-out certificates as PDF: the background as one form, each page's text, whole files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from papers.certificate_face import GOLD, HIGH, INK, MM, PALE, RED, SEAL, WIDE, Code, Mark, Page
from papers.certificate_font import Subset, advances
from papers.certificate_words import HONOUR, SEAL_WORDS, TAKING_PART
from papers.cutting import Beginning, begin, extend, finish, stream, words

HEADING_CHARS = "".join(dict.fromkeys(HONOUR + TAKING_PART))
HEADING_SIZE, HEADING_PITCH, HEADING_FOOT, HEADING_LINE = 52.0, 25.6 * MM, 45.0, 52.0
MEDIA = f"[0 0 {WIDE * MM:.2f} {HIGH * MM:.2f}]"
FONT_OBJECTS = 5
NEAR = 3.6  # mm, the arms of the corner ticks


class Paper(NamedTuple):
    """What all files of a batch begin with, and what is said on every page.

    The objects of a file are the catalogue, a form for each of the `headings` (none where text is
    printed over bought paper), the fonts, the list of pages, the properties, then the pages.
    `shift` is how far everything moves right and up, in points; `fixed` are the characters with
    which the fonts begin.
    """

    beginning: Beginning
    headings: tuple[str, ...]
    shift: tuple[float, float] = (0, 0)
    fixed: tuple[str, str] = ("", "")


class Sheaf(NamedTuple):
    """What files of some pages begin with: a paper, and fonts with the characters of these pages."""

    paper: Paper
    beginning: Beginning
    fonts: tuple[Subset, Subset]


def printed_paper(headings: Sequence[str]) -> Paper:
    """White paper, with a background for each heading that is used."""
    forms = [_form(heading, len(headings)) for heading in headings]
    return Paper(begin([_catalogue(len(headings)), *forms]), tuple(headings), fixed=(SEAL_WORDS, HEADING_CHARS))


def bought_paper(right: float, down: float) -> Paper:
    """Paper with frame and heading printed already; the text moves by millimetres."""
    return Paper(begin([_catalogue(0)]), (), (right * MM, -down * MM))


def sheaf(paper: Paper, pages: Sequence[Page], tight: bool) -> Sheaf:
    """The fonts for these pages; `tight` takes the time to make them small."""
    regular, bold = (Subset(heavy, paper.fixed[heavy], _text(pages, heavy)) for heavy in (False, True))
    first = len(paper.beginning.offsets) + 1
    objects = (*regular.objects(first, tight), *bold.objects(first + FONT_OBJECTS, tight))
    return Sheaf(paper, extend(paper.beginning, objects), (regular, bold))


def write(made: Sheaf, pages: Sequence[Page], title: str) -> bytes:
    """A file of pages whose characters the sheaf has."""
    forms = len(made.paper.headings)
    listed = _listed(forms)
    kids = " ".join([f"{listed + 2 + 2 * at} 0 R" for at in range(len(pages))])
    names = "".join([f"/F{at} {2 + at} 0 R" for at in range(forms)])
    tree = (
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox{MEDIA}"
        f"/Resources<</Font{_fonts(forms)}/XObject<<{names}>>>>>>"
    )
    properties = f"<</Title{words(title)}/Creator(Liangfen)/Producer(Liangfen)>>"
    drawn = [_page(made, page, listed + 3 + 2 * at) for at, page in enumerate(pages)]
    objects = [tree.encode(), properties.encode(), *chain.from_iterable(drawn)]
    return finish(made.beginning, objects, 1, listed + 1)


def _text(pages: Sequence[Page], bold: bool) -> str:
    return "".join([mark.text for page in pages for mark in page.marks if mark.bold is bold])


def _listed(forms: int) -> int:
    """The number of the list of pages, after the catalogue, the forms and the fonts."""
    return 2 + forms + 2 * FONT_OBJECTS


def _catalogue(forms: int) -> bytes:
    view = "/ViewerPreferences<</DisplayDocTitle true>>"
    return f"<</Type/Catalog/Pages {_listed(forms)} 0 R/Lang(zh-CN){view}>>".encode()


def _fonts(forms: int) -> str:
    return f"<</R {2 + forms} 0 R/B {2 + forms + FONT_OBJECTS} 0 R>>"


def _page(made: Sheaf, page: Page, content: int) -> tuple[bytes, bytes]:
    """A page and its content, which is object number `content`."""
    paper = made.paper
    head = "1 0 0 1 {:.2f} {:.2f} cm".format(*paper.shift)
    if paper.headings:
        head = f"/F{paper.headings.index(page.heading)} Do"
    code = code_drawing(page.code) if page.code else ""
    drawing = f"{head}\n{page.drawing}{marks_drawing(page.marks, made.fonts)}{code}"
    entries = f"<</Type/Page/Parent {_listed(len(paper.headings))} 0 R/Contents {content} 0 R>>"
    return entries.encode(), stream(drawing.encode())


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


def _form(heading: str, forms: int) -> bytes:
    """The background: frame, hairline, heading, the place for the seal."""
    drawing = "\n".join([frame_drawing(), _heading_drawing(heading), seal_drawing()])
    entries = f"/Type/XObject/Subtype/Form/BBox{MEDIA}/Resources<</Font{_fonts(forms)}>>"
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
