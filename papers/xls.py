"""An old .xls file → sheets, by calamine, after a look at its cell records."""

import io
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from papers.biff import CellRecords, cell_records
from papers.numbers import Look, moment_text, number_text
from papers.refusal import WorkbookRefused
from papers.xlsx_sheet import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from scoring.setup.cells import Cell, Sheet, address


def read_xls(content: bytes) -> dict[str, Sheet]:
    """All sheets by name; raises WorkbookRefused or any parser's error."""
    records = cell_records(content)
    for sheet in records:
        if sheet.last_row > MOST_ROWS or sheet.last_column > MOST_COLUMNS:
            raise WorkbookRefused("too_far", cell=address(sheet.last_row, sheet.last_column))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(book.sheet_names) != len(records):
        raise WorkbookRefused("damaged")
    return {name: _sheet(book, name, found) for name, found in zip(book.sheet_names, records, strict=True)}


def _sheet(book: CalamineWorkbook, name: str, records: CellRecords) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for number, row in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1):
        for column, value in enumerate(row, 1):
            shown = _shown(value)
            if shown.strip():
                cells[(number, column)] = Cell(shown)
    cells.update((at, Cell("", error)) for at, error in records.errors.items())
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
