"""The sample contest as grids of text, to be changed cell by cell."""

from functools import cache

from papers.workbook_read import read_workbook
from scoring.rules.contest import Contest
from scoring.setup.cells import sheets_from_rows
from scoring.setup.layout import CONTEST
from scoring.setup.parse import Parsed, parse_contest
from scoring.setup.sheets import contest_to_sheets
from tests.setup.test_sample_workbooks import BOOKS, SAMPLE

Grids = dict[str, list[list[str]]]


@cache
def sample() -> Contest:
    """The contest of the sample workbook."""
    contest = parse_contest(read_workbook((BOOKS / SAMPLE).read_bytes())).contest
    assert contest is not None
    return contest


def grids() -> Grids:
    """Fresh grids of the sample contest."""
    return contest_to_sheets(sample())


def parsed(changed: Grids) -> Parsed:
    """What the parser makes of grids."""
    return parse_contest(sheets_from_rows(changed))


def with_items(**items: str) -> Parsed:
    """The sample with other contents in 赛事, by the beginning of the item's title."""
    changed = grids()
    for start, content in items.items():
        row = next(row for row in changed[CONTEST] if row[0].startswith(start))
        row[1] = content
    return parsed(changed)


def with_cell(sheet: str, row: int, column: int, content: str) -> Parsed:
    """The sample with one other cell, row and column counted from 1."""
    changed = grids()
    changed[sheet][row - 1][column - 1] = content
    return parsed(changed)


def places(found: Parsed) -> set[str]:
    """The problems' places as "成果!A5"."""
    return {f"{problem.sheet}!{problem.cell}" for problem in found.problems}
