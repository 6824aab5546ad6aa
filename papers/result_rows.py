"""Rows of results as they are to be shown, shared by the workbooks and the printed sheets; every field is text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PoolRow:
    """One entry in the standing of its pool.

    `rank` is empty where there is none; `state` in words where it is not ranked ("退赛",
    "有效评分不足"), or ranked by its document score alone; `reason` says which key decided the
    rank; `award`, `selection` (候选, 候补, 未入选 …), `selection_reason` and `selected` (the rule's
    own code) are empty while the pool is provisional.
    """

    rank: str
    entry: str
    kind: str
    title: str
    circle: str
    unit: str
    presentation: str = ""
    deduction: str = ""
    document: str = ""
    final: str = ""
    state: str = ""
    reason: str = ""
    award: str = ""
    selection: str = ""
    selection_reason: str = ""
    members: str = ""
    recommender: str = ""
    recommendation: str = ""
    selected: str = ""


@dataclass(frozen=True, slots=True)
class PoolFinal:
    """A pool's 定稿, with the pool's title: `version` 0 where none holds, `at` "2020-08-18 17:05".

    `result` are the first digits of its hash, `ended` is the newest version that holds no more, 0 for none.
    """

    pool: str = ""
    version: int = 0
    at: str = ""
    result: str = ""
    ended: int = 0


@dataclass(frozen=True, slots=True)
class PoolSheet:
    """A pool's rows in the order in which they are to stand; `places` says its 名额 in words."""

    title: str
    rows: tuple[PoolRow, ...]
    provisional: bool = False
    places: str = ""
    final: PoolFinal = PoolFinal()


@dataclass(frozen=True, slots=True)
class PrizeGroup:
    """Who gets one prize in one pool, in the order in which they are to be named."""

    award: str
    pool: str
    rows: tuple[PoolRow, ...]


@dataclass(frozen=True, slots=True)
class JudgeColumn:
    """A column of 评审汇总."""

    seat: int
    name: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One entry of a session; `marks` one text per judge: "94.5", "[96.0]" (dropped), "回避", "缺席" or ""."""

    position: str
    entry: str
    title: str
    circle: str
    kind: str
    marks: tuple[str, ...]
    used: str = ""
    valid: str = ""
    presentation: str = ""
    final: str = ""
    rank: str = ""


@dataclass(frozen=True, slots=True)
class SessionSheet:
    """The 评审汇总 of one session; `notes` explain its signs and stand beneath, `finals` those of its pools."""

    id: str
    name: str
    judges: tuple[JudgeColumn, ...]
    rows: tuple[SessionRow, ...]
    notes: tuple[str, ...] = ()
    provisional: bool = False
    finals: tuple[PoolFinal, ...] = ()


def session_headings(sheet: SessionSheet) -> tuple[str, ...]:
    """The columns of 评审汇总, on paper and in a workbook."""
    judges = tuple(f"J{judge.seat} {judge.name}" for judge in sheet.judges)
    first = ("序号", "专业组/场次", "编号", "课题", "小组", "类型")
    return (*first, *judges, "计分/有效", "发表得分", "得分", "名次")


def session_cells(sheet: SessionSheet, row: SessionRow) -> tuple[str, ...]:
    """One row of 评审汇总, a text for each of its headings."""
    marks = (row.marks + ("",) * len(sheet.judges))[: len(sheet.judges)]
    counted = f"{row.used}/{row.valid}" if row.valid else ""
    first = (row.position, sheet.name, row.entry, row.title, row.circle, row.kind)
    return (*first, *marks, counted, row.presentation, row.final, row.rank)
