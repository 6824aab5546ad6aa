"""T15's short form, and each layer's guard taken away once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from papers import sheet, tables
from papers.workbook_write import PoolRow, PoolSheet, ResultsBook, results_workbook
from scoring.setup import text
from tests.papers.sheet_reading import pages, squeezed
from tests.torture import hostile_contest
from tests.torture.hostile import KINDS, MOST, RARE, names
from tests.torture.hostile_contest import fits, planted
from tests.torture.hostile_files import cell_wrong, cells_of, says
from tests.torture.hostile_pages import Plant, as_markup, unescaped
from tests.torture.t15_names import TRIAL, Names

FORMULAS = tuple(KINDS["formula"])


def test_no_hostile_name_runs_becomes_a_formula_or_spoils_a_certificate(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert int(cases[0].counts["certificates"]) > 70
    assert int(TRIAL.figures(cases)["refused with cell and reason"]) > 50


@pytest.mark.parametrize("plant, number", [(as_markup, 0), (unescaped, 2)])
def test_markup_made_from_a_name_is_found(plant: Plant, number: int, tmp_path: Path) -> None:
    (case,) = Names(plant, brief=True).run([number], tmp_path)
    assert any("made: " in anomaly for anomaly in case.anomalies), case.anomalies


def test_every_contest_refuses_its_names_at_their_cells_and_nothing_else() -> None:
    refused = 0
    for number in range(TRIAL.full):
        made = planted(number)
        assert made.wrong == ()
        refused += len(made.problems)
    assert len(set(names())) == MOST
    assert refused > MOST


def test_rare_names_of_real_people_are_never_refused() -> None:
    assert [name for name in RARE if not fits(name, 20)] == []
    assert set(RARE) <= set(names())


@pytest.mark.parametrize(
    "where, what, blind",
    [(text, "hidden_character", lambda found: None), (hostile_contest, "unprintable", lambda found: "")],
)
def test_a_check_of_the_set_up_that_is_gone_is_missed(
    where: Any, what: str, blind: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(where, what, blind)
    said = [wrong for number in range(3) for wrong in planted(number).wrong]
    assert any("taken, and should be refused" in wrong or "is not named" in wrong for wrong in said)


def wrong_cells() -> list[str]:
    """What is wrong in a workbook whose every name is a formula."""
    rows = tuple(
        PoolRow("1", f"E{at}", name, name, name, name, award=name, members=name) for at, name in enumerate(FORMULAS)
    )
    book = ResultsBook("=1+1", (PoolSheet("=1+1", rows),), (), "")
    return [wrong for kind, cell in cells_of(results_workbook(book)) for wrong in cell_wrong(kind, cell)]


def test_no_cell_of_a_workbook_begins_a_formula() -> None:
    assert wrong_cells() == []


def test_a_cell_that_is_typed_as_a_formula_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Worksheet.write_string

    def typed(page: Any, row: int, column: int, said: str, *form: Any) -> Any:
        said = said.removeprefix("'")
        return (page.write_formula if said.startswith("=") else partial(plain, page))(row, column, said, *form)

    monkeypatch.setattr(Worksheet, "write_string", typed)
    assert "formula '1+1'" in wrong_cells()


@pytest.mark.parametrize("starts", [(), ("=", "+", "@", "\t", "\r")])
def test_a_text_that_a_csv_would_take_for_a_formula_is_found(
    starts: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_STARTS", starts)
    assert any("＝1+1" in wrong for wrong in wrong_cells())


def on_paper(words: list[str]) -> str:
    """What a sheet with these paragraphs says."""
    return "".join(pages(sheet.sheets_pdf("T15", [sheet.Part([sheet.text(word) for word in words])])))


def spoiled(words: list[str]) -> list[str]:
    """The names that a sheet does not say as they are; all of them where it cannot even be made."""
    try:
        said = on_paper(words)
    except ValueError:
        return words
    return [word for word in words if not says(said, squeezed(word))]


def test_a_sheet_without_its_escape_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [name for name in KINDS["reportlab"] if fits(name, 60)]
    assert spoiled(words) == []
    monkeypatch.setattr(sheet, "escape", str)
    assert spoiled(["<b>粗</b>", "&lt;b&gt;"]) == ["<b>粗</b>", "&lt;b&gt;"]
    assert spoiled(["<para>"]) == ["<para>"]
