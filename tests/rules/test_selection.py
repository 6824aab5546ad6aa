"""Who is taken as candidate or reserve, and the reason where not."""

from fractions import Fraction
from typing import Any

from scoring.rules.contest import Quota
from scoring.rules.ranking import rank_pool
from scoring.rules.selection import select
from scoring.rules.tiebreak import Decision
from tests.build import card, pool_entry, quota
from tests.rules.test_standings import score


def chosen(
    places: Quota, *rows: tuple[Any, ...], decisions: tuple[Decision, ...] = (), **rules: Any
) -> list[str | None]:
    """Selection of entries a, b, c … given as (final, unit or None, further fields or none)."""
    used = card(tie_chain=(), **rules)
    entries = []
    for name, (final, *rest) in zip("abcdefgh", rows, strict=False):
        unit = rest[0] if rest else None
        more = rest[1] if len(rest) > 1 else {}
        entries.append(pool_entry(name, score(final), unit, **more))
    found = select(used, places, entries, rank_pool(used, entries), decisions)
    return [found.get(entry.entry) for entry in entries]


def decision(*order: str) -> tuple[Decision, ...]:
    return (Decision(order, "合议", ("组长",)),)


def test_candidates_are_taken_first_then_reserves_then_nobody() -> None:
    found = chosen(quota(2, 1), (90,), (95,), (80,), (70,))
    assert found == ["candidate", "candidate", "reserve", None]


def test_an_entry_without_a_recommendation_is_put_aside_and_the_next_moves_up() -> None:
    rows = ((95, None, {"recommendation": "无"}), (90, None, {"recommendation": ""}), (80,))
    assert chosen(quota(1), *rows) == ["not_recommended", "not_recommended", "candidate"]


def test_the_secretariats_confirmation_stands_for_a_recommendation() -> None:
    assert chosen(quota(1), (95, None, {"recommendation": "秘书处确认"})) == ["candidate"]


def test_below_the_minimum_nobody_is_taken() -> None:
    found = chosen(quota(2), (95,), (84,), minimum_final=Fraction(85))
    assert found == ["candidate", "below_minimum"]


def test_the_minimum_is_compared_by_the_value_that_ranks() -> None:
    row = ("84.996",)
    assert chosen(quota(1), row, minimum_final=Fraction(85)) == ["below_minimum"]
    assert chosen(quota(1), row, minimum_final=Fraction(85), rank_by="published") == ["candidate"]


def test_a_unit_that_has_used_up_its_places_is_put_aside_for_reserves_too() -> None:
    found = chosen(quota(2, 1, 1), (95, "U"), (90, "U"), (85, "V"), (80, "U"), (75, "W"))
    assert found == ["candidate", "unit_cap", "candidate", "unit_cap", "reserve"]


def test_reasons_are_given_only_until_all_places_are_filled() -> None:
    assert chosen(quota(1, 0, 1), (95, "U"), (90, "U")) == ["candidate", None]


def test_a_tie_across_the_candidate_cut_stops_the_selection() -> None:
    found = chosen(quota(2, 2), (95,), (90,), (90,), (80,))
    assert found == ["candidate", "tied_at_candidate_cut", "tied_at_candidate_cut", None]


def test_a_tie_across_the_reserve_cut_stops_the_selection() -> None:
    found = chosen(quota(1, 1), (95,), (90,), (90,), (80,))
    assert found == ["candidate", "tied_at_reserve_cut", "tied_at_reserve_cut", None]


def test_a_tie_that_would_exceed_a_units_cap_stops_all_of_its_rank() -> None:
    found = chosen(quota(5, 0, 1), (95, "U"), (95, "U"), (95, "V"), (80,))
    assert found == ["tied_at_unit_cap"] * 3 + [None]


def test_those_put_aside_do_not_count_towards_a_tie() -> None:
    aside = {"recommendation": "无"}
    assert chosen(quota(1), (95,), (95, None, aside)) == ["candidate", "not_recommended"]


def test_the_chief_judges_decision_fills_the_cut_and_goes_on_below() -> None:
    found = chosen(quota(1, 2), (95,), (95,), (80,), decisions=decision("b", "a"))
    assert found == ["reserve", "candidate", "reserve"]


def test_a_decided_tie_of_one_unit_leaves_the_second_to_the_cap() -> None:
    found = chosen(quota(2, 0, 1), (95, "U"), (95, "U"), (80,), decisions=decision("b", "a"))
    assert found == ["unit_cap", "candidate", "candidate"]


def test_a_decision_that_does_not_name_all_who_are_tied_decides_nothing() -> None:
    found = chosen(quota(1), (95,), (95,), (95,), decisions=decision("b", "a"))
    assert found == ["tied_at_candidate_cut"] * 3


def test_when_a_candidate_declines_the_reserve_moves_up_and_the_cap_is_free_again() -> None:
    rows = [(95, "U"), (90, "U"), (85, "V"), (80, "W")]
    assert chosen(quota(1, 1, 1), *rows) == ["candidate", "unit_cap", "reserve", None]
    rows[0] = (95, "U", {"declined": True})
    assert chosen(quota(1, 1, 1), *rows) == ["declined", "candidate", "reserve", None]


def test_without_any_place_nobody_gets_a_reason() -> None:
    assert chosen(quota(0, 0), (95, None, {"recommendation": "无"}), (90,)) == [None, None]


def test_a_decision_may_name_those_put_aside_and_ends_when_the_places_are_filled() -> None:
    aside = {"recommendation": "无"}
    rows = ((95,), (95, None, aside), (95,), (80,))
    found = chosen(quota(1), *rows, decisions=decision("b", "c", "a"))
    assert found == [None, "not_recommended", "candidate", None]
