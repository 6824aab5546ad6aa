"""The cells of one worksheet part."""

import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime

from papers.numbers import Look, moment_text, number_text
from papers.refusal import WorkbookRefused
from papers.safexml import Attributes, read_part
from scoring.setup.cells import Cell, Sheet, address

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 20_000, 200, 300_000
LONGEST_TEXT = 32_767
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ERRORS = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the sheets of a workbook share."""

    strings: list[str]
    looks: list[Look]
    from_1904: bool


@dataclass(slots=True)
class _Open:
    """The cell that is being read."""

    row: int
    column: int
    kind: str
    style: int
    value: list[str] = field(default_factory=list)
    formula: list[str] | None = None
    stored: bool = False


class SheetReader:
    """Collects the cells that hold something and refuses those that lie too far out."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.cells: dict[tuple[int, int], Cell] = {}
        self.row = 0
        self.column = 0
        self.open: _Open | None = None
        self.target: list[str] | None = None
        self.phonetic = False

    def read(self, archive: zipfile.ZipFile, path: str) -> Sheet:
        """The sheet of one part."""
        if not read_part(archive, path, self._start, self._end, self._text):
            raise WorkbookRefused("damaged")
        return Sheet(self.cells)

    def _start(self, tag: str, given: Attributes) -> None:
        if tag == "row":
            self.row = int(given.get("r", self.row + 1))
            self.column = 0
        elif tag == "c":
            self._start_cell(given)
        elif tag == "rPh":
            self.phonetic = True
        elif self.open is not None and tag in ("v", "t"):
            self.target = self.open.value
        elif self.open is not None and tag == "f":
            self.open.formula = self.target = []

    def _start_cell(self, given: Attributes) -> None:
        row, column = self.row, self.column + 1
        if "r" in given:
            found = _REFERENCE.fullmatch(given["r"])
            if found is None:
                raise WorkbookRefused("damaged")
            row, column = int(found[2]), _column(found[1])
        self.column = column
        self.open = _Open(row, column, given.get("t", "n"), int(given.get("s", "0")))

    def _text(self, piece: str) -> None:
        if self.target is not None and not self.phonetic:
            self.target.append(piece)

    def _end(self, tag: str) -> None:
        if tag in ("v", "t", "f"):
            if tag == "v" and self.open is not None:
                self.open.stored = True
            self.target = None
        elif tag == "rPh":
            self.phonetic = False
        elif tag == "c" and self.open is not None:
            self._keep(self.open)
            self.open = None

    def _keep(self, found: _Open) -> None:
        cell = self._cell(found)
        if cell.error is None and not cell.text.strip():
            return
        if found.row > MOST_ROWS or found.column > MOST_COLUMNS:
            raise WorkbookRefused("too_far", cell=address(found.row, found.column))
        if len(self.cells) >= MOST_CELLS:
            raise WorkbookRefused("too_large")
        self.cells[(found.row, found.column)] = cell

    def _cell(self, found: _Open) -> Cell:
        value = "".join(found.value)
        if found.kind == "e":
            return Cell("", value.strip() or "#VALUE!")
        if found.formula is not None and not value and found.kind != "str":
            broken = _ERRORS.search("".join(found.formula))
            return Cell("", broken.group() if broken else "formula")
        if not value:
            return Cell()
        return Cell(self._shown(found, value)[:LONGEST_TEXT])

    def _shown(self, found: _Open, value: str) -> str:
        if found.kind == "s":
            return self.frame.strings[int(value)]
        if found.kind in ("inlineStr", "str"):
            return unescaped(value)
        if found.kind == "b":
            return "TRUE" if value.strip() in ("1", "true") else "FALSE"
        if found.kind == "d":
            return moment_text(datetime.fromisoformat(value.strip()), True)
        looks = self.frame.looks
        look = looks[found.style] if found.style < len(looks) else Look.PLAIN
        return number_text(value, look, self.frame.from_1904)


def unescaped(text: str) -> str:
    """The file format writes some characters as _x000D_."""
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
