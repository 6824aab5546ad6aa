"""Paper ballots, read back from the page."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

import pypdfium2
import pytest
from reportlab.lib.units import mm

from papers.evening_code import code_rows
from papers.evening_form import decimals, typing_address, whole_digits
from papers.evening_values import Evening
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from tests.papers.evening_scene import (
    BASE,
    Box,
    characters,
    codes,
    evening,
    inside,
    outlines,
    printed,
    room,
    rubric,
    seat,
    small,
    texts,
    turn,
)

MIDDLE = 297 * mm / 2


def ballots(values: Evening) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(printed(replace(values, parts=("ballots",))))


def digit_boxes(page: pypdfium2.PdfPage) -> list[Box]:
    """The boxes to write a digit in: as high as a pen needs, and no wider than a digit."""
    return [
        box for box in outlines(page) if 5 * mm < box[3] - box[1] < 12 * mm and 4 * mm < box[2] - box[0] < 10.5 * mm
        and box[2] > 150 * mm
    ]  # fmt: skip


def after_cutting(document: pypdfium2.PdfDocument) -> list[str]:
    """What the codes say when the upper halves are laid on the lower ones."""
    read = [found for page in document for found in [codes(page)]]
    upper = [text for found in read for text, box in found if box[1] > MIDDLE]
    lower = [text for found in read for text, box in found if box[3] < MIDDLE]
    return upper + lower


@pytest.mark.parametrize("entries", [1, 2, 3, 4, 7])
def test_a_stack_is_in_order_of_appearance_after_one_cut(entries: int) -> None:
    expected = [typing_address(BASE, f"SH{at:03}", "JA1", 3) for at in range(1, entries + 1)]
    assert after_cutting(ballots(small(entries, judges=1))) == expected


def test_the_code_opens_the_typing_page_of_this_place_and_names_the_rubric() -> None:
    assert typing_address(BASE, "成果 1/甲", "J#2", 4) == (
        f"{BASE}/desk/paper?rubric=4#%E6%88%90%E6%9E%9C%201%2F%E7%94%B2/J%232"
    )


def test_stacks_come_by_session_and_judge_each_with_its_cover_slip() -> None:
    rooms = (
        room((turn(1), turn(2)), (seat(1), seat(2))),
        room((turn(1, entry="SH101"),), (seat(1, judge="JB1", name="王玥"),), id="B", name="第二会场"),
    )
    pages = texts(printed(evening(rooms, parts=("ballots",))))
    covers = [re.search(r"封面.*?(评委A\d|王玥).*?(第.会场)", page) for page in pages]
    assert [found and found.groups() for found in covers] == [
        ("评委A1", "第一会场"), None, ("评委A2", "第一会场"), None, ("王玥", "第二会场"),
    ]  # fmt: skip


def test_a_recused_judge_has_no_ballot_for_that_entry_but_is_told_so() -> None:
    one = room((turn(1), turn(2), turn(3)), (seat(1, recused=("SH002",)), seat(2)))
    document = ballots(evening((one,)))
    read = [text for page in document for text, _ in codes(page)]
    assert typing_address(BASE, "SH002", "JA1", 3) not in read
    assert len(read) == 5
    cover = texts(printed(evening((one,), parts=("ballots",))))[0]
    assert "本叠2张" in cover
    assert "回避，没有评分表：SH002" in cover


def test_an_entry_that_is_gone_has_no_ballot() -> None:
    one = room((turn(1, gone="withdrawn"), turn(2)), (seat(1),))
    assert after_cutting(ballots(evening((one,)))) == [typing_address(BASE, "SH002", "JA1", 3)]


def test_a_ballot_names_its_place_and_every_criterion_with_its_maximum() -> None:
    (page,) = texts(printed(replace(small(1, 1), parts=("ballots",))))
    said = ("二〇二〇年发表赛", "第一会场", "第1项", "编号SH001", "第1小组", "《课题1》", "问题解决型", "评委A1")
    for words in (*said, "评审表第3版", "有数据；有对比", "评委签字：", "时间：", "评语：", "合计", "满分90"):
        assert words in page, words
    assert [f"{at}项目{at}满分15" in page for at in range(1, 7)] == [True] * 6


def test_no_box_for_a_mark_is_ever_filled_in() -> None:
    values = small(4, 2)
    filled = []
    for page in ballots(values):
        boxes = digit_boxes(page)
        for character, (left, bottom, right, top) in characters(page):
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(box[0] < x < box[2] and box[1] < y < box[3] for box in boxes):
                filled.append(character)
    assert filled == []


def test_there_is_a_box_for_every_digit_of_every_mark_and_of_the_total() -> None:
    (page,) = ballots(small(1, 1))
    assert len(digit_boxes(page)) == 6 * 3 + 3, "two digits and a half for 15, as many for a total of 90"


@pytest.mark.parametrize(
    ("most", "step", "digits"),
    [(1500, 50, (2, 1)), (500, 50, (1, 1)), (850, 100, (1, 1)), (10000, 100, (3, 0)), (3000, 25, (2, 2))],
)
def test_boxes_hold_whole_numbers_halves_and_hundredths(most: int, step: int, digits: tuple[int, int]) -> None:
    assert (whole_digits(most), decimals(most, step)) == digits


def test_with_factors_the_total_is_the_weighted_one_that_is_typed_in() -> None:
    values = replace(small(1, 1), rubrics=(rubric(factor=Fraction(3, 2)),), parts=("ballots",))
    (page,) = texts(printed(values))
    assert "满分15×1.5" in page
    assert "满分135" in page
    assert "各项打分乘系数后相加" in page


@pytest.mark.parametrize(("criteria", "pages"), [(1, 1), (8, 1), (9, 2), (20, 2), (40, 2)])
def test_a_crowded_rubric_takes_a_whole_page_for_each_ballot(criteria: int, pages: int) -> None:
    document = ballots(replace(small(1, 1), rubrics=(rubric(criteria),)))
    assert len(document) == pages
    lowest = min(box[1] for box in digit_boxes(document[pages - 1])) if criteria <= 20 else 30 * mm
    assert lowest > 25 * mm, "the boxes end above the place to sign"


def longest() -> Evening:
    one = turn(
        1, entry="成果编号" * 10, title="降低航班地面保障延误率之赟喆" * 4, circle="𫖯㼆玥赟" * 10, unit="集团" * 20,
        kind="问题解决型",
    )  # fmt: skip
    who = seat(12, judge="评委" * 20, name="赟" * 20, unit="院" * 40, role="deputy", attendance="remote")
    criteria = tuple(
        Criterion(at, "提出方案并确定最佳方案" * 3, 850, guidance=("看得清听得懂" * 9,) * 3) for at in range(1, 9)
    )
    where = room((one, replace(one, position=2)), (who,), name="第一会场" * 10, place="厅" * 60)
    return evening((where,), rubrics=(Rubric("问题解决型", 1, criteria),), contest="发表赛" * 20)


def test_everything_stays_on_its_half_of_the_page_however_long() -> None:
    width = 210 * mm
    halves = ((6 * mm, 5 * mm, width - 6 * mm, MIDDLE - 3 * mm), (6 * mm, MIDDLE + 3 * mm, width - 6 * mm, 292 * mm))
    for page in ballots(longest()):
        for character, box in characters(page):
            assert any(inside(box, half) for half in halves), (character, box)
        for text, box in codes(page):
            assert any(inside(box, half) for half in halves), box
            assert (box[2] - box[0]) / len(code_rows(text)) >= 0.4 * mm * 0.99


def test_the_longest_words_hide_no_code() -> None:
    read = [text for page in ballots(longest()) for text, _ in codes(page)]
    assert read == [typing_address(BASE, "成果编号" * 10, "评委" * 20, 1)] * 2


def test_a_step_of_tenths_is_said_beneath_the_boxes() -> None:
    (page,) = texts(printed(replace(small(1, 1), card=RuleCard(step=10), parts=("ballots",))))
    assert "打分间隔0.1分" in page
