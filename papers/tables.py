"""One printed table on one worksheet: title, headings that stay and repeat, widths, print area."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

LONGEST_TEXT = 32_000
WIDEST, NARROWEST = 26, 5
WIDEST_HEADING = 8
A4 = 9
# the same values give the same bytes
MADE = datetime(2020, 1, 1)
_STARTS = ("=", "+", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # wide ones too: Chinese spreadsheets take them


@dataclass(frozen=True, slots=True)
class Table:
    """A title above, one heading per column, rows of text, and notes beneath, one a row."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str] = ()


def new_book(sink: io.BytesIO) -> Any:
    """A workbook in which text stays text."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(sink, options)
    book.set_properties({"created": MADE})
    return book


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula, not even after a copy as CSV."""
    clean = text.encode("utf-8", "replace").decode("utf-8")[:LONGEST_TEXT]
    starts = clean.startswith(_STARTS) or (clean.startswith("-") and not _is_number(clean))
    return f"'{clean}" if starts else clean


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal()


def sheet_title(wanted: str, taken: set[str]) -> str:
    """A worksheet name that the file format allows and that is not yet taken."""
    plain = "".join("-" if c in "[]:*?/\\" or ord(c) < 32 else c for c in wanted).strip("' ")
    base = plain[:28] or "表"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.casefold())
    return name


def width_of(text: str) -> int:
    """The width of a text in columns of a Latin digit."""
    lines = text.split("\n")
    return max(sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in lines)


def widths(headings: Sequence[str], rows: Sequence[Sequence[str]], widest: int = WIDEST) -> list[int]:
    """A width for each column: its texts within bounds; a long heading wraps."""
    return [
        1 + max(NARROWEST, min(WIDEST_HEADING, width_of(heading)), min(widest, _widest(rows, at)))
        for at, heading in enumerate(headings)
    ]


def _widest(rows: Sequence[Sequence[str]], at: int) -> int:
    return max((width_of(row[at]) for row in rows if at < len(row)), default=0)


def write_table(book: Any, name: str, table: Table) -> None:
    """Adds a worksheet with the title in row 1, the headings in row 2 and the rows below."""
    sheet = book.add_worksheet(name)
    heading = book.add_format(
        {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"}
    )
    body = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "quote_prefix": True})
    sheet.write_string(0, 0, guarded(table.title), book.add_format({"bold": True, "font_size": 14}))
    for column, text in enumerate(table.headings):
        sheet.write_string(1, column, guarded(text), heading)
    for row, cells in enumerate(table.rows, 2):
        for column, text in enumerate(cells):
            sheet.write_string(row, column, guarded(text), body)
    for column, width in enumerate(widths(table.headings, table.rows)):
        sheet.set_column(column, column, width)
    for row, note in enumerate(table.notes, len(table.rows) + 2):
        sheet.write_string(row, 0, guarded(note))
    last_row, last_column = len(table.rows) + len(table.notes) + 1, max(len(table.headings) - 1, 0)
    sheet.freeze_panes(2, 0)
    sheet.repeat_rows(0, 1)
    sheet.print_area(0, 0, last_row, last_column)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD20000"})
    to_print(sheet)


def to_print(sheet: Any) -> None:
    """A4 landscape, as wide as the page, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.set_footer("&C&P / &N")
