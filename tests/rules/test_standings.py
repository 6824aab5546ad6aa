"""Ranks, ties, what decided them, and how many places are shown."""

from fractions import Fraction
from typing import Any

from scoring.rules.aggregate import EntryScore
from scoring.rules.ranking import Standing, rank_pool, undecided_ties
from scoring.rules.rulecard import RuleCard
from scoring.rules.tiebreak import Decision
from tests.build import card, pool_entry


def score(final: object, **keys: Any) -> EntryScore:
    exact = {name: Fraction(str(value)) for name, value in keys.items()}
    return EntryScore("scored", 7, 5, (), Fraction(0), exact.pop("document", None), final=Fraction(str(final)), **exact)


def pool(rules: RuleCard, *given: EntryScore | None, decisions: tuple[Decision, ...] = ()) -> list[Standing]:
    entries = [pool_entry("abcdefgh"[n], one) for n, one in enumerate(given)]
    return rank_pool(rules, entries, decisions)


def ranks(standings: list[Standing]) -> list[tuple[int | None, str | None]]:
    return [(s.rank, s.decided_by) for s in standings]


def test_the_higher_final_score_ranks_first_and_nothing_had_to_be_asked() -> None:
    assert ranks(pool(card(), score(80), score(90))) == [(2, None), (1, None)]


def test_a_shared_rank_leaves_a_gap() -> None:
    found = pool(card(tie_chain=()), score(90), score(85), score(85), score(80))
    assert ranks(found) == [(1, None), (2, "shared"), (2, "shared"), (4, None)]


def test_each_entry_names_the_last_key_that_set_it_apart_from_all_its_rivals() -> None:
    found = pool(
        card(),
        score(90, presentation=95, core=20),
        score(90, presentation=94, core=28),
        score(90, presentation=94, core=27),
    )
    assert ranks(found) == [(1, "presentation"), (2, "core"), (3, "core")]


def test_the_keys_are_asked_in_the_order_of_the_card() -> None:
    two = (score(90, core=1, median=2), score(90, core=2, median=1))
    assert ranks(pool(card(tie_chain=("core", "median")), *two)) == [(2, "core"), (1, "core")]
    assert ranks(pool(card(tie_chain=("median", "core")), *two)) == [(1, "median"), (2, "median")]


def test_every_key_of_the_chain_can_decide() -> None:
    for key in ("presentation", "core", "second", "document", "untrimmed", "median", "chief"):
        found = pool(card(tie_chain=(key,)), score(90, **{key: 1}), score(90, **{key: 2}))
        assert ranks(found) == [(2, key), (1, key)]


def test_a_key_that_one_of_the_tied_lacks_sets_none_of_them_apart() -> None:
    rules = card(tie_chain=("chief", "core"))
    found = pool(rules, score(90, chief=99, core=1), score(90, core=2), score(90, chief=98, core=3))
    assert ranks(found) == [(3, "core"), (2, "core"), (1, "core")]


def test_published_values_tie_where_exact_values_do_not() -> None:
    two = (score("90.001", core=1), score("90.002", core=2))
    assert ranks(pool(card(tie_chain=("core",)), *two)) == [(2, None), (1, None)]
    rules = card(tie_chain=("core",), rank_by="published")
    assert ranks(pool(rules, *two)) == [(2, "core"), (1, "core")]


def test_scores_that_look_alike_but_differ_are_shown_with_the_least_places_that_tell() -> None:
    found = pool(card(), score("85.063"), score("85.062"), score("85.063"), score("85.1"))
    assert [s.shown for s in found] == ["85.063", "85.062", "85.063", "85.10"]
    assert [s.published for s in found] == ["85.06", "85.06", "85.06", "85.10"]
    assert [s.shown for s in pool(card(), score("85.06301"), score("85.06302"))] == ["85.06301", "85.06302"]


def test_published_values_keep_their_places() -> None:
    found = pool(card(rank_by="published"), score("85.063"), score("85.062"))
    assert [s.shown for s in found] == ["85.06", "85.06"]


def test_the_chief_judges_order_decides_what_is_still_tied_when_the_card_says_so() -> None:
    decided = (Decision(("b", "a"), "合议", ("组长",)),)
    two = (score(90), score(90))
    chiefs = card(tie_chain=(), still_tied="chief")
    assert ranks(pool(chiefs, *two, decisions=decided)) == [(2, "decision"), (1, "decision")]
    assert ranks(pool(chiefs, *two)) == [(1, "shared"), (1, "shared")]
    shared = card(tie_chain=())
    assert ranks(pool(shared, *two, decisions=decided)) == [(1, "shared"), (1, "shared")]


def test_a_decision_on_other_entries_no_longer_holds() -> None:
    decided = (Decision(("b", "a"), "合议", ("组长",)),)
    chiefs = card(tie_chain=(), still_tied="chief")
    three = (score(90), score(90), score(90))
    assert {s.rank for s in pool(chiefs, *three, decisions=decided)} == {1}


def test_what_the_chief_judges_still_have_to_decide_is_named() -> None:
    chiefs = card(tie_chain=(), still_tied="chief")
    entries = [pool_entry("a", score(90)), pool_entry("b", score(90)), pool_entry("c", score(80))]
    assert undecided_ties(chiefs, entries) == [("a", "b")]
    assert undecided_ties(chiefs, entries, (Decision(("a", "b"), "", ()),)) == []
    assert undecided_ties(card(tie_chain=()), entries) == []
    gone = [entries[0], pool_entry("b", score(90), state="withdrawn"), pool_entry("c", None)]
    assert undecided_ties(chiefs, gone) == []


def test_withdrawn_disqualified_and_incomplete_entries_have_no_rank() -> None:
    short = EntryScore("incomplete", 2, 0, (), Fraction(0), None)
    entries = [
        pool_entry("a", score(99), state="withdrawn"),
        pool_entry("b", score(98), state="disqualified"),
        pool_entry("c", short),
        pool_entry("d", None),
        pool_entry("e", score(80)),
    ]
    found = rank_pool(card(), entries)
    assert [s.state for s in found] == ["withdrawn", "disqualified", "incomplete", "incomplete", "ranked"]
    assert [s.rank for s in found] == [None, None, None, None, 1]
