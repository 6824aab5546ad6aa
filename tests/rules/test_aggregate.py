"""From ballots to a score, rule by rule."""

from fractions import Fraction

import pytest

from scoring.rules.aggregate import EntryScore, score_entry
from scoring.rules.ballot import Ballot
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import Overtime
from tests.build import ONE_CRITERION, ballots, card, presentation_card, scored, totals

TWO = Rubric("kind", 1, (Criterion(1, "a", 5000, "core"), Criterion(2, "b", 5000, "second")))


def struck(score: EntryScore) -> dict[int, str]:
    return {seat.seat: seat.dropped for seat in score.seats if seat.dropped}


def test_the_highest_and_the_lowest_total_are_dropped() -> None:
    score = scored(presentation_card(), 90, 80, 100, 85, 95)
    assert score.presentation == 90
    assert (score.valid, score.used) == (5, 3)
    assert struck(score) == {2: "low", 3: "high"}


def test_only_one_copy_of_a_repeated_extreme_is_dropped_and_it_is_the_lowest_seat() -> None:
    score = scored(presentation_card(), 80, 100, 80, 90, 100)
    assert score.presentation == 90
    assert struck(score) == {1: "low", 2: "high"}


def test_of_equal_totals_the_first_seat_is_the_high_one_and_the_second_the_low_one() -> None:
    assert struck(scored(presentation_card(), 88, 88, 88, 88, 88)) == {1: "high", 2: "low"}


def test_any_number_of_extremes_may_be_dropped() -> None:
    rules = presentation_card(drop_high=2, drop_low=0, drop_from=3)
    assert scored(rules, 100, 90, 80, 70).presentation == 75


def test_below_the_start_of_dropping_the_mean_is_plain() -> None:
    score = scored(presentation_card(), 100, 90, 80, 71)
    assert score.presentation == Fraction(341, 4)
    assert (score.used, struck(score)) == (4, {})


def test_below_the_least_number_of_valid_ballots_there_is_no_score() -> None:
    score = scored(presentation_card(), 100, 90)
    assert (score.state, score.final, score.valid, score.used) == ("incomplete", None, 2, 0)
    assert [seat.total for seat in score.seats] == [100, 90]
    assert scored(presentation_card(), 100, 90, 80).state == "scored"


def test_an_entry_without_any_ballot_is_incomplete() -> None:
    assert scored(presentation_card()).state == "incomplete"


def test_each_criterion_is_trimmed_on_its_own_when_the_card_says_so() -> None:
    panel = ballots((10, 50), (20, 40), (30, 30), (40, 20), (50, 45))
    by_total = score_entry(presentation_card(), TWO, panel)
    by_criterion = score_entry(presentation_card(drop_mode="criterion"), TWO, panel)
    assert by_total.presentation == 60
    assert by_criterion.presentation == 30 + Fraction(115, 3)
    assert by_criterion.used == by_total.used == 3
    assert by_criterion.seats[0].struck == ("low", "high")


def test_a_factor_weighs_the_mark_in_both_ways_of_trimming() -> None:
    rubric = Rubric("kind", 1, (Criterion(1, "a", 5000, None, Fraction(4, 5)),))
    panel = ballots((10,), (20,), (30,))
    for mode in ("total", "criterion"):
        assert score_entry(presentation_card(drop_mode=mode), rubric, panel).presentation == 16


def test_criteria_rounded_one_by_one_give_the_exact_value_from_there_on() -> None:
    panel = ballots((10, 20), (10, 20), (10.5, 20.5))
    once = score_entry(presentation_card(drop_mode="criterion"), TWO, panel)
    rules = presentation_card(drop_mode="criterion", rounding_at="criterion")
    each = score_entry(rules, TWO, panel)
    assert once.presentation == Fraction(91, 3)
    assert each.presentation == Fraction("30.34")
    assert each.core == Fraction(61, 6)


def test_document_and_presentation_are_weighed() -> None:
    score = scored(card(), 90, 90, 90, document=Fraction("80.5"))
    assert score.final == Fraction("86.2")


