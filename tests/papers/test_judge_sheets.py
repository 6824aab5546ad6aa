"""评分表, read back from the PDF."""

from __future__ import annotations

import io

from pypdf import PdfReader

from papers.documents import DOCUMENTS
from papers.judge_sheets import JudgeRow, JudgeSheet, JudgeSheets, JudgeTable, print_judge_sheets
from tests.papers.sheet_reading import LONG, beyond_the_margins, fonts, pages, printed, whole

CRITERIA = ("选题\n15", "原因分析\n30", "对策与实施\n20", "效果\n20", "成果报告\n5", "特点\n10")
MARKS = ("13.5", "27.0", "16.0", "16.5", "4.5", "8.0")


def row(number: int, **more: object) -> JudgeRow:
    usual: dict[str, object] = {"marks": MARKS, "total": "85.5", "version": "1", "at": "08-18 09:31"}
    return JudgeRow(str(number), f"SH{number:03}", f"小组{number}号", **{**usual, **more})  # type: ignore[arg-type]


def sheet(*rows: JudgeRow, criteria: tuple[str, ...] = CRITERIA, waiting: int = 0) -> JudgeSheet:
    tables = (JudgeTable("问题解决型（评审表第 1 版）", criteria, rows),) if rows else ()
    return JudgeSheet("JA1", "解缙", "某研究院", "J1 席", "一号会场", tables, waiting)


def sheets(*made: JudgeSheet) -> bytes:
    files = printed(print_judge_sheets, JudgeSheets("样例赛", "样例协会", made, "台账 第 9 条"))
    assert list(files) == ["judge-sheets.pdf"]
    return files["judge-sheets.pdf"]


def test_the_registry_names_this_printer() -> None:
    assert DOCUMENTS["judge-sheets"].load() == (JudgeSheets, print_judge_sheets)


def test_each_row_holds_every_mark_the_total_the_version_and_the_time() -> None:
    text = whole(sheets(sheet(row(1), row(2, total="90.0", version="2"))))
    assert "1SH001小组1号13.527.016.016.54.58.085.5108-1809:31" in text
    assert "90.0208-1809:31" in text
    for words in ("评委：解缙（J1席，编号JA1）", "原因分析30", "计入评分2份", "评委签字：", "日期："):
        assert words in text


def test_why_there_is_no_mark_is_said_in_words() -> None:
    none = {"marks": (), "total": "", "version": "", "at": "", "counts": False}
    text = whole(sheets(sheet(row(1), *(row(n, remark=w, **none) for n, w in ((2, "回避"), (3, "缺席"), (4, "退赛"))))))
    for number, words in ((2, "回避"), (3, "缺席"), (4, "退赛")):
        assert f"SH00{number}小组{number}号—————————{words}" in text
    assert "计入评分1份" in text and "划去" not in text


def test_a_corrected_ballot_keeps_its_old_version_which_does_not_count() -> None:
    old = row(1, total="80.0", counts=False, remark="已更正")
    text = whole(sheets(sheet(row(1, version="2"), old)))
    assert "80.0108-1809:31已更正" in text
    assert "划去的评分不计入" in text and "计入评分1份" in text


def test_what_no_longer_counts_is_struck_through() -> None:
    plain, struck = (sheets(sheet(row(1, counts=counts))) for counts in (True, False))
    assert strokes(struck) - strokes(plain) == len(MARKS) + 1


def strokes(pdf: bytes) -> int:
    """Lines drawn on the first page."""
    page = PdfReader(io.BytesIO(pdf)).pages[0]
    contents = page.get_contents()
    assert contents is not None
    return contents.get_data().count(b" l S")


def test_a_ballot_from_paper_is_marked_and_explained() -> None:
    text = whole(sheets(sheet(row(1, paper=True))))
    assert "85.5（纸）" in text and "（纸）：由纸质评分表录入" in text
    assert "（纸）" not in whole(sheets(sheet(row(1))))


def test_a_judge_without_marks_gets_a_sheet_that_says_so() -> None:
    text = whole(sheets(sheet(waiting=3)))
    assert "没有可列出的评分" in text and "另有3项成果尚未截止" in text
    assert "核对无误" not in text and "评委签字：" in text


def test_every_judge_and_session_has_a_part_of_its_own() -> None:
    found = pages(sheets(sheet(row(1)), sheet(row(2))))
    assert ["第1页/共1页" in page for page in found] == [True, True]


def test_many_criteria_lie_across_the_page_and_long_lists_repeat_their_headings() -> None:
    many = tuple(f"项目{n}\n10" for n in range(1, 11))
    rows = [
        JudgeRow(str(n), f"SH{n:03}", LONG["circle"], ("9.5",) * 10, "95.0", "1", "08-18 09:31") for n in range(1, 61)
    ]
    pdf = sheets(sheet(*rows, criteria=many))
    found = pages(pdf)
    assert sum(page.count("SH0") for page in found) == 60
    assert all("项目10" in page for page in found if "SH0" in page)
    assert whole(pdf).count(LONG["circle"]) == 60
    assert set(fonts(pdf).values()) == {True} and beyond_the_margins(pdf) == []


def test_without_judges_the_document_says_so() -> None:
    assert "没有评委。" in whole(sheets())
