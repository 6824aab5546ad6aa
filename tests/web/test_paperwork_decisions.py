"""合议决定书 of a day: ties decided, entries ruled on, who moves up, what was lifted."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from papers.decisions import Decisions, DecisionSheet, print_decisions
from scoring.errors import NotKnown
from scoring.rules.change import (
    Declining,
    Disqualification,
    IncompleteRuling,
    Reinstatement,
    RulingLift,
    TieLift,
    TieRuling,
    Withdrawal,
)
from scoring.rules.codec import decode, encode
from tests.actions.ruled_day import POOL, changed, contest_of, play, short
from tests.office import Day
from tests.papers.sheet_reading import printed, whole
from web.paperwork.decision_ties import NO_LONGER
from web.paperwork.decisions import decisions
from web.paperwork.wanted import Wanted

Days = Callable[..., Day]
HEADS = ("JA1", "JA2")
TOTALS = {"A1": 90, "A2": 85, "A3": 85, "A4": 75}


def sheets(day: Day, entry: str | None = None, pool: str | None = None) -> tuple[DecisionSheet, ...]:
    """The sheets as the press gets them; each is printed too."""
    found = day.read(decisions, Wanted(entry=entry, pool=pool))
    assert decode(Decisions, json.loads(json.dumps(encode(found)))) == found
    text = whole(printed(print_decisions, found)["decisions.pdf"])
    assert all(sheet.title in text for sheet in found.sheets)
    return tuple(found.sheets)


@pytest.fixture
def tied(days: Days) -> Day:
    """A2 and A3 share the second place: the chief judges decided for A3."""
    made = play(days(contest_of((1, 1, None), still_tied="chief")), TOTALS)
    changed(made, TieRuling(POOL, ("A3", "A2"), HEADS), "A3 的现场答辩更充分")
    return made


@pytest.fixture
def lacking(days: Days) -> Day:
    """Hall A whole, but A2 has two ballots only."""
    made = play(days(contest_of()), {"A1": 90, "A3": 80, "A4": 75})
    short(made, "A2")
    return made


def test_a_decided_tie_stands_with_every_key_its_order_its_reason_and_names(tied: Day) -> None:
    (sheet,) = sheets(tied)
    assert (sheet.title, sheet.number, sheet.pool) == ("评审组长合议决定书", "合议第 1 号", "问题解决型 第一会场")
    assert sheet.keys == ("发表得分", "核心项目", "第二项目", "文审得分")
    shown = [("A3", "小组A3", "87.00"), ("A2", "小组A2", "87.00")]
    assert [(one.entry, one.circle, one.score) for one in sheet.tied] == shown
    assert sheet.tied[0].values == sheet.tied[1].values == ("85.00", "51.00", "34.00", "90.00")
    assert (sheet.reason, sheet.judges) == ("A3 的现场答辩更充分", ("评委JA1", "评委JA2"))
    assert "依次比较发表得分、核心项目、第二项目、文审得分，仍不能分出先后" in sheet.found
    assert (sheet.lifted, sheet.note) == ("", "")


def test_before_the_reveal_a_sheet_says_that_its_scores_are_not_public(tied: Day) -> None:
    assert sheets(tied)[0].hidden
    tied.reveal("A2")
    assert sheets(tied)[0].hidden
    tied.reveal("A3")
    assert not sheets(tied)[0].hidden


def test_a_lifted_decision_stays_and_says_when_and_why(tied: Day) -> None:
    changed(tied, TieLift(1), "名单写错")
    changed(tied, TieRuling(POOL, ("A2", "A3"), HEADS), "改正")
    first, second = sheets(tied)
    assert first.lifted.endswith("，理由：名单写错") and first.lifted.startswith("2020年9月1")
    assert [one.entry for one in second.tied] == ["A2", "A3"]
    assert second.lifted == ""


def test_a_decision_whose_entries_are_no_longer_tied_says_so(tied: Day) -> None:
    changed(tied, Disqualification("A2", HEADS), "造假")
    first, second = sheets(tied)
    assert (first.note, second.title) == (NO_LONGER, "一票否决决定书")


def test_where_ranks_are_shared_the_order_is_for_the_places_only(days: Days) -> None:
    day = play(days(contest_of((1, 1, None))), {"A1": 90, "A2": 90, "A3": 85, "A4": 75})
    changed(day, TieRuling(POOL, ("A2", "A1"), HEADS))
    (sheet,) = sheets(day)
    assert sheet.decided[0].startswith("本次赛事同分并列")


def test_who_moves_up_when_a_candidate_is_disqualified_or_gives_up_its_place(days: Days) -> None:
    day = play(days(contest_of((1, 1, None))), {"A1": 90, "A2": 85, "A3": 80, "A4": 75})
    changed(day, Disqualification("A1", HEADS), "活动记录造假")
    changed(day, Declining("A2"), "单位来函放弃")
    out, declined = sheets(day)
    assert out.decided[1] == "由此：A2 小组A2（原候补）递补为全国候选；A3 小组A3（原未入选）递补为候补。"
    assert (out.number, out.reason, out.judges) == ("裁定第 1 号", "活动记录造假", ("评委JA1", "评委JA2"))
    assert out.ruled is not None and (out.ruled.entry, out.ruled.title, out.ruled.score) == ("A1", "课题A1", "")
    assert declined.title == "放弃候选名额确认书"
    assert declined.decided[1].startswith("由此：A3 小组A3（原候补）递补为全国候选")
    assert declined.signers[0] == "单位代表"


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("document_only", "只以文审得分为最终得分"),
        ("out_of_competition", "参加展示，只作发表"),
        ("present_again", "重新发表：已收到的评分保存"),
    ],
)
def test_an_entry_short_of_ballots_says_which_of_the_three_and_why(lacking: Day, outcome: str, said: str) -> None:
    changed(lacking, IncompleteRuling("A2", outcome, ("JA1",)), "停电中断")  # type: ignore[arg-type]
    (sheet,) = sheets(lacking)
    assert (sheet.title, sheet.reason, sheet.judges) == ("有效评分不足合议决定书", "停电中断", ("评委JA1",))
    assert sheet.decided[0].startswith(said) and "没有采用的另两种处理：" in sheet.decided[1]
    assert "少于规则卡要求的 3 份" in sheet.found
    assert sheet.ruled is not None and sheet.ruled.score == ("90.00" if outcome == "document_only" else "")


def test_a_withdrawal_after_publishing_has_a_sheet_and_its_undoing_marks_it(days: Days) -> None:
    day = play(days(contest_of((1, 1, None))), {"A1": 90, "A2": 85, "A3": 80, "A4": 75})
    changed(day, Withdrawal("A1"), "单位来函退赛")
    (sheet,) = sheets(day)
    assert (sheet.title, sheet.reason, sheet.lifted) == ("退赛确认书", "单位来函退赛", "")
    assert "A2 小组A2（原候补）递补为全国候选" in sheet.decided[1]
    day.clock += 60_000
    changed(day, Reinstatement("A1"), "单位撤回来函")
    assert sheets(day)[0].lifted.endswith("，理由：单位撤回来函")


def test_a_lifted_ruling_is_marked(lacking: Day) -> None:
    changed(lacking, IncompleteRuling("A2", "out_of_competition", ("JA1",)), "停电中断")
    changed(lacking, RulingLift("A2", "out_of_competition"), "合议改判")
    assert sheets(lacking)[0].lifted.endswith("，理由：合议改判")


def test_decisions_are_narrowed_to_an_entry_or_a_pool(tied: Day) -> None:
    changed(tied, Disqualification("A4", HEADS), "造假")
    assert [sheet.number for sheet in sheets(tied)] == ["合议第 1 号", "裁定第 1 号"]
    assert [sheet.number for sheet in sheets(tied, entry="A2")] == ["合议第 1 号"]
    assert [sheet.number for sheet in sheets(tied, entry="A4")] == ["裁定第 1 号"]
    assert len(sheets(tied, pool=POOL)) == 2
    assert sheets(tied, pool="创新型") == ()
    with pytest.raises(NotKnown, match="no_entry"):
        sheets(tied, entry="Z9")
    with pytest.raises(NotKnown, match="no_pool"):
        sheets(tied, pool="Z")


def test_without_decisions_there_is_a_page_that_says_so(day: Day) -> None:
    assert sheets(day) == ()
