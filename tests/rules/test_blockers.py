"""Why a pool is not final, and which reasons make it provisional."""

from __future__ import annotations

from dataclasses import replace

from scoring.rules.blockers import (
    Blocker,
    Grounds,
    Placed,
    Waiting,
    open_entries,
    pool_blockers,
    provisional,
)
from scoring.rules.contest import Quota
from scoring.rules.ranking import PoolEntry
from scoring.rules.results import pool_results
from scoring.rules.rulecard import RuleCard
from scoring.rules.tiebreak import Decision
from scoring.rules.undecided import Undecided, undecided
from tests.build import TIERS, card, pool_entry, quota
from tests.rules.test_standings import score

RANKED = Placed("published", True, "ranked")


def ties(
    rules: RuleCard, places: Quota, *entries: PoolEntry, decisions: tuple[Decision, ...] = (), complete: bool = True
) -> list[tuple[str, tuple[str, ...]]]:
    results = pool_results(rules, places, TIERS, entries, decisions)
    found: list[Undecided] = undecided(rules, entries, results, decisions, complete=complete)
    return [(one.code, one.entries) for one in found]


def test_a_pool_of_published_scores_has_nothing_in_its_way() -> None:
    over = {"a": RANKED, "b": Placed("withdrawn", False, "withdrawn"), "c": Placed("disqualified", False)}
    assert pool_blockers(Grounds(over)) == []
    assert pool_blockers(Grounds({**over, "d": Placed("published", True, "out_of_competition")})) == []


def test_what_is_under_way_left_out_or_incomplete_makes_a_pool_provisional() -> None:
    entries = {
        "a": RANKED,
        "b": Placed("complete", False),
        "c": Placed("published", True, "incomplete"),
        "d": Placed("published", False),
        "e": Placed("waiting", False),
    }
    found = pool_blockers(Grounds(entries))
    assert found == [Blocker("not_published", ("b", "d", "e")), Blocker("incomplete", ("c",))]
    assert provisional(found)
    assert open_entries(found) == ["b", "d", "e", "c"]


def test_a_tie_and_what_waits_beside_the_marks_block_a_pool_that_is_not_provisional() -> None:
    entries = {"a": RANKED, "b": RANKED, "c": Placed("withdrawn", False, "withdrawn")}
    waiting = Waiting(changes={"b", "z"}, typed={"a", "c", "z"}, appeals={"c", "z"})
    found = pool_blockers(Grounds(entries, [("b", "a")], waiting))
    assert found == [
        Blocker("tie_undecided", ("a", "b")),
        Blocker("change_waiting", ("b",)),
        Blocker("typed_waiting", ("a",)),
        Blocker("appeal_open", ("c",)),
    ]
    assert (provisional(found), open_entries(found)) == (False, [])


def test_each_tied_set_is_a_reason_of_its_own() -> None:
    entries = dict.fromkeys("abcd", RANKED)
    found = pool_blockers(Grounds(entries, [("a", "b"), ("c", "d")]))
    assert found == [Blocker("tie_undecided", ("a", "b")), Blocker("tie_undecided", ("c", "d"))]


def test_ranks_that_the_card_leaves_to_the_chiefs_are_undecided_until_they_decide() -> None:
    chiefs = card(tie_chain=(), still_tied="chief")
    entries = (pool_entry("a", score(90)), pool_entry("b", score(90)), pool_entry("c", score(80)))
    assert ties(chiefs, quota(1), *entries) == [("rank", ("a", "b"))]
    assert ties(chiefs, quota(1), *entries, complete=False) == [("rank", ("a", "b"))]
    assert ties(chiefs, quota(1), *entries, decisions=(Decision(("b", "a"), "", ()),)) == []


def test_shared_ranks_are_undecided_only_at_a_cut_of_a_complete_pool() -> None:
    rules = card(tie_chain=())
    entries = (pool_entry("a", score(90)), pool_entry("b", score(90)), pool_entry("c", score(80)))
    assert ties(rules, quota(1), *entries) == [("tied_at_candidate_cut", ("a", "b"))]
    assert ties(rules, quota(1), *entries, complete=False) == []
    assert ties(rules, quota(2), *entries) == []
    assert ties(rules, quota(0, 1), *entries) == [("tied_at_reserve_cut", ("a", "b"))]
    alike = tuple(replace(entry, unit="one") for entry in entries)
    assert ties(rules, quota(2, 0, 1), *alike) == [("tied_at_unit_cap", ("a", "b"))]
    assert ties(rules, quota(1), *entries, decisions=(Decision(("b", "a"), "", ()),)) == []


def test_who_is_put_aside_has_no_part_in_a_tie_at_a_cut_but_in_one_by_rank() -> None:
    entries = [pool_entry("a", score(90)), pool_entry("b", score(90)), pool_entry("c", score(90), declined=True)]
    assert ties(card(tie_chain=()), quota(1), *entries) == [("tied_at_candidate_cut", ("a", "b"))]
    chiefs = card(tie_chain=(), still_tied="chief")
    assert ties(chiefs, quota(1), *entries) == [("rank", ("a", "b", "c"))]
