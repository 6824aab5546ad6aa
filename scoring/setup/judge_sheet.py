"""评委 → judges."""

from typing import cast

from scoring.rules.contest import Attendance, JudgePerson, JudgeRole
from scoring.setup import text
from scoring.setup.cells import Sheets
from scoring.setup.entry_sheet import known_session
from scoring.setup.layout import (
    ATTENDANCE,
    ATTENDANCE_WORDS,
    JUDGES,
    LONGEST,
    ROLE_WORDS,
    ROLES,
)
from scoring.setup.problems import Report
from scoring.setup.table import Row, refuse_repeated, rows_of


def read_judges(sheets: Sheets, known: set[str], report: Report) -> list[tuple[Row, JudgePerson]]:
    """The judges with their rows; `known` are the sessions of 场次."""
    rows = [(row, _judge(row, known)) for row in rows_of(sheets, JUDGES, report)]
    refuse_repeated([(row, judge.id or None) for row, judge in rows], "编号")
    return rows


def _judge(row: Row, known: set[str]) -> JudgePerson:
    return JudgePerson(
        id=row.identifier("编号") or "",
        name=row.name("姓名", LONGEST["person"]) or "",
        unit=row.name("单位", LONGEST["unit"], False) or "",
        recused_units=_recused(row),
        sessions=_sessions(row, known),
        role=cast(JudgeRole, row.choice("职责", ROLE_WORDS, "、".join(ROLES)) or "judge"),
        attendance=cast(Attendance, row.choice("评审方式", ATTENDANCE_WORDS, "、".join(ATTENDANCE)) or "onsite"),
    )


def _sessions(row: Row, known: set[str]) -> tuple[str, ...]:
    raw = row.raw("场次编号")
    pieces = [piece for part in text.parts(raw or "") for piece in part.replace("/", " ").split()]
    if not pieces:
        row.identifier("场次编号")
        return ()
    found: list[str] = []
    for piece in pieces:
        number = text.identifier(piece)
        if number is None:
            zh = f"场次编号“{piece[:20]}”不能用；应为工作表“场次”中的编号，几个之间用顿号"
            row.refuse("场次编号", zh, "Bad session number; take it from 场次, several parted by 、")
        elif known_session(row, number, known) and number not in found:
            found.append(number)
    return tuple(found)


def _recused(row: Row) -> tuple[str, ...]:
    found = text.parts(row.raw("回避单位") or "")
    for unit in found:
        if row.unfit("回避单位", unit):
            break
        if len(unit) > LONGEST["unit"]:
            zh = f"回避单位过长；每个最多{LONGEST['unit']}字，用顿号隔开"
            en = f"A recused unit is too long; at most {LONGEST['unit']} each, parted by 、"
            row.refuse("回避单位", zh, en)
    return tuple(dict.fromkeys(found))
