"""A candidate gives up its place, and ties that the chief judges decide: who moves up, caps worked out anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scoring.errors import Refusal
from scoring.rules.change import Change, Declining, RulingLift, TieLift, TieRuling, Withdrawal
from scoring.store.reading.contest import find_pool, load_contest
from scoring.store.reading.rulings import decisions_of
from scoring.store.reading.standings import undecided
from tests.actions.ruled_day import POOL, changed, contest_of, moved, play, previewed, ranks, selections, standing
from tests.office import Day

Days = Callable[..., Day]
HEADS = ("JA1", "JA2")


def refused(day: Day, change: Change) -> str:
    with pytest.raises(Refusal) as refusal:
        previewed(day, change)
    return refusal.value.code


def open_ties(day: Day) -> list[tuple[str, tuple[str, ...]]]:
    found = day.read(lambda c: undecided(c, load_contest(c), find_pool(load_contest(c), POOL)))
    return [(one.code, one.entries) for one in found]


def test_a_candidate_declines_in_one_act_and_the_reserve_moves_up(days: Days) -> None:
    day = play(days(contest_of((1, 1, None))), {"A1": 90, "A2": 85, "A3": 80, "A4": 75})
    assert selections(day) == {"A1": "candidate", "A2": "reserve", "A3": None, "A4": None}
    seen = changed(day, Declining("A1"), "单位来函放弃")
    assert seen.two
    assert moved(seen, "A2").after.selection == "candidate"  # type: ignore[union-attr]
    assert selections(day) == {"A1": "declined", "A2": "candidate", "A3": "reserve", "A4": None}
    assert ranks(day)["A1"] == 1
    rulings = [fact for fact in day.ledger("EntryRuled") if fact["ruling"] == "declined"]
    assert [(fact["entry"], fact["reason"]) for fact in rulings] == [("A1", "单位来函放弃")]
    changed(day, RulingLift("A1", "declined"))
    assert selections(day) == {"A1": "candidate", "A2": "reserve", "A3": None, "A4": None}


def test_a_place_given_up_gives_its_units_cap_back(days: Days) -> None:
    day = play(days(contest_of((2, 1, 1), "UUVW")), {"A1": 90, "A2": 85, "A3": 80, "A4": 75})
    assert selections(day) == {"A1": "candidate", "A2": "unit_cap", "A3": "candidate", "A4": "reserve"}
    changed(day, Declining("A1"))
    assert selections(day) == {"A1": "declined", "A2": "candidate", "A3": "candidate", "A4": "reserve"}


def test_a_candidate_that_withdraws_altogether_leaves_its_rank_too_and_caps_are_anew(days: Days) -> None:
    day = play(days(contest_of((1, 1, 1), "UUVW")), {"A1": 90, "A2": 85, "A3": 80, "A4": 75})
    assert selections(day) == {"A1": "candidate", "A2": "unit_cap", "A3": "reserve", "A4": None}
    changed(day, Withdrawal("A1"))
    assert selections(day) == {"A1": None, "A2": "candidate", "A3": "reserve", "A4": None}
    assert ranks(day) == {"A1": None, "A2": 1, "A3": 2, "A4": 3}


def test_a_place_given_up_may_uncover_a_tie_at_the_cap_that_the_chiefs_then_decide(days: Days) -> None:
    day = play(days(contest_of((1, 1, 1), "UVVW")), {"A1": 90, "A2": 85, "A3": 85, "A4": 75})
    assert selections(day) == {"A1": "candidate", "A2": "tied_at_unit_cap", "A3": "tied_at_unit_cap", "A4": None}
    changed(day, TieRuling(POOL, ("A3", "A2"), HEADS))
    assert selections(day) == {"A1": "candidate", "A2": None, "A3": "reserve", "A4": None}
    changed(day, Declining("A1"))
    assert selections(day) == {"A1": "declined", "A2": "unit_cap", "A3": "candidate", "A4": "reserve"}


def test_a_tie_at_the_cut_goes_when_a_place_is_given_up_and_comes_back_with_it(days: Days) -> None:
    day = play(days(contest_of((2, 0, None))), {"A1": 90, "A2": 85, "A3": 85, "A4": 75})
    assert open_ties(day) == [("tied_at_candidate_cut", ("A2", "A3"))]
    changed(day, Declining("A1"))
    assert (open_ties(day), selections(day)["A2"]) == ([], "candidate")
    changed(day, RulingLift("A1", "declined"))
    assert open_ties(day) == [("tied_at_candidate_cut", ("A2", "A3"))]


def test_only_who_has_a_place_in_a_complete_pool_gives_one_up(days: Days) -> None:
    day = play(days(contest_of((1, 1, None))), {"A1": 90, "A2": 85, "A3": 80})
    assert refused(day, Declining("A1")) == "pool_still_open"
    day.publish("A4")
    assert refused(day, Declining("A3")) == "not_selected"
    top = next(entry for entry, selection in selections(day).items() if selection == "candidate")
    changed(day, Declining(top))
    assert refused(day, Declining(top)) == "not_selected"


@pytest.fixture
def tied(days: Days) -> Day:
    """Hall A whole: A2, A3 and A4 share the second rank; the card leaves that to the chiefs."""
    return play(days(contest_of((2, 1, None), still_tied="chief")), {"A1": 90, "A2": 85, "A3": 85, "A4": 85})


def test_the_chiefs_order_gives_each_of_the_tied_its_rank(tied: Day) -> None:
    assert open_ties(tied) == [("rank", ("A2", "A3", "A4"))]
    assert [(one.code, one.entries) for one in standing(tied).blockers] == [("tie_undecided", ("A2", "A3", "A4"))]
    assert not standing(tied).provisional
    seen = changed(tied, TieRuling(POOL, ("A4", "A2", "A3"), HEADS), "看现场答辩")
    assert seen.two
    assert ranks(tied) == {"A1": 1, "A4": 2, "A2": 3, "A3": 4}
    assert selections(tied) == {"A1": "candidate", "A4": "candidate", "A2": "reserve", "A3": None}
    assert (open_ties(tied), standing(tied).blockers) == ([], [])
    (decision,) = tied.read(decisions_of, POOL)
    assert (decision.order, decision.judges, decision.reason) == (("A4", "A2", "A3"), HEADS, "看现场答辩")
    fact = tied.ledger("TieDecided")[-1]
    assert (fact["order"], fact["judges"], fact["decision"]) == (["A4", "A2", "A3"], list(HEADS), decision.id)


@pytest.mark.parametrize(
    "order", [("A2", "A3"), ("A1", "A2", "A3", "A4"), ("A2", "A3", "A4", "A4"), ("A1", "A2"), (), ("A9",)]
)
def test_an_order_that_is_not_exactly_the_tied_is_refused(tied: Day, order: tuple[str, ...]) -> None:
    assert refused(tied, TieRuling(POOL, order, HEADS)) == "not_tied"


def test_judges_who_are_known_and_a_chief_among_them_decide(tied: Day) -> None:
    order = ("A2", "A3", "A4")
    assert refused(tied, TieRuling(POOL, order, ("JA3", "JA4"))) == "chief_missing"
    assert refused(tied, TieRuling(POOL, order, ())) == "chief_missing"
    assert refused(tied, TieRuling(POOL, order, ("JA1", "JZ9"))) == "no_judge"
    assert refused(tied, TieRuling("no such pool", order, HEADS)) == "no_pool"
    assert previewed(tied, TieRuling(POOL, order, ("JA1", "JA3"))).two


def test_a_second_decision_on_the_same_entries_ends_the_first_and_lifted_they_are_tied_again(tied: Day) -> None:
    changed(tied, TieRuling(POOL, ("A2", "A3", "A4"), HEADS))
    changed(tied, TieRuling(POOL, ("A4", "A3", "A2"), HEADS), "记录有误")
    assert ranks(tied) == {"A1": 1, "A4": 2, "A3": 3, "A2": 4}
    (decision,) = tied.read(decisions_of, POOL)
    assert tied.rows("select id, ended_why from chief_decision where ended_at is not null") == [(1, "记录有误")]
    changed(tied, TieLift(decision.id))
    assert open_ties(tied) == [("rank", ("A2", "A3", "A4"))]
    assert refused(tied, TieLift(decision.id)) == "no_decision"
    assert [fact["decision"] for fact in tied.ledger("TieDecisionLifted")] == [1, 2]


def test_where_ranks_are_shared_a_decision_orders_only_the_places(days: Days) -> None:
    day = play(days(contest_of((1, 1, None))), {"A1": 90, "A2": 90, "A3": 80, "A4": 75})
    changed(day, TieRuling(POOL, ("A2", "A1"), HEADS))
    assert (ranks(day)["A1"], ranks(day)["A2"]) == (1, 1)
    assert selections(day) == {"A1": "reserve", "A2": "candidate", "A3": None, "A4": None}


def test_a_tie_at_a_cut_is_nobodys_to_decide_before_the_pool_is_complete(days: Days) -> None:
    day = play(days(contest_of((1, 0, None))), {"A1": 90, "A2": 90})
    assert open_ties(day) == []
    assert refused(day, TieRuling(POOL, ("A2", "A1"), HEADS)) == "not_tied"
