"""What is wrong with a sheet, where, and what would be right, in both languages."""

from collections.abc import Callable
from dataclasses import dataclass, field

from scoring.setup.cells import address


@dataclass(frozen=True, slots=True)
class Problem:
    """One complaint at one cell ("A5"); both texts say what is wrong and what would be right."""

    sheet: str
    cell: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a named sheet, row and column counted from 1."""

    sheet: str
    row: int
    column: int

    def address(self) -> str:
        """The address as the spreadsheet shows it."""
        return address(self.row, self.column)


def prints_all(_text: str) -> str:
    """Nobody asked what can be printed: nothing lacks."""
    return ""


@dataclass(slots=True)
class Report:
    """Collects problems (which refuse the set-up) and warnings (which do not).

    ``lacks`` gives the characters of a text that no document can print.
    """

    found: dict[tuple[str, int, int], Problem] = field(default_factory=dict)
    noted: list[Problem] = field(default_factory=list)
    lacks: Callable[[str], str] = prints_all

    def problem(self, at: Place, zh: str, en: str) -> None:
        """Keeps the first problem of a cell: what follows from it would be noise."""
        key = (at.sheet, at.row, at.column)
        self.found.setdefault(key, Problem(at.sheet, at.address(), zh, en))

    def warning(self, at: Place, zh: str, en: str) -> None:
        """Keeps something that a person should look at."""
        self.noted.append(Problem(at.sheet, at.address(), zh, en))

    def in_order(self) -> list[Problem]:
        """The problems sheet by sheet in the order they were first met, then row by row."""
        sheets = list(dict.fromkeys(name for name, _, _ in self.found))
        keys = sorted(self.found, key=lambda key: (sheets.index(key[0]), *key[1:]))
        return [self.found[key] for key in keys]

    def has(self, at: Place) -> bool:
        """Whether the cell has a problem already."""
        return (at.sheet, at.row, at.column) in self.found
