"""What happened on the day, read from a folder of records.

`ballots.csv` (entry, judge, revision, status, m1 …) in the order of the day; `overtime.csv`
(entry, seconds_over) and `withdrawn.csv` (entry) may be absent.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

STATUSES = ("submitted", "recused", "missing")


class ScriptBroken(Exception):
    """The folder's records cannot be played; the text names file and line."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What one judge did for one entry; marks in whole hundredths, empty unless submitted."""

    judge: str
    revision: int
    status: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EntryScript:
    """One entry's turn: seconds over the limit, None where nothing was typed."""

    entry: str
    turns: tuple[Turn, ...]
    overtime: int | None
    withdrawn: bool

    def of_revision(self, revision: int) -> list[Turn]:
        """The turns of one revision, in the order of the records."""
        return [turn for turn in self.turns if turn.revision == revision]

    @property
    def revisions(self) -> list[int]:
        """All revisions that occur, ascending."""
        return sorted({turn.revision for turn in self.turns})


def read_script(folder: Path) -> list[EntryScript]:
    """Every entry of the records in order; raises ScriptBroken."""
    turns: dict[str, list[Turn]] = {}
    for row in _rows(folder / "ballots.csv", {"entry", "judge", "revision", "status"}):
        turns.setdefault(row.values["entry"], []).append(_turn(row))
    overtime = {
        row.values["entry"]: _whole(row, "seconds_over")
        for row in _rows(folder / "overtime.csv", {"entry", "seconds_over"}, needed=False)
    }
    withdrawn = [row.values["entry"] for row in _rows(folder / "withdrawn.csv", {"entry"}, needed=False)]
    entries = dict.fromkeys([*turns, *withdrawn])
    return [
        EntryScript(entry, tuple(turns.get(entry, ())), overtime.get(entry), entry in withdrawn) for entry in entries
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    place: str
    values: dict[str, str]


def _rows(file: Path, columns: set[str], needed: bool = True) -> Iterable[_Row]:
    if not file.exists() and not needed:
        return
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise ScriptBroken(f"{file.name}: no column {', '.join(sorted(missing))}")
            for row in reader:
                yield _Row(f"{file.name}:{reader.line_num}", {name: (row[name] or "").strip() for name in row if name})
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptBroken(f"{file}: cannot be read ({error})") from error


def _whole(row: _Row, column: str) -> int:
    text = row.values[column]
    if not text.isascii() or not text.isdigit():
        raise ScriptBroken(f"{row.place}: {column} is {text!r}, not a whole number")
    return int(text)


def _turn(row: _Row) -> Turn:
    status = row.values["status"]
    if status not in STATUSES:
        raise ScriptBroken(f"{row.place}: status is {status!r}, not one of {', '.join(STATUSES)}")
    marks = _marks(row) if status == "submitted" else ()
    return Turn(row.values["judge"], _whole(row, "revision"), status, marks)


def _marks(row: _Row) -> tuple[int, ...]:
    columns = sorted(int(name[1:]) for name in row.values if name[:1] == "m" and name[1:].isdigit())
    texts = [row.values[f"m{number}"] for number in columns]
    while texts and not texts[-1]:
        texts.pop()  # a rubric with fewer criteria than the file has columns
    return tuple(_hundredths(row, text) for text in texts)


def _hundredths(row: _Row, text: str) -> int:
    try:
        mark = Decimal(text) * 100
    except InvalidOperation as error:
        raise ScriptBroken(f"{row.place}: {text!r} is not a mark") from error
    if mark != mark.to_integral_value():
        raise ScriptBroken(f"{row.place}: {text!r} has more than two decimal places")
    return int(mark)
