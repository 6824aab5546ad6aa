"""What a new set-up changes in an old one, sheet by sheet, in the words of the sheets."""

from dataclasses import dataclass
from typing import Literal

from scoring.rules.contest import Contest
from scoring.setup.layout import AWARDS, COLUMNS, CONTEST, ENTRIES, JUDGES, QUOTAS, RUBRICS, SESSIONS
from scoring.setup.sheets import Grid, contest_to_sheets

Action = Literal["added", "changed", "removed"]

_KEYS = {
    CONTEST: (0,),
    RUBRICS: (0, 1),
    SESSIONS: (0,),
    ENTRIES: (0,),
    JUDGES: (0,),
    QUOTAS: (0, 4),
    AWARDS: (0,),
}
_SHOWN = {RUBRICS: 2, SESSIONS: 1, ENTRIES: 2, JUDGES: 1, QUOTAS: 1, AWARDS: 1, CONTEST: 1}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed field, or one row added or removed (`field` empty, its title in new or old)."""

    sheet: str
    key: str
    action: Action
    field: str
    old: str
    new: str


def compare(old: Contest | None, new: Contest) -> list[Change]:
    """Every change from `old` (None: nothing yet) to `new`."""
    after = contest_to_sheets(new)
    before = contest_to_sheets(old) if old is not None else {}
    return [
        change
        for sheet in COLUMNS
        for change in _sheet(sheet, _by_key(sheet, before.get(sheet, [])), _by_key(sheet, after[sheet]))
    ]


def _by_key(sheet: str, grid: Grid) -> dict[str, list[str]]:
    return {" ".join(row[at] for at in _KEYS[sheet] if row[at]): row for row in grid[1:]}


def _sheet(sheet: str, old: dict[str, list[str]], new: dict[str, list[str]]) -> list[Change]:
    shown = _SHOWN[sheet]
    found = []
    for key, row in new.items():
        if key not in old:
            found.append(Change(sheet, key, "added", "", "", row[shown]))
        else:
            found.extend(_fields(sheet, key, old[key], row))
    gone = [key for key in old if key not in new]
    found.extend(Change(sheet, key, "removed", "", old[key][shown], "") for key in gone)
    return found


def _fields(sheet: str, key: str, old: list[str], new: list[str]) -> list[Change]:
    titles = [column.title for column in COLUMNS[sheet]]
    return [
        Change(sheet, key, "changed", title, before, after)
        for title, before, after in zip(titles, old, new, strict=True)
        if before != after
    ]
