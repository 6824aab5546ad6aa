"""Award tiers by share and by count."""

from fractions import Fraction

import pytest

from scoring.rules.awards import award_cuts, award_of, ceremony_order
from scoring.rules.contest import AwardTier
from scoring.rules.results import pool_results
from tests.build import TIERS, card, pool_entry, quota
from tests.rules.test_standings import score


@pytest.mark.parametrize(
    ("ranked", "cuts"), [(16, [3, 8, 16]), (5, [1, 3, 5]), (1, [0, 1, 1]), (0, [0, 0, 0]), (345, [69, 173, 345])]
)
def test_each_cut_is_the_cumulative_share_rounded_half_up(ranked: int, cuts: list[int]) -> None:
    assert award_cuts(TIERS, ranked) == cuts


def test_counts_may_be_given_instead_of_shares() -> None:
    tiers = [AwardTier("一等奖", None, 19), AwardTier("二等奖", None, 148), AwardTier("三等奖", None, 178)]
    assert award_cuts(tiers, 345) == [19, 167, 345]
    assert [award_of(tiers, 345, rank) for rank in (19, 20, 168, 346)] == ["一等奖", "二等奖", "三等奖", None]


def test_below_the_last_cut_there_is_no_award() -> None:
    assert award_of([AwardTier("一等奖", Fraction(10))], 10, 2) is None


def test_a_shared_rank_shares_the_higher_tier() -> None:
    entries = [pool_entry(name, score(s)) for name, s in zip("abcde", (90, 90, 80, 70, 60), strict=True)]
    found = pool_results(card(tie_chain=()), quota(), TIERS, entries)
    assert [r.award for r in found] == ["一等奖", "一等奖", "二等奖", "三等奖", "三等奖"]


def test_entries_without_a_rank_do_not_count_towards_the_cuts() -> None:
    entries = [pool_entry(name, score(s)) for name, s in zip("abcde", (90, 85, 80, 70, 60), strict=True)]
    out = ("withdrawn", "disqualified", "out_of_competition")
    gone = [pool_entry(name, score(99), state=out[n % 3]) for n, name in enumerate("uvwxyz")]
    found = pool_results(card(), quota(), TIERS, [*gone, *entries, pool_entry("q", None)])
    assert [r.award for r in found if r.state == "ranked"] == ["一等奖", "二等奖", "二等奖", "三等奖", "三等奖"]
    assert {r.award for r in found if r.state != "ranked"} == {None}
    assert (found[-1].valid, found[-1].state) == (0, "incomplete")


def test_the_ceremony_begins_with_the_lowest_prize_and_ends_with_the_winner() -> None:
    rows = [(0, "一等奖", 1, "a"), (0, "二等奖", 2, "b"), (0, "三等奖", 3, "c"), (0, "三等奖", 4, "d")]
    assert ceremony_order(TIERS, rows) == ["d", "c", "b", "a"]


def test_within_a_prize_the_ceremony_goes_pool_by_pool() -> None:
    rows = [(1, "一等奖", 1, "q1"), (0, "一等奖", 2, "p2"), (1, "三等奖", 9, "q9"), (0, "一等奖", 1, "p1")]
    assert ceremony_order(TIERS, rows) == ["q9", "p2", "p1", "q1"]


def test_who_shares_a_rank_stands_by_number_in_the_ceremony() -> None:
    rows = [(0, "二等奖", 2, "n3"), (0, "二等奖", 2, "n1"), (0, "二等奖", 10, "n2")]
    assert ceremony_order(TIERS, rows) == ["n2", "n1", "n3"]
    assert ceremony_order(TIERS, []) == []


def test_a_prize_that_is_not_among_the_tiers_has_no_place_in_the_ceremony() -> None:
    with pytest.raises(ValueError, match="特等奖"):
        ceremony_order(TIERS, [(0, "特等奖", 1, "a")])
