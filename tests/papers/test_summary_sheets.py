"""评审汇总表, read back from the PDF and from the workbook."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from papers.documents import DOCUMENTS
from papers.result_rows import SessionRow, SessionSheet, session_cells, session_headings
from papers.summary_sheets import Summaries, print_summaries
from papers.workbook_read import read_workbook
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, printed, session, squeezed, whole

NOTES = ("[ ]：去掉的最高或最低总分，不计入平均。", "（纸）：由纸质评分表录入。")


def row(number: int, judges: int = 4, **more: object) -> SessionRow:
    marks = tuple(f"8{seat}.5" for seat in range(1, judges + 1))
    usual: dict[str, object] = {"marks": marks, "used": "2", "valid": "4", "presentation": "85.00", "final": "84.10"}
    usual |= {"position": str(number), "entry": f"SH{number:03}", "kind": "问题解决型", "rank": str(number)}
    usual |= {"title": f"课题{number}号", "circle": f"小组{number}号"}
    return SessionRow(**{**usual, **more})  # type: ignore[arg-type]


def made(*sheets: SessionSheet) -> tuple[bytes, bytes]:
    files = printed(print_summaries, Summaries("样例赛", "样例协会", sheets, "台账 第 9 条"))
    assert list(files) == ["summary.pdf", "summary.xlsx"]
    return files["summary.pdf"], files["summary.xlsx"]


def read_rows(book: bytes) -> dict[str, list[list[str]]]:
    """The texts of every worksheet, row by row."""
    found = {}
    for name, sheet in read_workbook(book).items():
        last = max(column for _, column in sheet.cells)
        found[name] = [
            [sheet.cells[at, column].text if (at, column) in sheet.cells else "" for column in range(1, last + 1)]
            for at in sheet.row_numbers()
        ]
    return found


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["summary"].load() == (Summaries, print_summaries)


@pytest.mark.parametrize("judges", [4, 7, 9])
def test_every_judge_has_a_column_and_every_cell_is_on_paper_and_in_the_workbook(judges: int) -> None:
    marks = ("[94.5]", "回避", "缺席", "88.5（纸）", *("90.0",) * (judges - 4))
    sheet = session(judges, row(1, judges, marks=marks), row(2, judges), notes=NOTES)
    pdf, book = made(sheet)
    text = whole(pdf)
    (rows,) = read_rows(book).values()
    assert rows[1] == list(session_headings(sheet))
    for at, one in enumerate(sheet.rows, 2):
        cells = session_cells(sheet, one)
        assert squeezed("".join(cells)) in text
        assert rows[at] == list(cells)
    assert [line[0] for line in rows[4:]] == list(NOTES)
    assert all(squeezed(note) in text for note in NOTES)
    assert beyond_the_margins(pdf) == []


def test_nine_judges_and_the_longest_names_stand_whole_over_pages() -> None:
    rows = [row(n, 9, title=LONG["title"], circle=LONG["circle"]) for n in range(1, 61)]
    pdf, _ = made(session(9, *rows))
    found = pages(pdf)
    assert whole(pdf).count(LONG["title"]) == whole(pdf).count(LONG["circle"]) == 60
    assert all("J9评委9" in page for page in found if "SH0" in page)
    assert set(fonts(pdf).values()) == {True} and beyond_the_margins(pdf) == []
    assert f"第1页/共{len(found)}页" in found[0]


def test_numbers_stay_on_one_line() -> None:
    pdf, _ = made(session(9, row(1, 9, marks=("[100.00]",) * 9, final="85.0625", presentation="100.00")))
    text = PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert text.count("[100.00]") == 9 and "85.0625" in text


def test_each_session_is_a_part_and_a_worksheet_with_headings_that_repeat() -> None:
    other = SessionSheet("B", "二号会场", (), (row(3, 0),))
    pdf, book = made(session(4, row(1)), other)
    assert ["第1页/共1页" in page for page in pages(pdf)] == [True, True]
    assert list(read_rows(book)) == ["A 一号会场", "B 二号会场"]
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        named = archive.read("xl/workbook.xml").decode()
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert named.count("_xlnm.Print_Titles") == named.count("_xlnm.Print_Area") == 2
    assert re.search(r"Print_Titles[^>]*>'A 一号会场'!\$1:\$2<", named)
    assert re.search(r"Print_Area[^>]*>'A 一号会场'!\$A\$1:\$N\$3<", named)
    assert 'orientation="landscape"' in sheet
    spans = re.findall(r'<col min="(\d+)" max="(\d+)"', sheet)
    assert sum(int(last) - int(first) + 1 for first, last in spans) == 14
    assert "<f>" not in sheet


def test_no_cell_of_the_workbook_starts_a_formula() -> None:
    _, book = made(session(4, row(1, title="=1+1", circle="@小组")))
    (rows,) = read_rows(book).values()
    assert (rows[2][3], rows[2][4]) == ("'=1+1", "'@小组")


def test_a_provisional_session_says_so_on_every_page_and_in_the_workbook() -> None:
    rows = [row(number) for number in range(1, 61)]
    pdf, book = made(session(4, *rows, provisional=True))
    found = pages(pdf)
    assert len(found) > 1 and all("暂定：有成果尚未定分" in page for page in found)
    (texts,) = read_rows(book).values()
    assert "暂定" in texts[0][0]
    assert not any("暂定" in page for page in pages(made(session(4, *rows))[0]))


def test_a_session_without_entries_says_so() -> None:
    pdf, _ = made(session(4))
    assert "本场次没有成果。" in whole(pdf)
