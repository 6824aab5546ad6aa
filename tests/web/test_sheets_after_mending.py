"""The lists on paper and in the workbook after rulings, corrections and a final: in words, with their signs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from papers.documents import DOCUMENTS
from scoring.rules.change import BallotChange, Declining, Finalising, IncompleteRuling, OvertimeChange
from scoring.rules.ledger import key_fingerprint
from tests.actions.ruled_day import POOL, changed, contest_of, play, short
from tests.actions.test_rulings import HEADS
from tests.office import Day, marks_of
from tests.papers.sheet_reading import printed, whole
from web.paperwork.judge_sheets import judge_sheets
from web.paperwork.nominations import nominations
from web.paperwork.notice import notice
from web.paperwork.result_sheets import result_sheets
from web.paperwork.summaries import summaries
from web.paperwork.wanted import Wanted
from web.results_book import results_file

Days = Callable[..., Day]
TOTALS = {"A1": 90, "A2": 85, "A3": 80, "A4": 75}
KEY = "ba9876543210" + "0" * 52


def paper(day: Day, name: str, question: Callable[..., Any]) -> str:
    values = day.read(question, Wanted(pool=POOL if name in ("result-sheets", "nominations") else None, ledger_key=KEY))
    files = printed(DOCUMENTS[name].load()[1], values)
    return whole(next(content for file, content in files.items() if file.endswith(".pdf")))


def words_in(day: Day) -> str:
    """The results' workbook: every text of it."""
    with zipfile.ZipFile(io.BytesIO(day.read(results_file))) as book:
        return book.read("xl/sharedStrings.xml").decode()


@pytest.fixture
def whole_day(days: Days) -> Day:
    return play(days(contest_of((1, 1, None))), TOTALS)


@pytest.fixture
def lacking(days: Days) -> Day:
    made = play(days(contest_of((1, 1, None))), {"A1": 90, "A3": 80, "A4": 75})
    short(made, "A2")
    return made


def test_out_of_competition_is_said_and_nobody_waits_for_it(lacking: Day) -> None:
    assert "尚待：A2小组A2（有效评分不足）" in paper(lacking, "nominations", nominations)
    changed(lacking, IncompleteRuling("A2", "out_of_competition", HEADS), "停电")
    assert "参加展示，不排名" in paper(lacking, "result-sheets", result_sheets)
    assert "小组A2" not in paper(lacking, "nominations", nominations)
    assert "参加展示，不排名" in words_in(lacking)


def test_by_document_alone_is_said_of_an_entry_that_has_a_rank(lacking: Day) -> None:
    changed(lacking, IncompleteRuling("A2", "document_only", HEADS), "停电")
    assert "仅按文审成绩" in paper(lacking, "result-sheets", result_sheets)
    assert "计分0而有名次" in paper(lacking, "summary", summaries)
    assert "仅按文审成绩" in words_in(lacking)


def test_who_declined_is_named_with_its_reason_and_not_in_the_notice(whole_day: Day) -> None:
    changed(whole_day, Declining("A1"), "来函放弃")
    said = paper(whole_day, "nominations", nominations)
    assert said.index("三、未入选和待合议（1项）") < said.index("小组A1") < said.index("已放弃名额")
    assert "小组A2" in paper(whole_day, "notice", notice)
    assert "已放弃名额" in words_in(whole_day)


def test_a_corrected_ballot_has_its_sign_and_both_versions(whole_day: Day) -> None:
    changed(whole_day, BallotChange("A1", "JA3", 1, marks_of(60)), "签字更正")
    said = paper(whole_day, "summary", summaries)
    assert "[60.0]（更正）" in said and "（更正）：定分以后更正过的评分" in said
    sheets = paper(whole_day, "judge-sheets", judge_sheets)
    assert "定分后更正" in sheets and "已更正" in sheets


def test_a_tie_that_waits_for_the_chiefs_says_so_instead_of_a_shared_rank(days: Days) -> None:
    day = play(days(contest_of((1, 0, None), still_tied="chief")), {**TOTALS, "A3": 85})
    said = paper(day, "result-sheets", result_sheets)
    assert said.count("同分，待组长合议") == 2 and "并列" not in said.split("计分规则")[0]


def test_a_final_stands_at_the_foot_until_a_correction_ends_it(whole_day: Day) -> None:
    for name, question in (("result-sheets", result_sheets), ("nominations", nominations)):
        assert f"未定稿台账公钥指纹{key_fingerprint(KEY)}" in paper(whole_day, name, question)
    changed(whole_day, Finalising(POOL), "全部核对")
    (result,) = {row[0] for row in whole_day.rows("select result from final")}
    for name, question in (("result-sheets", result_sheets), ("nominations", nominations)):
        said = paper(whole_day, name, question)
        assert "定稿第1版2020-09-1" in said and f"结果指纹{result[:12]}台账公钥指纹{key_fingerprint(KEY)}" in said
    assert "定稿第 1 版" in words_in(whole_day) and result[:12] in words_in(whole_day)
    changed(whole_day, OvertimeChange("A4", 46), "秒表")
    assert "未定稿（定稿第1版已失效）" in paper(whole_day, "result-sheets", result_sheets)
