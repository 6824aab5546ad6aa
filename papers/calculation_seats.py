"""The columns of the marks: which ballots stand there, in which order, and under which name.

公开评委分 of the rule card decides how a judge is named on a copy that leaves the house: 按姓名 by seat
and name, 按席位 by seat alone, 不公开 not at all: then the ballots stand by their totals, so that
nobody can tell whose they are, and every line can still be worked out.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from papers.calculation_figures import written
from papers.calculation_values import AsideBallot, BallotVersion, CalculationSheet, PanelSeat
from scoring.rules.panels import SeatScore
from scoring.rules.rulecard import RuleCard

STATES = {"recused": "回避", "missing": "缺席", "returned": "已退回", "expected": "未交", "submitted": "有效"}
ROLES = {"chief": "组长", "deputy": "副组长"}

WHY_ASIDE = {
    "late": "截止以后才到",
    "conflict": "与同一席已有的评分冲突",
    "taken_over": "来自已被另一台设备接管的设备",
    "left": "该评委后来不在评委组",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One ballot that counts (`scored`), or a place without one (None)."""

    label: str
    heading: str
    seat: int
    state: str
    scored: SeatScore | None
    marks: tuple[int, ...] = ()
    paper: bool = False
    mended: bool = False


def least_places(card: RuleCard) -> int:
    """How many decimals marks and totals are written with, at least."""
    return 1 if card.step % 10 == 0 else 2


def mark_words(sheet: CalculationSheet, value: Fraction) -> str:
    """A mark or a ballot's total in points."""
    return written(value, least_places(sheet.card))


def columns(sheet: CalculationSheet) -> tuple[Column, ...]:
    """Every place of the panel by seat; where judges' marks are not public, the counted ballots by total."""
    if sheet.card.show_judges == "hidden":
        return _nameless(sheet)
    marks = {ballot.seat: ballot.marks for ballot in sheet.counted}
    return tuple(
        Column(
            label=_label(place),
            heading=_heading(place),
            seat=place.seat,
            state=STATES[place.state],
            scored=sheet.seat_score(place.seat),
            marks=marks.get(place.seat, ()),
            paper=_on_paper(place),
            mended=_is_mended(place),
        )
        for place in sheet.panel
    )


def _nameless(sheet: CalculationSheet) -> tuple[Column, ...]:
    marks = {ballot.seat: ballot.marks for ballot in sheet.counted}
    paper = {place.seat: _on_paper(place) for place in sheet.panel}
    mended = {place.seat: _is_mended(place) for place in sheet.panel}
    ordered = sorted(sheet.score.seats, key=lambda s: (s.total, marks[s.seat]), reverse=True)
    return tuple(
        Column(
            f"第 {n} 份", f"第{n}份", s.seat, STATES["submitted"], s, marks[s.seat],
            paper.get(s.seat, False), mended.get(s.seat, False),
        )
        for n, s in enumerate(ordered, start=1)
    )  # fmt: skip


def _on_paper(place: PanelSeat) -> bool:
    return bool(place.versions) and place.versions[-1].paper


def _is_mended(place: PanelSeat) -> bool:
    return bool(place.versions) and place.versions[-1].mended


def _label(place: PanelSeat) -> str:
    return f"{place.seat} 号席{place.name}"


def _heading(place: PanelSeat) -> str:
    remote = "远程" if place.attendance == "remote" else ""
    return "\n".join(part for part in (f"{place.seat} 号席", place.name, ROLES.get(place.role, ""), remote) if part)


def naming_words(sheet: CalculationSheet) -> str:
    """How judges are named on this sheet, and why."""
    return {
        "name": "规则卡定为评委分“按姓名”公开，所以本单写席位和姓名。",
        "seat": "规则卡定为评委分“按席位”公开，所以本单只写席位，不写评委姓名。",
        "hidden": "规则卡定为评委分不公开，所以本单只列各份评分（按总分从高到低），不写席位和姓名，足够核对算式。",
    }[sheet.card.show_judges]


def history(sheet: CalculationSheet) -> list[str]:
    """What else came in or stayed out: recusals, absences, earlier versions, ballots kept aside."""
    if sheet.card.show_judges == "hidden":
        return _nameless_history(sheet)
    told = [line for place in sheet.panel for line in (_absence(sheet, place), _versions(sheet, place)) if line]
    return [*_absences(sheet), *told, *(_aside(sheet, aside) for aside in sheet.asides)]


def _absences(sheet: CalculationSheet) -> list[str]:
    """Who gave nothing, those of one reason together."""
    alike: dict[tuple[str, str], list[str]] = {}
    for place in sheet.panel:
        if place.state in ("recused", "missing") and not place.versions:
            alike.setdefault((place.state, place.reason), []).append(_label(place))
    return [f"{'、'.join(labels)}{_not_nought(*why)}" for why, labels in alike.items()]


def _absence(sheet: CalculationSheet, place: PanelSeat) -> str:
    """Who is out, but had given a ballot before."""
    if place.state not in ("recused", "missing") or not place.versions:
        return ""
    kept = "；".join(_version(sheet, version) for version in place.versions)
    return f"{_label(place)}{_not_nought(place.state, place.reason)}此前交过评分（{kept}），保存，不计入。"


def _not_nought(state: str, reason: str) -> str:
    why = f"（{reason}）" if reason else ""
    return f"{STATES[state]}{why}：不是 0 分，不参加计算。"


def _versions(sheet: CalculationSheet, place: PanelSeat) -> str:
    if place.state in ("recused", "missing") or not place.versions:
        return ""
    *earlier, last = place.versions
    if place.state == "submitted" and not earlier:
        return ""
    told = "；".join(_version(sheet, version) for version in (*earlier, last))
    counts = "以最后一版为准" if place.state == "submitted" else "没有重交，不计入"
    return f"{_label(place)}交过 {len(place.versions)} 版：{told}；{counts}。"


def _version(sheet: CalculationSheet, version: BallotVersion) -> str:
    marks = "、".join(mark_words(sheet, Fraction(mark, 100)) for mark in version.marks)
    paper = "，纸质" if version.paper else ""
    mended = "，更正" if version.mended else ""
    returned = f"，退回重评，理由：{version.returned}" if version.returned else ""
    aside = f"，{version.aside}" if version.aside else ""
    total = mark_words(sheet, version.total)
    return f"第 {version.number} 版 {version.at} 交{paper}{mended}，各项 {marks}，总分 {total}{returned}{aside}"


def _aside(sheet: CalculationSheet, aside: AsideBallot) -> str:
    who = f"{aside.seat} 号席" if aside.seat else "不在评委组的评委"
    why = WHY_ASIDE[aside.why]
    total = "" if aside.total is None else f"，总分 {mark_words(sheet, aside.total)}"
    return f"另有{who}的一份评分（{aside.at} 收到{total}）：{why}，保存，不计入。"


def _nameless_history(sheet: CalculationSheet) -> list[str]:
    told = []
    absent = Counter(STATES[place.state] for place in sheet.panel if place.state in ("recused", "missing"))
    if absent:
        seats = "、".join(f"{state} {count} 席" for state, count in absent.items())
        told.append(f"{seats}：不是 0 分，不参加计算。")
    again = sum(len(place.versions) > 1 and place.state == "submitted" for place in sheet.panel)
    if again:
        told.append(f"有 {again} 份是退回、更正或重评以后的，以最后一版为准。")
    if sheet.asides:
        told.append(f"另有 {len(sheet.asides)} 份截止以后才到或有冲突的评分：保存，不计入。")
    return told
