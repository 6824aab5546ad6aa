"""The kit of every printed sheet: parts of A4 pages with a head, "第 x 页 / 共 y 页", tables, places to sign.

A document is a row of parts; each part counts its own pages, so that a judge's sheet or a pool's list
is whole by itself when the stack is divided.  Same values, same bytes: nothing here asks the clock.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    LongTable,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from papers.chinese_lines import ChineseParagraph
from papers.face import BOLD, REGULAR, missing_glyphs, register_faces, width_of
from papers.foot import FOOT, MARGIN, draw_foot

INK, MUTED, RULE, GROUND, RED = (HexColor(c) for c in ("#1A1F24", "#4A5560", "#6F7C89", "#EEF1F4", "#A3261F"))
LONGEST = 2_000  # characters of one paragraph; beyond that ReportLab's line breaking takes seconds

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=16, textColor=INK, wordWrap="CJK")
SMALL = ParagraphStyle("small", BODY, fontSize=9, leading=12.5)
MUTED_SMALL = ParagraphStyle("muted", SMALL, textColor=MUTED)
CELL = ParagraphStyle("cell", BODY, fontSize=9, leading=12)
CELL_BOLD = ParagraphStyle("cell bold", CELL, fontName=BOLD)
CELL_CENTRE = ParagraphStyle("cell centre", CELL, alignment=TA_CENTER)
CELL_RIGHT = ParagraphStyle("cell right", CELL, alignment=TA_RIGHT)
HEADING = ParagraphStyle("heading", CELL_BOLD, alignment=TA_CENTER)
TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=18, leading=25, alignment=TA_CENTER)
SUBTITLE = ParagraphStyle("subtitle", BODY, fontSize=10.5, leading=15, alignment=TA_CENTER, textColor=MUTED)
SECTION = ParagraphStyle("section", BODY, fontName=BOLD, fontSize=12, leading=18, spaceBefore=8, spaceAfter=4)

GRID = [
    ("GRID", (0, 0), (-1, -1), 0.5, RULE),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
    ("LEFTPADDING", (0, 0), (-1, -1), 3),
    ("RIGHTPADDING", (0, 0), (-1, -1), 3),
]


@dataclass(frozen=True, slots=True)
class Part:
    """Pages that belong together; `mark` stands at the foot of each, one line or two (`papers.foot`).

    `banner` stands in red at the top of each: what nobody may overlook on any page ("暂定").
    """

    story: Sequence[Flowable]
    mark: str = ""
    landscape: bool = False
    banner: str = ""


def text(words: str, style: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph of plain text: nothing in it is markup; "\\n" breaks the line."""
    return ChineseParagraph(_broken(words), style)


def struck(words: str, style: ParagraphStyle = CELL) -> Paragraph:
    """A paragraph of plain text, struck through: it was so once and no longer counts."""
    return ChineseParagraph(f"<strike>{_broken(words)}</strike>", style)


def _broken(words: str) -> str:
    """As ReportLab wants it; a character that the face lacks stands as its code.

    A name that cannot be printed is refused at the set-up; of what people write in a reason or a comment
    nothing stops a sheet on which everybody else's results stand.
    """
    lacking = missing_glyphs(words)
    shown = words[:LONGEST].translate({ord(char): f"〔U+{ord(char):04X}〕" for char in lacking})
    return escape(shown).replace("\n", "<br/>")


def head(title: str, *lines: str) -> list[Flowable]:
    """A sheet's title and the lines beneath it; one wider than an upright page parts at its "　"."""
    wide = page_width()
    fitted = (line if width_of(line, SUBTITLE.fontSize) <= wide else line.replace("　", "\n", 1) for line in lines)
    return [text(title, TITLE), *(text(line, SUBTITLE) for line in fitted if line), Spacer(0, 4 * mm)]


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[str | Flowable]],
    widths: Sequence[float],
    styles: Sequence[ParagraphStyle] = (),
    more: Sequence[Any] = (),
) -> LongTable:
    """A grid whose headings repeat on every page.

    `widths` in points; `styles` one for each column (left-aligned cells where none is given);
    `more` are further ReportLab table commands.
    """
    columns = [*styles, *([CELL] * (len(widths) - len(styles)))]
    body = [[_cell(value, style) for value, style in zip(row, columns, strict=True)] for row in rows]
    repeat = 1 if headings else 0
    first = [[text(heading, HEADING) for heading in headings]] if headings else []
    ground = [("BACKGROUND", (0, 0), (-1, 0), GROUND)] if headings else []
    return LongTable(first + body, colWidths=list(widths), repeatRows=repeat, style=[*GRID, *ground, *more])


