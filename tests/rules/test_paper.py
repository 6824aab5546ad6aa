"""Two typings compared, and who may take which turn."""

from __future__ import annotations

import pytest

from scoring.rules.paper import Turn, bar_to, differing, in_neither, waits_for
from scoring.rules.rubric import Criterion, Rubric

RUBRIC = Rubric("创新型", 1, (Criterion(4, "选题", 2000), Criterion(7, "方案", 3000), Criterion(9, "效果", 5000)))
ANNA = Turn("a", 1, "anna", "tablet-1", (1, 2, 3))
BO = Turn("b", 2, "bo", "tablet-2", (1, 2, 4))


@pytest.mark.parametrize(
    ("second", "numbers"), [((1, 2, 3), ()), ((1, 2, 4), (9,)), ((0, 2, 4), (4, 9)), ((3, 2, 1), (4, 9))]
)
def test_rows_that_differ_are_named_by_their_criterions_number(
    second: tuple[int, ...], numbers: tuple[int, ...]
) -> None:
    assert differing(RUBRIC, (1, 2, 3), second) == numbers


def test_typings_of_another_length_are_no_comparison() -> None:
    with pytest.raises(ValueError):
        differing(RUBRIC, (1, 2, 3), (1, 2))


def test_a_place_waits_for_the_first_the_second_then_the_third_look() -> None:
    assert [waits_for(turns) for turns in ([], [ANNA], [ANNA, BO])] == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("turns", "staff", "login", "bar"),
    [
        ([], "anna", "tablet-1", None),
        ([ANNA], "anna", "tablet-9", "paper_same_person"),
        ([ANNA], "bo", "tablet-1", "paper_same_login"),
        ([ANNA], "bo", "tablet-2", None),
        ([ANNA, BO], "anna", "tablet-3", "paper_same_person"),
        ([ANNA, BO], "bo", "tablet-3", "paper_same_person"),
        ([ANNA, BO], "chen", "tablet-2", "paper_same_login"),
        ([ANNA, BO], "chen", "tablet-3", None),
    ],
)
def test_every_turn_is_another_persons_on_another_login(
    turns: list[Turn], staff: str, login: str, bar: str | None
) -> None:
    assert bar_to(turns, staff, login) == bar


def test_only_a_mark_that_neither_holds_in_its_own_row_is_another() -> None:
    assert not in_neither((1, 2, 3), (1, 5, 4), (1, 2, 4))
    assert in_neither((1, 2, 3), (1, 5, 4), (1, 3, 4))
    assert in_neither((1, 2, 3), (1, 5, 4), (2, 2, 3))
