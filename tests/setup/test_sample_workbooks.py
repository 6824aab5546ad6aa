"""The workbooks that the secretariat may hand in: good, untidy and full of mistakes."""

import json
from pathlib import Path

import pytest

from papers.workbook_read import read_workbook
from scoring.setup.cells import sheets_from_rows
from scoring.setup.parse import Parsed, parse_contest
from scoring.setup.sheets import contest_to_sheets

BOOKS = Path(__file__).parents[1] / "sample" / "workbooks"
SAMPLE = "../contest/contest.xlsx"


def parsed(name: str) -> Parsed:
    return parse_contest(read_workbook((BOOKS / name).read_bytes()))


@pytest.fixture(scope="module")
def bad() -> Parsed:
    return parsed("bad.xlsx")


def test_the_sample_workbook_reads_without_a_problem() -> None:
    found = parsed(SAMPLE)
    assert found.problems == []
    contest = found.contest
    assert contest is not None
    assert (len(contest.entries), len(contest.judges), len(contest.sessions)) == (36, 13, 2)
    assert contest.entries[2].document == "90.54"
    assert contest.judges[3].recused_units == ("样例回避单位A",)
    assert contest.certificate_number == "样质协QC-{年份}-{序号:03}"


@pytest.mark.parametrize("name", ["tolerant.xlsx", "contest-libreoffice.xlsx", "contest.xls"])
def test_an_untidy_workbook_gives_the_very_same_contest(name: str) -> None:
    assert parsed(name).contest == parsed(SAMPLE).contest


def test_the_sample_comes_back_from_its_own_sheets() -> None:
    contest = parsed(SAMPLE).contest
    assert contest is not None
    assert parse_contest(sheets_from_rows(contest_to_sheets(contest))).contest == contest


def test_a_bad_workbook_gives_no_contest_and_every_planted_problem(bad: Parsed) -> None:
    assert bad.contest is None
    planted = json.loads((BOOKS / "problems.json").read_text("utf-8"))
    found = {(problem.sheet, problem.cell) for problem in bad.problems}
    assert {(item["sheet"], item["cell"]) for item in planted} <= found


def test_a_bad_workbook_gives_only_the_other_cells_of_what_was_planted(bad: Parsed) -> None:
    planted = json.loads((BOOKS / "problems.json").read_text("utf-8"))
    found = {(problem.sheet, problem.cell) for problem in bad.problems}
    sums = {("评审表", f"D{row}") for row in (2, 4, 5, 6, 7)} | {("奖项", "B2"), ("奖项", "B3")}
    twins = {("成果", "A4"), ("成果", "J10"), ("评委", "A6"), ("赛事", "B13")}
    assert found - {(item["sheet"], item["cell"]) for item in planted} == sums | twins


def test_every_problem_says_in_both_languages_what_is_wrong_and_what_would_be_right(
    bad: Parsed,
) -> None:
    for problem in bad.problems:
        assert "；" in problem.zh, problem
        assert any(mark in problem.en for mark in (";", " it ", "should")), problem
