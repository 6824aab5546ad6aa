"""得分计算单 of entries that were corrected, ruled on or decided: every line holds, and 更正经过 says what was."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from papers.calculation_values import Calculations, CalculationSheet
from papers.calculations import print_calculations, steps_of
from scoring.actions import publishing, running
from scoring.rules.change import (
    BallotChange,
    Declining,
    IncompleteRuling,
    OvertimeChange,
    SetUpChange,
    TieRuling,
)
from scoring.rules.codec import decode, encode
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from tests.actions.ruled_day import POOL, changed, contest_of, play, short
from tests.office import OTHER_KIND, PANEL, Day, marks_of
from tests.papers.pencil import all_figures, check, figures
from tests.papers.sheet_reading import printed, whole
from web.paperwork.calculations import calculations
from web.paperwork.wanted import Wanted

Days = Callable[..., Day]
HEADS = ("JA1", "JA2")
TOTALS = {"A1": 90, "A2": 85, "A3": 80, "A4": 75}


def sheet(day: Day, entry: str) -> CalculationSheet:
    """The sheet as the press gets it; every line is worked out again."""
    found = decode(Calculations, json.loads(json.dumps(encode(day.read(calculations, Wanted(entry=entry))))))
    made: CalculationSheet = found.sheets[0]
    for figure in all_figures(made):
        if "=" in figure.line or "→" in figure.line:
            check(figure.line)
    return made


def told(day: Day, entry: str) -> str:
    """All words of the printed sheet."""
    found = day.read(calculations, Wanted(entry=entry))
    return whole(next(iter(printed(print_calculations, found).values())))


def mend(day: Day, entry: str, reason: str = "录入错误", **values: Any) -> None:
    contest = day.read(load_contest)
    entries = tuple(replace(one, **values) if one.id == entry else one for one in contest.entries)
    changed(day, SetUpChange(day.read(set_up_mark), replace(contest, entries=entries)), reason)


def rows(made: CalculationSheet) -> list[tuple[str, str, str, str]]:
    return [(one.what, one.before, one.after, one.why) for one in made.corrections]


@pytest.fixture
def whole_day(days: Days) -> Day:
    return play(days(contest_of((1, 1, None))), TOTALS)


@pytest.fixture
def lacking(days: Days) -> Day:
    made = play(days(contest_of()), {"A1": 90, "A3": 80, "A4": 75})
    short(made, "A2")
    return made


def test_a_corrected_document_score_stands_before_and_after_with_its_reason_and_the_score_it_led_to(
    whole_day: Day,
) -> None:
    mend(whole_day, "A3", "59.50 误录", document="95.50")
    made = sheet(whole_day, "A3")
    assert rows(made) == [
        ("文审得分", "90", "95.50", "59.50 误录"),
        ("定分第 2 版", "84.00", "86.20", "按更正或合议决定重算"),
    ]
    assert figures(made)["公布得分"].line.endswith("→ 86.20")
    assert "更正经过" in told(whole_day, "A3") and "更正经过" not in told(whole_day, "A1")


def test_a_corrected_overtime_and_ballot_are_marked_and_said(whole_day: Day) -> None:
    changed(whole_day, OvertimeChange("A1", 46), "秒表看错")
    changed(whole_day, BallotChange("A1", "JA3", 1, marks_of(60)), "评委签字更正")
    made = sheet(whole_day, "A1")
    assert ("超时", "0 秒", "46 秒", "秒表看错") in rows(made)
    assert ("3 号席的评分", "总分 90.0", "总分 60.0", "评委签字更正") in rows(made)
    assert "定分第 3 版" in {one.what for one in made.corrections}
    said = told(whole_day, "A1")
    assert "60.0（更正）" in said and "标“（更正）”的评分在定分以后更正过" in said


def test_where_no_judge_is_named_a_corrected_ballot_is_nobodys(days: Days) -> None:
    day = play(days(contest_of(show_judges="hidden")), TOTALS)
    changed(day, BallotChange("A1", "JA3", 1, marks_of(60)), "评委签字更正")
    assert "一份评分" in {one.what for one in sheet(day, "A1").corrections}
    assert "号席" not in told(day, "A1")


def test_ballots_set_aside_for_another_kind_keep_the_total_of_their_own_rubric(whole_day: Day) -> None:
    whole_day.clock += 60_000
    mend(whole_day, "A2", "类型报错", kind=OTHER_KIND)
    for judge in PANEL:
        whole_day.submit("A2", judge, 88, base=1)
    whole_day.do(running.close_entry, entry="A2")
    whole_day.do(publishing.publish_entry, entry="A2")
    said, made = told(whole_day, "A2"), sheet(whole_day, "A2")
    assert "总分85.0，成果类型更正，重评，这一版不计入" in said
    assert "号席交过2版" in said and "以最后一版为准" in said
    assert ("类型", "问题解决型", "创新型", "类型报错") in rows(made)
    assert ("评分", "5 份", "保存，不计入；请评委重评", "类型报错") in rows(made)
    assert figures(made)["公布得分"].line.endswith("→ 88.80")


def test_by_document_alone_the_whole_way_is_the_document_score(lacking: Day) -> None:
    changed(lacking, IncompleteRuling("A2", "document_only", HEADS), "停电中断")
    made = sheet(lacking, "A2")
    assert figures(made)["最终得分"].line == "90.00 × 1 = 90.00"
    said = told(lacking, "A2")
    assert "评审组长合议决定（理由：停电中断）：只以文审得分为最终得分" in said
    assert made.place is not None and made.place.rank == 1
    assert "求发表平均分" not in said


def test_out_of_competition_says_so_and_gives_no_rank(lacking: Day) -> None:
    changed(lacking, IncompleteRuling("A2", "out_of_competition", HEADS), "停电中断")
    said = told(lacking, "A2")
    assert "本成果只作发表，参加展示" in said and "停电中断" in said
    assert [step.title for step in steps_of(sheet(lacking, "A2"))] == ["评委打分", "参加展示，不排名"]


def test_who_gave_up_its_place_and_why(whole_day: Day) -> None:
    changed(whole_day, Declining("A1"), "单位来函放弃")
    assert "本成果已放弃名额（理由：单位来函放弃），由后面的成果递补" in told(whole_day, "A1")


@pytest.mark.parametrize(("shown", "names"), [("name", "；合议人：评委JA1、评委JA2"), ("seat", ""), ("hidden", "")])
def test_a_decided_tie_stands_with_order_reason_and_the_names_that_the_card_publishes(
    days: Days, shown: str, names: str
) -> None:
    day = play(days(contest_of(still_tied="chief", show_judges=shown)), {**TOTALS, "A3": 85})
    changed(day, TieRuling(POOL, ("A3", "A2"), HEADS), "现场答辩更充分")
    for entry in ("A2", "A3"):
        day.reveal(entry)
    said = told(day, "A2")
    assert "由评审组长合议决定先后，依次为A3、A2（本成果）" + f"（理由：现场答辩更充分{names}）" in said
    assert sheet(day, "A2").place.rank == 3  # type: ignore[union-attr]


def test_an_undecided_tie_that_the_card_leaves_to_the_chiefs_is_not_called_a_shared_rank(days: Days) -> None:
    day = play(days(contest_of(still_tied="chief")), {**TOTALS, "A3": 85})
    said = told(day, "A2")
    assert "2个成果待评审组长合议定先后，合议以前都写第2名" in said and "并列" not in said


def test_a_rival_that_is_not_revealed_is_not_named_in_the_order_decided(days: Days) -> None:
    day = play(days(contest_of(still_tied="chief")), {**TOTALS, "A3": 85})
    changed(day, TieRuling(POOL, ("A3", "A2"), HEADS), "现场答辩更充分")
    assert "依次为尚未亮分的成果、A2（本成果）" in told(day, "A2")


def test_a_tie_at_the_cut_is_said_where_ranks_are_shared(days: Days) -> None:
    day = play(days(contest_of((1, 0, None))), {**TOTALS, "A2": 90})
    changed(day, TieRuling(POOL, ("A2", "A1"), HEADS), "现场答辩更充分")
    assert "同名次的成果由评审组长合议定取用的先后（理由：现场答辩更充分）。" in told(day, "A2")
