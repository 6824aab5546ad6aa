"""The evening before: one PDF that the secretariat prints once, with a cover that says what to do with it."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Spacer

from papers.documents import Output
from papers.evening_ballots import ballot_pages, ballots_of
from papers.evening_cards import card_pages
from papers.evening_checklists import checklist_pages
from papers.evening_order import order_pages, when_and_where
from papers.evening_pages import Page, flowed
from papers.evening_plates import plate_pages
from papers.evening_values import PARTS, Evening, EveningPart
from papers.face import register_faces
from papers.sheet import BODY, CELL, CELL_BOLD, CELL_CENTRE, RED, SECTION, head, table, text

__all__ = ["Evening", "print_evening"]

TOLD_EVERY = 10  # pages
HEADINGS = ("内容", "页", "数量", "怎么做", "给谁")
WIDTHS = (24, 20, 34, 64, 36)
AIRY = [("RIGHTPADDING", (0, 0), (-1, -1), 7)]  # room for a comma that hangs over the edge


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of the print: its name, how to handle it, for whom, and how it is made."""

    title: str
    handling: str
    receiver: str
    pages: Callable[[Evening], list[Page]]


CHAPTERS: dict[EveningPart, Chapter] = {
    "cards": Chapter(
        "评委卡片",
        "厚纸单面，沿虚线裁成八张。卡片就是钥匙：装信封，印坏的碎掉。",
        "当面交给评委本人",
        card_pages,
    ),
    "plates": Chapter(
        "席位牌",
        "厚纸单面，沿虚线向外对折，立在席位前。",
        "会务，摆在评委席",
        plate_pages,
    ),
    "order": Chapter(
        "出场顺序",
        "竖页贴在会场门口；横页是记录表，计时员、主持人各一份，用完签字交回。",
        "会务、计时员、主持人",
        order_pages,
    ),
    "ballots": Chapter(
        "纸质评分表",
        "备用，单面。每位评委一叠，以封面开头：裁一刀，上半叠放在下半叠上面，顺序就对了，夹好。",
        "摆在评委席；写过的由记分员收",
        ballot_pages,
    ),
    "checklists": Chapter(
        "检查单",
        "每个岗位一页，做完一项勾一项。",
        "各岗位",
        checklist_pages,
    ),
}


def print_evening(values: Evening, out: Output) -> None:
    """`evening.pdf`: the parts that are wanted, in their order, behind a cover where there are several.

    A single part has no cover, unless its codes would open on no other device.

    Raises PrintRefused for a character that the face lacks in what is drawn large, as on a plate.
    """
    register_faces()
    wanted = [part for part in PARTS if part in values.parts or not values.parts]
    chapters = [(part, CHAPTERS[part].pages(values)) for part in wanted]
    alone = len(wanted) == 1 and not opens_only_here(values.address)
    cover = [] if alone else flowed(_cover(values, chapters), values.mark)
    of = len(cover) + sum(len(pages) for _, pages in chapters)
    sink = io.BytesIO()
    canvas = Canvas(sink, pagesize=A4, invariant=1, pageCompression=1, lang="zh-CN")
    canvas.setTitle(f"{values.contest} 赛前一晚")
    canvas.setCreator("Liangfen")
    done = 0
    for title, pages in [("封面", cover), *((CHAPTERS[part].title, pages) for part, pages in chapters)]:
        done = _draw(canvas, title, pages, done, of, out)
    out.file("evening.pdf", _finished(canvas, sink, of))
    out.progress(of, of)


def opens_only_here(address: str) -> bool:
    """Whether an address leads every device to itself, as 127.0.0.1 does."""
    host = urlsplit(address).hostname or ""
    return host in ("localhost", "::1") or host.startswith("127.")


def _draw(canvas: Canvas, title: str, pages: list[Page], done: int, of: int, out: Output) -> int:
    """One chapter onto the canvas, with its place in the outline; the number of pages done then."""
    for at, page in enumerate(pages):
        canvas.setPageSize(page.size)
        if not at:
            canvas.bookmarkPage(title)
            canvas.addOutlineEntry(title, title)
        page.draw(canvas)
        canvas.showPage()
        done += 1
        if done % TOLD_EVERY == 0:
            out.progress(done, of)
    return done


def _finished(canvas: Canvas, sink: io.BytesIO, pages: int) -> bytes:
    """The document's bytes; one that would have no page says that there was nothing to print."""
    if not pages:
        for page in flowed([text("没有要打印的内容：还没有评委席位或成果。", BODY)]):
            page.draw(canvas)
            canvas.showPage()
    canvas.save()
    return sink.getvalue()


def _cover(evening: Evening, chapters: list[tuple[EveningPart, list[Page]]]) -> list[Flowable]:
    rows, first = [], 2
    for part, pages in chapters:
        chapter, last = CHAPTERS[part], first + len(pages) - 1
        span = "—" if not pages else f"{first}" if first == last else f"{first}–{last}"
        rows.append((chapter.title, span, _count(evening, part), chapter.handling, chapter.receiver))
        first = last + 1
    widths = [part * mm for part in WIDTHS]
    sessions = [
        f"{room.name}：{when_and_where(room)}，{len(room.turns)} 项成果，{len(room.seats)} 席。"
        for room in evening.rooms
    ]
    return [
        *head("赛前一晚", evening.contest, evening.organiser),
        table(HEADINGS, rows, widths, (CELL_BOLD, CELL_CENTRE, CELL, CELL, CELL), AIRY),
        Spacer(0, 3 * mm),
        text("场次", SECTION),
        *(text(words, CELL) for words in sessions),
        Spacer(0, 2 * mm),
        text("打印", SECTION),
        *([text(ONLY_HERE.format(address=evening.address), WARNING)] if opens_only_here(evening.address) else []),
        *(text(words, CELL) for words in PRINTING),
    ]


WARNING = ParagraphStyle("warning", CELL_BOLD, textColor=RED, fontSize=11, leading=15, spaceAfter=4)
ONLY_HERE = (
    "先不要印：卡片和评分表上的二维码指向 {address}，平板打不开。"
    "请用平板也能打开的地址（会场网络地址，或设好 PUBLIC_URL）打开控台，再打印。"
)
PRINTING = (
    "A4，单面，实际大小（100%，不要“适合页面”），黑白即可。只印一部分：在打印页选内容，或按上面的页码。",
    "打印之后席位、出场顺序或评委卡片又有变动的，只重印变动的部分，并把旧的收回。发了新卡片，旧卡片立即失效。",
    "这份文件里有每位评委的登录钥匙：印完请从下载目录里删掉，不要发到群里。",
)


def _count(evening: Evening, part: EveningPart) -> str:
    """How many pieces a part comes to."""
    seats = [(room, seat) for room in evening.rooms for seat in room.seats]
    if part == "cards":
        return f"{len(evening.cards)} 张卡片"
    if part == "plates":
        return f"{len(seats)} 个席位"
    if part == "order":
        return f"{len(evening.rooms)} 个场次，{sum(len(room.turns) for room in evening.rooms)} 项"
    if part == "ballots":
        ballots = sum(len(ballots_of(room, seat)) for room, seat in seats)
        recused = sum(len([t for t in room.turns if t.entry in seat.recused]) for room, seat in seats)
        aside = f"，另 {recused} 张回避不印" if recused else ""
        return f"{len(seats)} 叠，{ballots} 张{aside}"
    return "5 个岗位"
