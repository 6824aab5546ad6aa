"""更正经过: what of an entry was corrected after it was set up, marked or fixed, when and why."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from papers.calculation_values import CalculationSheet
from papers.sheet import CELL, CELL_CENTRE, SECTION, SMALL, page_width, table, text

HEADINGS = ("时间", "更正什么", "更正前", "更正后", "理由")
WIDTHS = tuple(width * mm for width in (22, 34, 38, 38, 46))
STYLES = (CELL_CENTRE, CELL, CELL, CELL, CELL)
GUIDE = "上面的得分和名次，是按全部更正以后的数算出的；更正前的都保存在案。"


def mending_story(sheet: CalculationSheet) -> Sequence[Flowable]:
    """The section, or nothing where nothing was corrected."""
    if not sheet.corrections:
        return ()
    rows = [(one.at, one.what, one.before or "无", one.after or "无", one.why) for one in sheet.corrections]
    return (
        text("更正经过", SECTION),
        text(GUIDE, SMALL),
        Spacer(0, 1 * mm),
        table(HEADINGS, rows, [width * page_width() / sum(WIDTHS) for width in WIDTHS], STYLES),
    )
