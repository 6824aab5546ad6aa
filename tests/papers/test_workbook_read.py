"""What spreadsheet programs store, and what a person reads in the cell."""

import pytest

from papers.numbers import Look, decimal_of, look_of, number_text, plain
from papers.workbook_read import read_workbook
from scoring.setup.cells import Cell, address
from tests.papers.books import NS, book


def only_cell(cell: str, **parts: str) -> Cell:
    return read_workbook(book(f'<row r="1">{cell}</row>', **parts))["表"].cell(1, 1)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("90.54000000000001", "90.54"),
        ("83.689999999999998", "83.69"),
        ("1E2", "100"),
        ("5.0000000000000003E-2", "0.05"),
        ("-0", "0"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_a_number_is_read_as_the_decimal_that_was_typed(stored: str, shown: str) -> None:
    assert only_cell(f'<c r="A1"><v>{stored}</v></c>').text == shown


@pytest.mark.parametrize(
    ("style", "stored", "shown"),
    [
        (1, "44061", "2020-08-18"),
        (2, "0.375", "09:00"),
        (1, "44061.375", "2020-08-18 09:00"),
        (3, "44061", "2020-08-18"),
        (4, "0.2", "20%"),
        (5, "3.5", "3.5"),
        (2, "0.39583333333333298", "09:30"),
    ],
)
def test_dates_times_and_percents_are_read_by_their_format(style: int, stored: str, shown: str) -> None:
    assert only_cell(f'<c r="A1" s="{style}"><v>{stored}</v></c>').text == shown


def test_a_workbook_that_counts_from_1904_gives_the_same_day() -> None:
    cell = '<c r="A1" s="1"><v>42599</v></c>'
    assert only_cell(cell, settings='<workbookPr date1904="1"/>').text == "2020-08-18"


def test_shared_strings_lose_their_phonetic_guides_and_keep_their_runs() -> None:
    strings = f'<sst xmlns="{NS}"><si><r><t>质</t></r><r><t>量</t></r><rPh><t>zhi</t></rPh></si></sst>'
    assert only_cell('<c r="A1" t="s"><v>0</v></c>', strings=strings).text == "质量"


def test_escaped_characters_and_line_breaks_are_kept() -> None:
    assert only_cell('<c r="A1" t="inlineStr"><is><t>a_x0041_\nb</t></is></c>').text == "aA\nb"


@pytest.mark.parametrize(("stored", "shown"), [("1", "TRUE"), ("0", "FALSE")])
def test_booleans_are_words(stored: str, shown: str) -> None:
    assert only_cell(f'<c r="A1" t="b"><v>{stored}</v></c>').text == shown


@pytest.mark.parametrize(
    ("cell", "error"),
    [
        ('<c r="A1" t="e"><v>#N/A</v></c>', "#N/A"),
        ('<c r="A1" t="e"><f>B1</f><v>#REF!</v></c>', "#REF!"),
        ('<c r="A1"><f>#REF!</f><v/></c>', "#REF!"),
        ('<c r="A1"><f>1+1</f></c>', "formula"),
    ],
)
def test_formula_errors_and_formulas_without_a_value_are_told_apart(cell: str, error: str) -> None:
    assert only_cell(cell) == Cell("", error)


def test_a_formula_with_a_stored_value_is_read_as_the_value() -> None:
    assert only_cell('<c r="A1"><f>1+1</f><v>2</v></c>') == Cell("2")
    assert only_cell('<c r="A1" t="str"><f>""</f><v></v></c>') == Cell()


def test_cells_without_addresses_follow_one_another() -> None:
    sheet = read_workbook(book("<row><c><v>1</v></c></row><row><c/><c><v>2</v></c></row>"))["表"]
    assert {at: cell.text for at, cell in sheet.cells.items()} == {(1, 1): "1", (2, 2): "2"}


def test_addresses_are_those_of_the_spreadsheet() -> None:
    assert [address(1, column) for column in (1, 26, 27, 702, 703)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


@pytest.mark.parametrize(
    ("code", "look"),
    [
        ("General", Look.PLAIN),
        ('0.00"天"', Look.PLAIN),
        ("[$-804]yyyy\\-mm\\-dd;@", Look.MOMENT),
        ("[h]:mm", Look.MOMENT),
        ("[Red]0.0%", Look.PERCENT),
        ("#,##0.00_);[Red](#,##0.00)", Look.PLAIN),
    ],
)
def test_a_number_format_tells_what_it_shows(code: str, look: Look) -> None:
    assert look_of(164, code) is look


def test_numbers_beyond_reason_stay_text() -> None:
    assert decimal_of("1E999") is None
    assert number_text("NaN", Look.PLAIN, False) == "NaN"
    found = decimal_of("1E20")
    assert found is not None and plain(found) == "1" + "0" * 20
