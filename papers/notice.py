"""公示: the association's notice of the prizes and candidates to be, as a PDF and as plain text to paste.

The text is UTF-8 with a byte order mark and Windows line ends: Notepad and WPS open it as it is.
What only the secretariat knows (the period, whom to write to) stays a blank that nobody overlooks.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Spacer

from papers.documents import Output
from papers.face import width_of
from papers.foot import foot
from papers.result_rows import PoolRow, PrizeGroup
from papers.sheet import BODY, CELL, CELL_CENTRE, SECTION, TITLE, Part, page_width, sheets_pdf, table, text

BLANK = "＿＿＿＿"
DAY = f"{BLANK}年＿＿月＿＿日"
PERIOD = f"公示期：{DAY}至{DAY}，共＿＿日。"
WHOM = (f"联系人：{BLANK}＿＿　联系电话：{BLANK}{BLANK}", f"电子邮箱：{BLANK}{BLANK}　地址：{BLANK}{BLANK}{BLANK}")
INDENT = "　　"
SUBJECT_ENDS = "评审结果的公示"
PARAGRAPH = ParagraphStyle("notice", BODY, fontSize=12, leading=22, firstLineIndent=24)
PLAIN = ParagraphStyle("notice plain", PARAGRAPH, firstLineIndent=0)
LISTED = ParagraphStyle("notice appendices", PLAIN, leftIndent=24)
NEXT_LISTED = ParagraphStyle("notice appendices after the first", LISTED, leftIndent=60)
SUBJECT = ParagraphStyle("notice subject", TITLE, fontSize=20, leading=30, spaceAfter=12)
SEALED = ParagraphStyle("notice seal", PLAIN, alignment=TA_RIGHT)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is made public: `prizes` the highest first, `chosen` by pool (award 候选 or 候补).

    `days` are the contest's days, `left_out` sentences on what is not yet in the notice; `scores` False
    leaves every score out; `finals` says which pools are final.
    """

    contest: str
    organiser: str
    days: tuple[str, ...]
    prizes: tuple[PrizeGroup, ...]
    chosen: tuple[PrizeGroup, ...]
    left_out: tuple[str, ...] = ()
    scores: bool = True
    mark: str = ""
    finals: str = ""


def print_notice(values: Notice, output: Output) -> None:
    """`notice-with-scores` or `notice`, as .pdf and as .txt, with the same words."""
    name = "notice-with-scores" if values.scores else "notice"
    output.progress(0, 2)
    part = Part(_story(values), foot("公示", values.mark, values.finals))
    output.file(f"{name}.pdf", sheets_pdf(_subject(values), [part]))
    output.progress(1, 2)
    output.file(f"{name}.txt", codecs.BOM_UTF8 + notice_text(values).replace("\n", "\r\n").encode())
    output.progress(2, 2)


def notice_text(values: Notice) -> str:
    """The whole notice as lines of plain text."""
    lines = [_subject(values), "", "各有关单位：", *(INDENT + sentence for sentence in _sentences(values))]
    lines += ["", *(INDENT + line for line in _listed(values)), "", *_seal(values)]
    for title, groups in _lists(values):
        lines += ["", title]
        for group in groups:
            lines += ["", _group_title(values, group), *("　".join(cells) for cells in _rows(values, group))]
    return "\n".join(lines) + "\n"


def _subject(values: Notice) -> str:
    return f"关于{values.contest}{SUBJECT_ENDS}"


def _heading(values: Notice) -> str:
    """The subject, broken before its last words where it is longer than a line."""
    subject = _subject(values)
    if width_of(subject, SUBJECT.fontSize, SUBJECT.fontName) <= page_width():
        return subject
    return subject.replace(SUBJECT_ENDS, "\n" + SUBJECT_ENDS)


def _sentences(values: Notice) -> Iterator[str]:
    held = f"于{'、'.join(values.days)}举行" if values.days else "已经举行"
    yield f"{values.contest}{held}。经评审委员会评审，现将{'和'.join(_named(values))}（见附件）予以公示，接受社会监督。"
    yield PERIOD
    yield (
        f"公示期内，任何单位或个人对公示内容有异议的，请以书面形式向{values.organiser}秘书处提出，"
        "写明异议事项、理由和联系方式。异议及其处理将记录在案并予以答复。"
    )
    yield from values.left_out
    yield from WHOM
    yield "特此公示。"


def _named(values: Notice) -> Sequence[str]:
    """What the notice holds: never nothing."""
    kinds = (("拟获奖名单", values.prizes), ("拟推荐全国候选名单", values.chosen))
    return [name for name, groups in kinds if groups] or ["评审结果"]


def _lists(values: Notice) -> Sequence[tuple[str, Sequence[PrizeGroup]]]:
    groups = [group for group in (values.prizes, values.chosen) if group]
    titles = [title for title in _appendices(values) if title != "无"]
    return list(zip((f"附件 {title}" for title in titles), groups, strict=True))


def _appendices(values: Notice) -> Sequence[str]:
    kinds = (("拟获奖名单", values.prizes), ("拟推荐全国候选名单", values.chosen))
    named = [name for name, groups in kinds if groups]
    return [f"{number}. {name}" for number, name in enumerate(named, 1)] or ["无"]


def _listed(values: Notice) -> Sequence[str]:
    """附件：1. … and the next number under the first, as an official letter has them."""
    return [("　　　" if number else "附件：") + title for number, title in enumerate(_appendices(values))]


def _seal(values: Notice) -> tuple[str, str]:
    return f"{values.organiser}（盖章处）", DAY


def _group_title(values: Notice, group: PrizeGroup) -> str:
    """Named as the lists are divided: prizes by prize and then pool, candidates by pool."""
    named = (group.award, group.pool) if group in values.prizes else (group.pool, group.award)
    return f"{'　'.join(named)}（{len(group.rows)} 项）"


def _rows(values: Notice, group: PrizeGroup) -> Sequence[Sequence[str]]:
    return [
        (*_cells(number, row), *((row.final,) if values.scores else ())) for number, row in enumerate(group.rows, 1)
    ]


def _cells(number: int, row: PoolRow) -> tuple[str, ...]:
    return (str(number), row.entry, row.unit, row.circle, row.title)


def _story(values: Notice) -> list[Flowable]:
    story: list[Flowable] = [text(_heading(values), SUBJECT), text("各有关单位：", PLAIN)]
    story += [text(sentence, PARAGRAPH) for sentence in _sentences(values)]
    story += [
        Spacer(0, 6 * mm),
        *(text(line.lstrip(), style) for line, style in zip(_listed(values), (LISTED, NEXT_LISTED), strict=False)),
    ]
    story.append(KeepTogether([Spacer(0, 16 * mm), *(text(line, SEALED) for line in _seal(values))]))
    for title, groups in _lists(values):
        story += [PageBreak(), text(title, SUBJECT)]
        for group in groups:
            story += [CondPageBreak(35 * mm), text(_group_title(values, group), SECTION), _table(values, group)]
    return story


def _table(values: Notice, group: PrizeGroup) -> Flowable:
    headings = ("序号", "编号", "单位", "小组", "课题", *(("得分",) if values.scores else ()))
    names = (48, 36, 48) if values.scores else (54, 40, 54)
    widths = [width * mm for width in (12, 18, *names, *((16,) if values.scores else ()))]
    styles = (CELL_CENTRE, CELL_CENTRE, CELL, CELL, CELL, *((CELL_CENTRE,) if values.scores else ()))
    return table(headings, _rows(values, group), widths, styles)
