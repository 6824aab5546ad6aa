"""评审表 → one rubric per kind."""

from fractions import Fraction
from typing import cast

from scoring.rules.rubric import Criterion, Rubric, TieRole
from scoring.setup import text
from scoring.setup.cells import Sheets
from scoring.setup.guidance import default_guidance
from scoring.setup.layout import LONGEST, RUBRICS, TIE_ROLES
from scoring.setup.problems import Report
from scoring.setup.table import Row, refuse_repeated, rows_of


def read_rubrics(sheets: Sheets, full: int, step: int, report: Report) -> tuple[Rubric, ...]:
    """The rubrics in the order of the sheet; `full` and `step` in hundredths."""
    tables: dict[str, list[tuple[Row, Criterion | None]]] = {}
    for row in rows_of(sheets, RUBRICS, report):
        kind = row.name("成果类型", LONGEST["person"])
        if kind:
            kind = text.squeezed(kind)
            tables.setdefault(kind, []).append((row, _criterion(row, kind)))
    for rows in tables.values():
        _check(rows, full, step, report)
    return tuple(Rubric(kind, _version(rows[0][0]), _ordered(rows)) for kind, rows in tables.items())


def _criterion(row: Row, kind: str) -> Criterion | None:
    number, name = _required(row, "序号", 1, 99, 0), row.name("评审项目", LONGEST["unit"])
    maximum, factor = _required(row, "配分", 0, 1000, 2), row.number("系数", 0, 1000)
    role = None
    if row.raw("同分顺序"):
        role = row.choice("同分顺序", TIE_ROLES, "核心项目、第二项目或空着")
    if number is None or not name or maximum is None:
        return None
    if maximum == 0:
        row.refuse("配分", "配分为0；应大于0", "The points are 0; they should be above 0")
        return None
    weight = Fraction(1) if factor is None else factor
    guidance = _guidance(row, kind, name)
    return Criterion(int(number), name, int(maximum * 100), cast(TieRole | None, role), weight, guidance)


def _required(row: Row, title: str, low: int, high: int, places: int) -> Fraction | None:
    found = row.number(title, low, high, places)
    if found is None:
        zh = f"缺{title}；应为{low}–{high}的数字"
        row.refuse(title, zh, f"Missing {row.english(title)}; it should be from {low} to {high}")
    return found


def _guidance(row: Row, kind: str, name: str) -> tuple[str, ...]:
    if "评审要点" not in row.columns:
        return default_guidance(kind, name)
    raw = row.raw("评审要点") or ""
    lines = [text.name(line) for line in raw.replace(";", "\n").replace(";", "\n").splitlines()]
    if any(row.unfit("评审要点", line) for line in lines):
        return ()
    return tuple(line[:200] for line in lines if line)


def _version(row: Row) -> int:
    found = row.number("版本", 1, 9999, 0)
    return 1 if found is None else int(found)


def _ordered(rows: list[tuple[Row, Criterion | None]]) -> tuple[Criterion, ...]:
    return tuple(sorted((c for _, c in rows if c is not None), key=lambda c: c.number))


def _check(rows: list[tuple[Row, Criterion | None]], full: int, step: int, report: Report) -> None:
    refuse_repeated([(row, str(c.number) if c else None) for row, c in rows], "序号")
    refuse_repeated([(row, c.tie_role if c else None) for row, c in rows], "同分顺序")
    criteria = [criterion for _, criterion in rows if criterion is not None]
    if len(criteria) < len(rows):
        return
    plain = sum(c.maximum for c in criteria)
    weighted = sum((c.maximum * c.factor for c in criteria), Fraction(0))
    if full not in (plain, weighted):
        _refuse_sum(rows, plain, full)
    for row, criterion in rows:
        if criterion is not None and criterion.maximum % step:
            points = text.decimal_text(Fraction(criterion.maximum, 100))
            zh = f"配分{points}不是打分步长{text.decimal_text(Fraction(step, 100))}的倍数，满分打不出来"
            en = "The points are no multiple of the mark step, so full marks cannot be given"
            report.warning(row.at("配分"), zh, en)


def _refuse_sum(rows: list[tuple[Row, Criterion | None]], total: int, full: int) -> None:
    shown, right = (text.decimal_text(Fraction(value, 100)) for value in (total, full))
    for row, _ in rows:
        kind = text.squeezed(row.cell("成果类型").text)
        zh = f"{kind}配分合计是{shown}，不是{right}；请改到合计为{right}"
        en = f"The points of this kind sum to {shown}; they should sum to {right}"
        row.refuse("配分", zh, en)
