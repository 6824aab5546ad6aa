"""The order of appearance: a large copy for the door, and a running sheet for timekeeper and host."""

from __future__ import annotations

from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from papers.evening_pages import Page, flowed
from papers.evening_values import ATTENDANCE, GONE, Evening, Room, Turn
from papers.face import BOLD
from papers.rule_words import length, points
from papers.sheet import CELL, CELL_CENTRE, SMALL, head, page_width, signatures, table, text
from scoring.rules.contest import Mode
from scoring.rules.rulecard import RuleCard

DAY = 24 * 60
LARGE = ParagraphStyle("large", CELL, fontSize=12, leading=14.5)
LARGE_CENTRE = ParagraphStyle("large centre", LARGE, alignment=TA_CENTER)
LARGE_NARROW = ParagraphStyle("large narrow", LARGE_CENTRE, fontSize=10, leading=13)
LARGE_BOLD = ParagraphStyle("large bold", LARGE_CENTRE, fontName=BOLD, fontSize=14)
MODES: dict[Mode, str] = {"onsite": "线下", "online": "线上", "hybrid": "线上线下结合"}

DOOR = ("顺序", "编号", "小组 / 单位", "课题", "类型", "方式", "预计")
DOOR_WIDTHS = (12, 19, 49, 50, 20, 12, 16)
RUNNING = ("顺序", "编号", "小组", "单位", "课题", "类型", "方式", "预计", "开始", "结束", "超时（秒）", "备注")
CLOSE = [("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3)]  # eighteen rows on a page
RUNNING_WIDTHS = (11, 17, 27, 36, 54, 19, 11, 13, 16, 16, 18, 27)


def order_pages(evening: Evening) -> list[Page]:
    """Two copies of each room's order: the one to hang up, the one to write on."""
    pages: list[Page] = []
    for room in evening.rooms:
        pages += flowed(_door(evening, room), evening.mark)
        pages += flowed(_running(evening, room), evening.mark, wide=True)
    return pages


def expected_starts(room: Room, card: RuleCard) -> list[str]:
    """When each turn should begin, from the session's start without a break; "" for one that is gone.

    Every turn takes the presentation and the questions of the rule card; after midnight "次日 00:15".
    """
    each, at = card.presentation_seconds + card.question_seconds, _seconds(room.start)
    starts = []
    for turn in room.turns:
        starts.append("" if turn.gone or at is None else _clock(at))
        at = at if turn.gone or at is None else at + each
    return starts


def overtime_words(card: RuleCard) -> str:
    """What overtime costs."""
    over = card.overtime
    if over is None or not over.points:
        return "发表超时不扣分。"
    cap = "" if over.cap is None else f"，最多扣 {points(over.cap)} 分"
    grace = f"超出 {over.grace} 秒以内不扣分，其后" if over.grace else ""
    each = f"每超 {over.step} 秒（不足按 {over.step} 秒计）扣 {points(over.points)} 分"
    return f"发表超时：{grace}{each}{cap}；提问超时不扣分。"


def when_and_where(room: Room) -> str:
    """Date, hour, hall and mode of a session on one line."""
    return "　".join(part for part in (room.date, room.start, room.place, MODES[room.mode]) if part)


def _seconds(start: str) -> int | None:
    hours, _, minutes = start.partition(":")
    return int(hours) * 3600 + int(minutes) * 60 if hours.isdecimal() and minutes.isdecimal() else None


def _clock(seconds: int) -> str:
    days, minutes = divmod(seconds // 60, DAY)
    after = "" if not days else "次日 " if days == 1 else f"第 {days + 1} 天 "
    return f"{after}{minutes // 60:02}:{minutes % 60:02}"


def _note(card: RuleCard) -> str:
    each = f"每项发表 {length(card.presentation_seconds)}、提问 {length(card.question_seconds)}"
    return f"“预计”是预计的开始时间：从开场时间起，按{each}连续推算，不含休息、换场和亮分，以现场叫场为准。"


def _door(evening: Evening, room: Room) -> list[Flowable]:
    rows = [
        (str(turn.position), turn.entry, f"{turn.circle}\n{turn.unit}", turn.title, turn.kind, _attends(turn), start)
        for turn, start in zip(room.turns, expected_starts(room, evening.card), strict=True)
    ]
    styles = (LARGE_BOLD, LARGE_CENTRE, LARGE, LARGE, LARGE_NARROW, LARGE_CENTRE, LARGE_CENTRE)
    widths = [part * mm for part in DOOR_WIDTHS]
    return [
        *head(f"{room.name}　出场顺序", evening.contest, when_and_where(room)),
        table(DOOR, rows, widths, styles) if rows else text("这个场次还没有成果。"),
        Spacer(0, 3 * mm),
        text(_note(evening.card), SMALL),
    ]


def _running(evening: Evening, room: Room) -> list[Flowable]:
    rows = [
        (
            *(str(turn.position), turn.entry, turn.circle, turn.unit, turn.title, turn.kind, _attends(turn), start),
            *("", "", "", GONE[turn.gone]),
        )
        for turn, start in zip(room.turns, expected_starts(room, evening.card), strict=True)
    ]
    styles = (CELL_CENTRE, CELL_CENTRE, CELL, CELL, CELL, CELL_CENTRE, CELL_CENTRE, CELL_CENTRE)
    card, widths = evening.card, [part * mm for part in RUNNING_WIDTHS]
    rule = f"提前 {length(card.warning_seconds)}提醒。{overtime_words(card)}"
    return [
        *head(f"{room.name}　计时与主持记录", evening.contest, when_and_where(room)),
        table(RUNNING, rows, widths, styles, CLOSE) if rows else text("这个场次还没有成果。"),
        Spacer(0, 2 * mm),
        _signed(text(f"{_note(card)}{rule}", SMALL)),
    ]


def _signed(note: Flowable) -> Flowable:
    """The note and the places to sign in one piece: nobody signs a page that holds nothing else."""
    wide = page_width(wide=True)
    bare = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0)]
    return Table([[[note, signatures("计时员签字", "主持人签字", "日期", width=wide)]]], [wide], style=bare)


def _attends(turn: Turn) -> str:
    return GONE[turn.gone] or ATTENDANCE[turn.attendance]
