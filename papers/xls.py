"""An old .xls file → sheets, by calamine."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from papers.numbers import Look, moment_text, number_text
from papers.refusal import WorkbookRefused
from papers.xlsx_sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from scoring.setup.cells import Cell, Sheet, address


def read_xls(content: bytes) -> dict[str, Sheet]:
    """All sheets by name; what calamine cannot take kills the child, not the server."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: _sheet(book, name) for name in book.sheet_names}


def _sheet(book: CalamineWorkbook, name: str) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(book.get_sheet_by_name(name).iter_rows(), 1):
        for column, value in enumerate(row, 1):
            shown = _shown(value)
            if not shown.strip():
                continue
            if number > MOST_ROWS or column > MOST_COLUMNS:
                raise WorkbookRefused("too_far", cell=address(number, column))
            cells[(number, column)] = Cell(shown)
            if len(cells) > MOST_CELLS:
                raise WorkbookRefused("too_large")
    return Sheet(cells)


def _shown(value: str | float | bool | date | datetime | time | timedelta) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return moment_text(value, True)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return moment_text(datetime.combine(date.min, value), False)
    if isinstance(value, timedelta):
        return moment_text(datetime.min + value, False)
    return number_text(repr(value), Look.PLAIN, False)