def _cell(value: str | Flowable, style: ParagraphStyle) -> Flowable:
    return text(value, style) if isinstance(value, str) else value


def signatures(*labels: str, width: float) -> Table:
    """A row of places to sign: "组长签字：" over a line, as wide as `width` points in all."""
    gap = 6 * mm
    each = (width - gap * (len(labels) - 1)) / len(labels)
    cells: list[Flowable | str] = []
    for label in labels:
        cells += ["", text(f"{label}：", SMALL)]
    place = Table([cells[1:]], colWidths=[each, gap] * (len(labels) - 1) + [each], rowHeights=[16 * mm])
    lines = [("LINEBELOW", (2 * at, 0), (2 * at, 0), 0.6, INK) for at in range(len(labels))]
    place.setStyle([("VALIGN", (0, 0), (-1, -1), "BOTTOM"), ("LEFTPADDING", (0, 0), (-1, -1), 2), *lines])
    return place


def page_width(wide: bool = False) -> float:
    """The width between the margins in points, of an upright or a lying (`wide`) page."""
    size = landscape(A4) if wide else A4
    width: float = size[0] - 2 * MARGIN
    return width


class _Counting(Canvas):
    """Pages are written at the end, when each part knows how many it has."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._pages: list[dict[str, Any]] = []
        self.part = 0
        self.marks: list[str] = []
        self.banners: list[str] = []

    def showPage(self) -> None:
        """Keep the page for later."""
        self._pages.append({**self.__dict__, "_in_part": self.part})
        self._startPage()

    def save(self) -> None:
        """Write every page with its number."""
        pages = self._pages
        totals: dict[int, int] = {}
        for page in pages:
            totals[page["_in_part"]] = totals.get(page["_in_part"], 0) + 1
        counted: dict[int, int] = {}
        for page in pages:
            part = page["_in_part"]
            counted[part] = counted.get(part, 0) + 1
            self.__dict__.update(page)
            draw_foot(self, self.marks[part], f"第 {counted[part]} 页 / 共 {totals[part]} 页")
            self._banner(self.banners[part])
            super().showPage()
        super().save()

    def _banner(self, words: str) -> None:
        if words:
            self.setFont(BOLD, 10)
            self.setFillColor(RED)
            width, height = self._pagesize
            self.drawCentredString(width / 2, height - 10.5 * mm, words)


class WhenDrawn(Flowable):
    """Calls when its place on the paper is reached: how far a long document is."""

    def __init__(self, call: Callable[[], None]) -> None:
        super().__init__()
        self._call = call

    def wrap(self, *_available: float) -> tuple[float, float]:
        """It takes no room."""
        return 0, 0

    def draw(self) -> None:
        """Nothing is drawn."""
        self._call()


class _PartBegins(WhenDrawn):
    """Tells the canvas which part its pages belong to from here on."""

    def __init__(self, part: int) -> None:
        super().__init__(self._begin)
        self.part = part

    def _begin(self) -> None:
        self.canv.part = self.part


def sheets_pdf(title: str, parts: Sequence[Part]) -> bytes:
    """All parts as one PDF, each beginning on a page of its own; `title` is the document's own property."""
    register_faces()
    sink = io.BytesIO()
    marks, banners = [part.mark for part in parts], [part.banner for part in parts]

    def canvas(*args: Any, **more: Any) -> _Counting:
        made = _Counting(*args, **{**more, "invariant": 1, "pageCompression": 1})
        made.marks, made.banners = marks, banners
        return made

    document = BaseDocTemplate(sink, pagesize=A4, title=title, author="", creator="Liangfen", lang="zh-CN")
    document.addPageTemplates([_page("upright", A4), _page("wide", landscape(A4))])
    story: list[Flowable] = []
    for number, part in enumerate(parts):
        story.append(NextPageTemplate("wide" if part.landscape else "upright"))
        if number:
            story.append(PageBreak())
        story += [_PartBegins(number), *part.story]
    if parts and parts[0].landscape:
        document.pageTemplates.reverse()
    document.build(story, canvasmaker=canvas)
    return sink.getvalue()


def _page(name: str, size: tuple[float, float]) -> PageTemplate:
    width, height = size
    frame = Frame(MARGIN, FOOT, width - 2 * MARGIN, height - FOOT - 13 * mm, 0, 0, 0, 0)
    return PageTemplate(name, [frame], pagesize=size)
