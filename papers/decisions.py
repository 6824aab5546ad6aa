"""评审组长合议决定书 and its kin: one decision a sheet, with all it rests on and places to sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from papers.documents import Output
from papers.foot import foot
from papers.sheet import (
    BODY,
    CELL,
    CELL_BOLD,
    CELL_CENTRE,
    RED,
    SECTION,
    SMALL,
    Part,
    head,
    page_width,
    sheets_pdf,
    signatures,
    table,
    text,
)

LIFTED = ParagraphStyle("lifted", BODY, textColor=RED, borderColor=RED, borderWidth=0.8, borderPadding=5, spaceAfter=10)
VALUE = ParagraphStyle("value of a key", CELL_CENTRE, fontSize=8, leading=10.5)
WHO = (17 * mm, 36 * mm, 44 * mm, 18 * mm)  # 编号, 小组, 单位, 得分
ORDER = (14 * mm, 20 * mm, 60 * mm, 84 * mm)
UPRIGHT_KEYS = 4  # beyond these a value of a key would be torn
SIGNED_IN_ROW = 3
NOTHING = "本次赛事没有评审组长合议的决定，也没有裁定。"
HIDDEN = "所列成果还没有全部亮分，亮分以前请勿外传"
PRINTED_NOW = "表中是打印时的得分和各项的值，没有修约；“无”是没有这一项。"


@dataclass(frozen=True, slots=True)
class TiedEntry:
    """One of the tied, in the order decided; `score` as shown, `values` one text for each key that was tried."""

    entry: str
    circle: str
    unit: str
    score: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuledEntry:
    """The one entry that a ruling is about; `score` as shown, empty where it has none."""

    entry: str
    kind: str
    circle: str
    unit: str
    title: str
    score: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """One decision: `at` in words, `found` how it stood, `decided` what was decided, one line each.

    `tied` with their `keys` stand where entries were put in order, `ruled` where one was ruled on.  `judges` are
    the names of who decided, `signers` who signs beside them.  `lifted` says when and why it ended, `note` what
    has become of it since; both are empty where there is nothing to say.  `hidden` where it shows a score that
    the public has not seen.
    """

    title: str
    number: str
    pool: str
    at: str
    found: str
    decided: tuple[str, ...]
    reason: str
    judges: tuple[str, ...]
    signers: tuple[str, ...]
    keys: tuple[str, ...] = ()
    tied: tuple[TiedEntry, ...] = ()
    ruled: RuledEntry | None = None
    lifted: str = ""
    note: str = ""
    final: str = ""
    hidden: bool = False

    @property
    def scored(self) -> bool:
        """Whether it shows a score."""
        return any(one.score for one in self.tied) or bool(self.ruled and self.ruled.score)


@dataclass(frozen=True, slots=True)
class Decisions:
    """The sheets in the order of what happened; `mark` is the line at the foot of every page."""

    contest: str
    organiser: str
    sheets: tuple[DecisionSheet, ...]
    mark: str = ""


def print_decisions(values: Decisions, output: Output) -> None:
    """`decisions.pdf`, a part for each decision; one that says so where there is none."""
    of = max(1, len(values.sheets))
    output.progress(0, of)
    parts = [_part(values, sheet) for sheet in values.sheets] or [_nothing(values)]
    output.file("decisions.pdf", sheets_pdf(f"{values.contest} 合议决定书", parts))
    output.progress(of, of)


def _nothing(values: Decisions) -> Part:
    story = [*head("合议决定书", f"{values.contest}　{values.organiser}"), text(NOTHING, BODY)]
    return Part(story, foot("合议决定书", values.mark))


def _part(values: Decisions, sheet: DecisionSheet) -> Part:
    wide = len(sheet.keys) > UPRIGHT_KEYS
    width = page_width(wide)
    story = [*head(sheet.title, f"{values.contest}　{values.organiser}"), _about(sheet, width), Spacer(0, 3 * mm)]
    if sheet.lifted:
        story += [Spacer(0, 2 * mm), text(f"已撤销：{sheet.lifted}", LIFTED)]
    story += [*_found(sheet, width), *_decided(sheet, width), *_reason(sheet), _signed(sheet, width)]
    banner = "；".join(words for words, holds in (("已撤销", sheet.lifted), (HIDDEN, sheet.hidden)) if holds)
    what = f"{sheet.title} {sheet.number}".strip()
    return Part(story, foot(what, values.mark, sheet.final), landscape=wide, banner=banner)


def _about(sheet: DecisionSheet, width: float) -> Flowable:
    """What the decision is about, in pairs; a title or a unit has a line of its own."""
    rows = [("文号", sheet.number or "—", "时间", sheet.at), ("组别", sheet.pool, "", "")]
    spans = [1]
    if sheet.ruled is not None:
        one = sheet.ruled
        rows[1] = ("组别", sheet.pool, "类型", one.kind)
        rows += [
            ("编号", one.entry, "最终得分", one.score or "无"),
            ("小组", one.circle, "", ""), ("单位", one.unit, "", ""), ("课题", one.title, "", ""),
        ]  # fmt: skip
        spans = [3, 4, 5]
    narrow = 19 * mm
    rest = (width - 2 * narrow) / 2
    styles = (CELL_BOLD, CELL, CELL_BOLD, CELL)
    return table((), rows, (narrow, rest, narrow, rest), styles, [("SPAN", (1, row), (3, row)) for row in spans])


def _found(sheet: DecisionSheet, width: float) -> list[Flowable]:
    story: list[Flowable] = [text("一、情况", SECTION), text(sheet.found, BODY)]
    if sheet.tied:
        story += [Spacer(0, 1.5 * mm), _tied(sheet, width), Spacer(0, 1 * mm), text(PRINTED_NOW, SMALL)]
    return [*story, text(sheet.note, BODY)] if sheet.note else story


def _tied(sheet: DecisionSheet, width: float) -> Flowable:
    """The tied by their numbers: the table is what was found, not yet what was decided."""
    each = (width - sum(WHO)) / max(1, len(sheet.keys))
    widths = (*WHO, *(each for _ in sheet.keys))
    if not sheet.keys:
        widths = tuple(part * width / sum(WHO) for part in WHO)
    rows = [
        (one.entry, one.circle, one.unit, one.score or "无", *(value.replace(" ≈ ", "\n≈") for value in one.values))
        for one in sorted(sheet.tied, key=lambda one: one.entry)
    ]
    styles = (CELL_CENTRE, CELL, CELL, CELL_CENTRE, *([VALUE] * len(sheet.keys)))
    return table(("编号", "小组", "单位", "最终得分", *sheet.keys), rows, widths, styles)


def _decided(sheet: DecisionSheet, width: float) -> list[Flowable]:
    story: list[Flowable] = [text("二、决定", SECTION), *(text(line, BODY) for line in sheet.decided)]
    if not sheet.tied:
        return [KeepTogether(story)]
    rows = [(str(at), one.entry, one.circle, one.unit) for at, one in enumerate(sheet.tied, start=1)]
    widths = [part * width / sum(ORDER) for part in ORDER]
    ordered = table(("先后", "编号", "小组", "单位"), rows, widths, (CELL_CENTRE, CELL_CENTRE, CELL, CELL))
    return [KeepTogether([*story, Spacer(0, 1.5 * mm), ordered])]


def _reason(sheet: DecisionSheet) -> Sequence[Flowable]:
    return [CondPageBreak(25 * mm), text("三、理由", SECTION), text(sheet.reason, BODY)]


def _signed(sheet: DecisionSheet, width: float) -> Flowable:
    """Who decided, each with a place to sign; the secretariat's and the date beneath."""
    story: list[Flowable] = [text("四、签字", SECTION)]
    if sheet.judges:
        story.append(text(f"合议人：{'、'.join(sheet.judges)}。", BODY))
    for start in range(0, len(sheet.judges), SIGNED_IN_ROW):
        row = sheet.judges[start : start + SIGNED_IN_ROW]
        places = signatures(*row, width=width * len(row) / SIGNED_IN_ROW)
        places.hAlign = "LEFT"
        story.append(places)
    return KeepTogether([*story, signatures(*sheet.signers, width=width)])
