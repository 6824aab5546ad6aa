"""The results workbook after the sample's whole day, read back."""

from __future__ import annotations

import re

import pytest

from live.words import catalogue
from papers.workbook_read import read_workbook
from papers.workbook_write import ResultsBook, results_workbook
from scoring.setup.cells import Sheet
from tests.web.played import played_office
from web.results_book import results_file

KEY = re.compile(r"^[a-z]+(\.[a-z0-9_-]+)+$")


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sheet]:
    office = played_office(tmp_path_factory.mktemp("played"))
    try:
        return read_workbook(office.read(results_file))
    finally:
        office.writer.close()


def texts(sheets: dict[str, Sheet]) -> list[str]:
    return [cell.text for sheet in sheets.values() for cell in sheet.cells.values()]


def test_the_workbook_says_words_never_keys(sheets: dict[str, Sheet]) -> None:
    assert [text for text in texts(sheets) if KEY.match(text)] == []


def test_a_planted_key_would_be_seen() -> None:
    book = read_workbook(results_workbook(ResultsBook("acts.selection.candidate", [], note="")))
    assert any("acts.selection.candidate" in text for text in texts(book))
    assert KEY.match("acts.selection.candidate")
    assert not any(KEY.match(text) for text in catalogue("zh").values())


def test_every_judge_has_a_column_and_absence_is_said_in_words(sheets: dict[str, Sheet]) -> None:
    hall_a = next(sheet for name, sheet in sheets.items() if name.startswith("评审汇总") and "A" in name)
    shown = {cell.text for cell in hall_a.cells.values()}
    assert {"回避", "缺席"} <= shown
    assert {f"评委A{number}" for number in range(1, 8)} <= {text.split()[-1] for text in shown if text} | shown


def test_those_passed_over_have_their_reason(sheets: dict[str, Sheet]) -> None:
    shown = [cell.text for cell in sheets["候选与候补"].cells.values()]
    assert "未获推荐" in shown
    assert "本单位名额已用完" in shown
