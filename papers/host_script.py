"""颁奖词: what the host reads aloud, prize by prize up to the first, with readings and stage cues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from papers.documents import Output
from papers.face import width_of
from papers.fitting import break_offsets
from papers.foot import foot
from papers.pinyin import annotated, annotated_name
from papers.result_rows import PoolRow, PrizeGroup
from papers.sheet import BODY, INK, MUTED, RULE, TITLE, Part, page_width, sheets_pdf, text

READ = ParagraphStyle("read aloud", BODY, fontSize=17, leading=28, spaceAfter=8, textColor=INK)
ANNOUNCED = ParagraphStyle("announced", READ, leftIndent=8 * mm)
CUE = ParagraphStyle(
    "cue",
    READ,
    fontSize=15,
    leading=24,
    leftIndent=5,
    rightIndent=5,
    textColor=MUTED,
    borderColor=RULE,
    borderWidth=0.6,
    borderPadding=(7, 5, 1, 5),  # the type stands high in its line
    spaceBefore=6,
    spaceAfter=14,
)
PRIZE = ParagraphStyle("prize", READ, fontName=TITLE.fontName, fontSize=20, leading=30, spaceBefore=10, spaceAfter=6)
TOP = ParagraphStyle("script title", TITLE, fontSize=24, leading=34, spaceAfter=10)
HINT = "方框内不朗读；括号内拼音为常用读音，彩排时请与小组核对。"
ON_STAGE = "舞台：登台、颁奖、合影、退场。"
GREETING = "各位领导，各位来宾，各位质量管理小组的代表："
ENDING = "让我们再次以热烈的掌声，向全体获奖小组表示祝贺！"
NO_PRIZES = "没有可以宣布的奖项。"


@dataclass(frozen=True, slots=True)
class HostScript:
    """The prizes in the order of the ceremony; `highest` is the first prize, whose circles are called one by one.

    `left_out` says in sentences what is not among them, and why.
    """

    contest: str
    organiser: str
    highest: str
    groups: tuple[PrizeGroup, ...]
    left_out: tuple[str, ...] = ()
    mark: str = ""
    finals: str = ""


def print_host_script(values: HostScript, output: Output) -> None:
    """`host-script.pdf`."""
    output.progress(0, 1)
    story: list[Flowable] = [text("颁奖词", TOP), _cue(HINT), *(_cue(sentence) for sentence in values.left_out)]
    if values.groups:
        opening = f"{annotated(values.contest)}的各个奖项已经评出。现在宣布获奖名单。"
        story += [text(GREETING, READ), _read(opening, READ)]
        for group in values.groups:
            story += _group(group, group.award == values.highest)
        story.append(text(ENDING, READ))
    else:
        story.append(text(NO_PRIZES, READ))
    part = Part(story, foot("颁奖词", values.mark, values.finals))
    output.file("host-script.pdf", sheets_pdf(f"{values.contest} 颁奖词", [part]))
    output.progress(1, 1)


def _group(group: PrizeGroup, highest: bool) -> Sequence[Flowable]:
    count, prize = len(group.rows), annotated(f"{group.pool}{group.award}")
    title = text(f"{group.award}　{group.pool}（{count} 个小组）", PRIZE)
    if highest:
        said = f"下面揭晓{prize}，获奖小组共 {count} 个。"
        return [CondPageBreak(70 * mm), title, _read(said, READ), *_one_by_one(group)]
    said = f"获得{prize}的小组共 {count} 个，他们是："
    *named, last = (_read(f"{_circle(row)}。", ANNOUNCED) for row in group.rows)
    called = _read(f"请以上 {count} 个小组的代表上台领奖。", READ)
    end = KeepTogether([last, called, _cue(ON_STAGE), Spacer(0, 3 * mm)])
    return [CondPageBreak(70 * mm), title, _read(said, READ), *(KeepTogether([one]) for one in named), end]


def _one_by_one(group: PrizeGroup) -> Iterator[Flowable]:
    for row in group.rows:
        members = "、".join(annotated_name(name) for name in row.members.split("、") if name)
        who = f"小组成员：{members}。" if members else ""
        said = f"获得{annotated(group.pool + group.award)}的是：{_circle(row)}。{who}"
        called = f"请{annotated(row.circle)}上台领奖。"
        yield KeepTogether([_read(said, ANNOUNCED), _read(called, ANNOUNCED), _cue(ON_STAGE), Spacer(0, 3 * mm)])


def _circle(row: PoolRow) -> str:
    return f"{annotated(row.unit)}，{annotated(row.circle)}，课题《{annotated(row.title)}》"


def _cue(words: str) -> Flowable:
    return text(words, CUE)


def _read(words: str, style: ParagraphStyle) -> Flowable:
    """Broken here, so that a reading stays on the line of its character and no line ends in a bracket."""
    room = page_width() - style.leftIndent - 1
    ends = [at for at in break_offsets(words) if words[at : at + 1] != "（"]
    lines, start, last = [], 0, 0
    for end in ends:
        if last > start and width_of(words[start:end], style.fontSize, style.fontName) > room:
            lines.append(words[start:last])
            start = last
        last = end
    return text("\n".join([*lines, words[start:]]), style)
