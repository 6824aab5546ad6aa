"""Sheets as plain values with the addresses that a person sees in the spreadsheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows; `error` is "#REF!" and the like, or "formula" without a value."""

    text: str = ""
    error: str | None = None


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells that hold something, by (row, column), both counted from 1."""

    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)

    def cell(self, row: int, column: int) -> Cell:
        """The cell at an address, an empty one where there is nothing."""
        return self.cells.get((row, column), EMPTY)

    def row_numbers(self) -> list[int]:
        """The rows that hold something, from top to bottom."""
        return sorted({row for row, _ in self.cells})

    def columns_of(self, row: int) -> list[int]:
        """The columns of a row that hold something, from left to right."""
        return sorted(column for at, column in self.cells if at == row)


Sheets = Mapping[str, Sheet]


def address(row: int, column: int) -> str:
    """(5, 28) → "AB5"."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def sheets_from_rows(rows: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, Sheet]:
    """Sheets from grids of text whose first row is row 1 and first column is A."""
    return {name: Sheet(_grid(grid)) for name, grid in rows.items()}


def _grid(grid: Sequence[Sequence[str]]) -> dict[tuple[int, int], Cell]:
    return {
        (number, column): Cell(text) for number, row in enumerate(grid, 1) for column, text in enumerate(row, 1) if text
    }
