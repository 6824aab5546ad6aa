"""What old .xls files hold and calamine does not tell."""

import struct

import pytest

from papers.biff import NoCompoundFile, cell_records
from papers.workbook_read import WorkbookRefused, read_workbook
from scoring.setup.cells import address
from tests.setup.test_sample_workbooks import BOOKS

ERRORS = (BOOKS / "errors.xls").read_bytes()


def moved(content: bytes, row: int, column: int) -> bytes:
    """The workbook with its first stored number moved to another cell (from 0)."""
    at = next(
        at
        for at in range(512, len(content) - 8)
        if content[at : at + 4] in (struct.pack("<HH", 0x203, 14), struct.pack("<HH", 0x27E, 10))
    )
    return content[: at + 4] + struct.pack("<HH", row, column) + content[at + 8 :]


def test_addresses_are_true_below_empty_rows_and_beside_empty_columns() -> None:
    found = read_workbook(ERRORS)
    texts = {address(*at): cell.text for at, cell in found["空首行"].cells.items() if cell.error is None}
    assert texts == {
        "C3": "丙三",
        "F7": "2",
        "G8": "TRUE",
        "C9": "2020-08-18",
        "C10": "09:00",
        "C11": "0.2",
        "C12": "90.54",
    }
    assert found["空表"].cells == {}


def test_formula_errors_are_told() -> None:
    found = read_workbook(ERRORS)
    assert [found["空首行"].cell(*at).error for at in ((5, 4), (6, 5))] == ["#N/A", "#DIV/0!"]
    assert found["三"].cell(3, 2).error == "#VALUE!"


@pytest.mark.parametrize(("row", "column", "told"), [(65535, 65535, "CRXP65536"), (20000, 0, "20001"), (0, 200, "GS")])
def test_a_value_far_out_is_refused_before_calamine_meets_it(row: int, column: int, told: str) -> None:
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(moved(ERRORS, row, column))
    assert caught.value.code == "too_far"
    assert told in caught.value.params["cell"]


def test_a_file_without_a_workbook_inside_is_no_workbook() -> None:
    with pytest.raises((NoCompoundFile, struct.error)):
        cell_records(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000)
