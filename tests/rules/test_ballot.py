"""Which marks make a ballot, and its total."""

from fractions import Fraction
from typing import Any

import pytest

from scoring.rules.ballot import ballot_total, mark_problems
from scoring.rules.contest import Contest, Entry, JudgePerson, Quota, Session
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from tests.build import TIERS

RUBRIC = Rubric(
    "问题解决型",
    1,
    (Criterion(1, "选题", 1500), Criterion(2, "特点", 850, "core", Fraction(4, 5), ("创新", "特色"))),
)


def test_the_total_is_the_sum_of_mark_times_factor() -> None:
    assert ballot_total(RUBRIC, (1350, 800)) == Fraction("19.9")
    assert RUBRIC.maximum() == 1500 + 680


@pytest.mark.parametrize(
    ("mark", "code"),
    [(-50, "below_zero"), (1550, "above_maximum"), (1325, "off_step"), (13.5, "not_whole"), (True, "not_whole")],
)
def test_a_mark_that_cannot_be_is_named_by_its_criterion(mark: Any, code: str) -> None:
    assert [(p.criterion, p.code) for p in mark_problems(RUBRIC, 50, (mark, 800))] == [(1, code)]


def test_a_maximum_off_the_step_can_be_given() -> None:
    rubric = Rubric("kind", 1, (Criterion(1, "c", 825),))
    assert mark_problems(rubric, 50, (825,)) == []


def test_a_ballot_with_too_few_marks_is_no_ballot() -> None:
    assert [(p.criterion, p.code) for p in mark_problems(RUBRIC, 50, (1350,))] == [(None, "count")]


def test_good_marks_have_no_problems() -> None:
    assert mark_problems(RUBRIC, 50, (0, 850)) == []


def contest() -> Contest:
    entry = Entry(
        "SH001", "问题解决型", "课题", "小组", "单位", "推荐", "组长", ("组长", "组员"), "A", 1, "remote", "74.44", "无"
    )
    return Contest(
        name="发表赛",
        organiser="协会",
        year=2020,
        card=RuleCard(minimum_final=Fraction(171, 2)),
        certificate_date=None,
        certificate_number=None,
        rubrics=(RUBRIC,),
        sessions=(Session("A", "会场", "2020-08-18", "09:00", "礼堂"),),
        entries=(entry,),
        judges=(JudgePerson("JA1", "评委", "院", ("单位",), ("A", "B"), "chief"),),
        quotas=(Quota("问题解决型", None, 3, 2, 1),),
        awards=TIERS,
    )


def test_a_contest_comes_back_from_its_json() -> None:
    assert Contest.from_json(contest().to_json()) == contest()


@pytest.mark.parametrize(
    ("kind", "session", "held"),
    [("问题解决型", None, True), ("问题解决型", "A", True), ("问题解决型", "B", False), ("创新型", None, False)],
)
def test_a_pool_holds_a_kind_in_one_room_or_in_all(kind: str, session: str | None, held: bool) -> None:
    assert Quota(kind, session, 1, 1).holds(contest().entries[0]) is held
