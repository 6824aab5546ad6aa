"""The rules and the recount, two ways to the same results."""

import os
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from scoring.rules import aggregate, awards, ranking, rounding, selection, tiebreak, trimming
from tests.recount.contests import Case, random_contest, recounted, scored

CONTESTS = int(os.environ.get("RECOUNT_CONTESTS", "5000"))
BATCHES = 10
SEEN: Counter[str] = Counter()


def note(case: Case, results: list[dict[str, Any]]) -> None:
    for row in results:
        SEEN[f"state {row['state']}"] += 1
        SEEN[f"decided_by {row['decided_by']}"] += 1
        SEEN[f"selection {row['selection']}"] += 1
        SEEN["more places"] += row["state"] == "ranked" and row["shown"] != row["final"]
    for row, entry in zip(results, case.entries, strict=True):
        SEEN["by document alone"] += row["state"] == "ranked" and entry["document_only"]
    SEEN[f"{case.card.drop_mode} {case.card.rounding_at} {case.card.rounding}"] += 1
    SEEN[f"{case.card.rank_by} {case.card.still_tied} {case.card.places}"] += 1


@pytest.mark.parametrize("batch", range(BATCHES))
def test_rules_and_recount_agree_in_every_field_of_random_contests(batch: int) -> None:
    for number in range(batch, CONTESTS, BATCHES):
        for case in random_contest(Random(f"contest {number}")):
            results = scored(case)
            assert recounted(case) == results, (number, case)
            note(case, results)


def test_the_random_contests_met_every_outcome_that_results_can_have() -> None:
    if not SEEN or CONTESTS < 1000:
        pytest.skip("too few contests to meet everything")
    keys = ("presentation", "core", "second", "document", "untrimmed", "median", "chief")
    places = ("candidate", "reserve", "not_recommended", "below_minimum", "unit_cap", "declined")
    ties = ("tied_at_unit_cap", "tied_at_candidate_cut", "tied_at_reserve_cut")
    wanted = [f"decided_by {key}" for key in (*keys, "shared", "decision", None)]
    wanted += [f"selection {name}" for name in (*places, *ties, None)]
    wanted += [f"state {s}" for s in ("ranked", "incomplete", "withdrawn", "disqualified", "out_of_competition")]
    assert [name for name in (*wanted, "more places", "by document alone") if not SEEN[name]] == []


def contests_until_a_difference(limit: int = 1000) -> int | None:
    for number in range(limit):
        for case in random_contest(Random(f"contest {number}")):
            try:
                if recounted(case) != scored(case):
                    return number
            except (ZeroDivisionError, RecursionError):
                return number
    return None


def half_down(value: Fraction, places: int, mode: str) -> int:
    return -((-2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator))


def strikes_no_low(values: Any, high: int, low: int, kind: Any) -> Any:
    return REAL_SUMS(values, high, 0, kind)


def forgets_the_start_of_dropping(card: Any, valid: int) -> tuple[int, int]:
    return (card.drop_high, card.drop_low) if valid > card.drop_from else (0, 0)


def forgets_the_ruling(entry: Any) -> aggregate.EntryScore:
    return aggregate.EntryScore("incomplete", len(entry.ballots), 0, (), Fraction(0), entry.document)


def ranks_who_is_only_shown(entry: ranking.PoolEntry) -> ranking.StandingState:
    present = "present" if entry.state == "out_of_competition" else entry.state
    return REAL_STATE(replace(entry, state=present))


REAL_SUMS, REAL_STATE = trimming.trimmed_sums, ranking.standing_state
PLANTS: dict[str, tuple[Any, str, Any]] = {
    "halves rounded down": (rounding, "scaled_round", half_down),
    "the lowest mark kept": (aggregate, "trimmed_sums", strikes_no_low),
    "dropping one ballot too late": (aggregate, "drops", forgets_the_start_of_dropping),
    "overtime forgotten": (aggregate, "overtime_points", lambda card, seconds: 0),
    "the median taken as the mean": (
        aggregate,
        "middle_sums",
        lambda values, kind: 2 * values.sum(axis=0, dtype=kind) // len(values),
    ),
    "ranks by exact value only": (ranking, "rank_value", lambda card, final: final),
    "look-alikes left alike": (ranking, "_telling_places", lambda card, values: card.places),
    "chiefs' decisions ignored": (tiebreak, "decided_order", lambda *given: None),
    "award cuts rounded down": (awards, "scaled_round", lambda value, *_: int(value)),
    "document alone forgotten": (aggregate, "_by_document", forgets_the_ruling),
    "shown only, but ranked": (ranking, "standing_state", ranks_who_is_only_shown),
    "everyone recommended": (selection, "RECOMMENDED", {"同意推荐", "秘书处确认", "无", ""}),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_mistake_planted_in_the_rules_is_found_by_the_recount(plant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*PLANTS[plant])
    assert contests_until_a_difference() is not None


def test_without_a_planted_mistake_the_same_search_finds_nothing() -> None:
    assert contests_until_a_difference(200) is None
