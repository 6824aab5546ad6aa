"""Results on paper in the middle of the day: no mark before the close, no prize before the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from papers.documents import DOCUMENTS
from papers.workbook_read import read_workbook
from scoring.actions import publishing, running, seats
from scoring.actions.paper import Typed, type_ballot
from scoring.facts import Actor
from tests.office import DESK, Day, marks_of
from tests.papers.sheet_reading import printed, squeezed, whole
from web.paperwork import awards, judge_sheets, nominations, notice, result_sheets, summaries
from web.paperwork.wanted import Wanted
from web.results_book import results_file

GATHERERS: dict[str, Callable[..., Any]] = {
    "summary": summaries.summaries,
    "judge-sheets": judge_sheets.judge_sheets,
    "result-sheets": result_sheets.result_sheets,
    "nominations": nominations.nominations,
    "awards": awards.award_list,
    "script": awards.host_script,
    "notice": notice.notice,
}
PLANTED = {"JA1": 61, "JA2": 62.5, "JA3": 63.5, "JA4": 64.5, "JX": 66.5}  # totals that no other entry has
TOTALS = ("61.0", "62.5", "63.5", "64.5", "66.5")


def text(day: Day, name: str) -> str:
    """All that a document's files say."""
    files = printed(DOCUMENTS[name].load()[1], day.read(GATHERERS[name], Wanted()))
    return "".join(read_back(file, content) for file, content in files.items())


def read_back(file: str, content: bytes) -> str:
    if file.endswith(".pdf"):
        return whole(content)
    if file.endswith(".txt"):
        return squeezed(content.decode("utf-8-sig"))
    sheets = read_workbook(content).values()
    return squeezed("".join(cell.text for sheet in sheets for cell in sheet.cells.values()))


@pytest.fixture
def under_way(day: Day) -> Day:
    """A1 is published, of A2 all marks are in and it is not closed."""
    day.open()
    day.publish("A1")
    day.present("A2")
    day.vote("A2", PLANTED)
    return day


@pytest.mark.parametrize("name", GATHERERS)
def test_no_mark_of_an_entry_in_progress_is_on_paper(under_way: Day, name: str) -> None:
    found = text(under_way, name)
    assert [total for total in TOTALS if total in found] == []


def test_the_workbook_of_results_holds_none_either(under_way: Day) -> None:
    found = read_back("results.xlsx", under_way.read(results_file))
    assert [total for total in TOTALS if total in found] == []


@pytest.mark.parametrize("name", ["summary", "judge-sheets"])
def test_once_it_is_closed_they_are_seen(under_way: Day, name: str) -> None:
    under_way.do(running.close_entry, entry="A2")
    found = text(under_way, name)
    assert [total for total in TOTALS if total not in found] == []


def test_a_returned_ballot_takes_the_whole_entry_off_the_sheets_again(under_way: Day) -> None:
    under_way.do(running.close_entry, entry="A2")
    under_way.do(seats.return_ballot, entry="A2", judge="JA3", reason="看错行")
    found = text(under_way, "judge-sheets") + text(under_way, "summary")
    assert [total for total in TOTALS if total in found] == []


def test_a_judges_sheet_says_how_many_entries_are_still_open(under_way: Day) -> None:
    assert "另有3项成果尚未截止" in text(under_way, "judge-sheets")


@pytest.mark.parametrize("name", GATHERERS)
def test_while_a_pool_is_provisional_it_names_no_prize_and_no_candidate(under_way: Day, name: str) -> None:
    found = text(under_way, name)
    assert "一等奖" not in found and "按名次入选" not in found
    assert "暂定" in found or name == "judge-sheets"


def test_a_provisional_sheet_lists_what_is_still_open(under_way: Day) -> None:
    found = text(under_way, "result-sheets")
    assert "—A2小组A2单位A2课题A2————未定分" in found
    assert "成绩表（问题解决型第一会场）暂定" in found


def test_when_all_is_published_the_prizes_stand(under_way: Day) -> None:
    under_way.do(running.close_entry, entry="A2")
    under_way.do(publishing.publish_entry, entry="A2")
    for entry in ("A3", "A4"):
        under_way.publish(entry, {"JA1": 70, "JA2": 71, "JA3": 72, "JA4": 73, "JX": 74})
    (first, other) = under_way.read(GATHERERS["result-sheets"], Wanted()).pools
    assert not first.provisional and other.provisional
    assert [row.award for row in first.rows][:2] == ["一等奖", "一等奖"]
    for name in ("awards", "script", "notice"):
        found = text(under_way, name)
        assert "一等奖" in found and "创新型的成绩尚为暂定" in found


def test_a_judge_without_marks_gets_a_sheet_that_says_so(under_way: Day) -> None:
    sheets = {(s.judge, s.session): s for s in under_way.read(GATHERERS["judge-sheets"], Wanted()).sheets}
    assert sheets["JB1", "第二会场"].tables == ()
    assert ("JX", "第一会场") in sheets and ("JX", "第二会场") in sheets
    assert "该评委在本场次没有可列出的评分。" in text(under_way, "judge-sheets")


def test_an_entry_withdrawn_before_its_turn_stands_as_withdrawn(under_way: Day) -> None:
    under_way.do(running.withdraw, entry="A4", reason="放弃")
    (sheet,) = under_way.read(GATHERERS["judge-sheets"], Wanted(judge="JA1")).sheets
    (row,) = (row for one in sheet.tables for row in one.rows if row.entry == "A4")
    assert (row.marks, row.total, row.remark, row.counts) == ((), "", "退赛", False)
    assert "—A4小组A4单位A4课题A4————退赛" in text(under_way, "result-sheets")


def typist(name: str) -> Actor:
    return replace(DESK, id=name, login=f"login-{name}")


def test_a_ballot_typed_in_from_paper_is_marked_as_such(day: Day) -> None:
    day.open()
    day.present("A1")
    sent = Typed("A1", "JA2", 1, marks_of(83), control=8300)
    for name in ("secretariat-1", "scorer-1"):
        day.do(type_ballot, typist(name), typed=sent)
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    for name in ("summary", "judge-sheets"):
        found = text(day, name)
        assert "83.0（纸）" in found and "（纸）：由纸质评分表录入" in found
        assert "80.0（纸）" not in found


def test_where_each_criterion_is_trimmed_no_total_is_in_brackets_and_the_sheet_says_so(
    days: Callable[..., Day],
) -> None:
    day = days(drop_mode="criterion")
    day.open()
    day.publish("A1")
    found = text(day, "summary")
    assert "本赛事逐项去分" in found and "[" not in found
    by_total = days()
    by_total.open()
    by_total.publish("A1")
    assert "本赛事逐项去分" not in text(by_total, "summary") and "[80.0]" in text(by_total, "summary")


def test_a_judge_recused_after_the_ballot_keeps_it_on_the_sheet_struck_out(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(seats.recuse, entry="A1", judge="JA3", reason="同单位")
    day.do(running.close_entry, entry="A1")
    (sheet,) = day.read(GATHERERS["judge-sheets"], Wanted(judge="JA3")).sheets
    (row,) = (row for one in sheet.tables for row in one.rows)
    assert (row.total, row.counts, row.remark) == ("84.0", False, "回避")
    (marks,) = (
        r.marks for r in day.read(GATHERERS["summary"], Wanted(session="A")).sessions[0].rows if r.entry == "A1"
    )
    assert "回避" in marks and "84.0" not in "".join(marks)