def test_without_its_document_score_an_entry_is_incomplete_where_the_document_has_weight() -> None:
    score = scored(card(), 90, 90, 90)
    assert (score.state, score.final, score.presentation) == ("incomplete", None, 90)


def test_a_document_without_weight_does_not_count() -> None:
    assert scored(presentation_card(), 90, 90, 90, document=Fraction(10)).final == 90


@pytest.mark.parametrize(
    ("seconds", "points"),
    [(0, "0"), (15, "0"), (16, "0.5"), (45, "0.5"), (46, "1"), (75, "1"), (195, "3"), (9999, "3")],
)
def test_each_step_of_overtime_begun_after_the_grace_costs_once_up_to_the_cap(seconds: int, points: str) -> None:
    score = scored(presentation_card(), 90, 90, 90, overtime_seconds=seconds)
    assert score.deduction == Fraction(points)
    assert score.presentation == 90 - Fraction(points)


def test_overtime_may_be_off_or_without_a_cap() -> None:
    off = presentation_card(overtime=None)
    assert scored(off, 90, 90, 90, overtime_seconds=9999).deduction == 0
    endless = presentation_card(overtime=Overtime(0, 1, 100, None))
    assert scored(endless, 90, 90, 90, overtime_seconds=60).deduction == 60


def test_the_score_never_falls_below_zero() -> None:
    score = scored(presentation_card(), 2, 2, 2, overtime_seconds=9999)
    assert (score.presentation, score.final) == (0, 0)


def test_the_tie_keys_are_trimmed_by_the_same_rule_and_not_rounded() -> None:
    panel = ballots((10, 20), (11, 20), (12, 20), (14, 20), (50, 20), chief=4)
    score = score_entry(presentation_card(), TWO, panel)
    assert (score.core, score.second) == (Fraction(37, 3), 20)
    assert (score.untrimmed, score.median, score.chief) == (Fraction(197, 5), 32, 34)


def test_the_median_of_an_even_panel_lies_between_the_two_in_the_middle() -> None:
    assert scored(presentation_card(), 90, 80, 70, 60).median == 75


def test_a_panel_without_its_chief_has_no_chiefs_total() -> None:
    assert scored(presentation_card(), 90, 80, 70).chief is None


def test_the_order_in_which_ballots_are_given_does_not_matter() -> None:
    panel = totals(90, 80, 100, 80, 95)
    rules = presentation_card()
    assert score_entry(rules, ONE_CRITERION, panel) == score_entry(rules, ONE_CRITERION, panel[::-1])


def test_marks_beyond_any_machine_integer_stay_exact() -> None:
    huge = 2**80 + 1
    panel = [Ballot(f"J{n}", n, (huge * n,)) for n in (1, 2, 3, 4, 5)]
    assert score_entry(presentation_card(), ONE_CRITERION, panel).trimmed == Fraction(huge * 3, 100)


@pytest.mark.parametrize("power", range(52, 66))
@pytest.mark.parametrize("factor", [Fraction(1), Fraction(7, 3), Fraction(2**40 + 1)])
def test_no_sum_overflows_on_the_way_to_a_machine_integers_limit(power: int, factor: Fraction) -> None:
    rubric = Rubric("kind", 1, tuple(Criterion(n, "c", 1, None, factor) for n in (1, 2)))
    panel = [Ballot(f"J{n}", n, (2**power, 2**power - n)) for n in range(1, 16)]
    score = score_entry(presentation_card(), rubric, panel)
    assert score.untrimmed == score.trimmed == factor * (2 ** (power + 1) - 8) / 100


def test_two_ballots_of_one_seat_and_ballots_that_do_not_fit_are_refused() -> None:
    one = totals(90, 80, 70)
    with pytest.raises(ValueError, match="seat"):
        score_entry(presentation_card(), ONE_CRITERION, [*one, one[0]])
    with pytest.raises(ValueError, match="rubric"):
        score_entry(presentation_card(), TWO, one)
