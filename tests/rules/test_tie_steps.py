"""The way to a tied entry's place, told key by key, comes to the place that the ranking gave."""

from collections.abc import Callable
from fractions import Fraction
from random import Random
from typing import Any, get_args

import pytest

from scoring.rules import tie_steps as module
from scoring.rules.aggregate import EntryScore
from scoring.rules.codec import decode, encode
from scoring.rules.rulecard import RuleCard, TieKey
from scoring.rules.tie_steps import TieStep, TieValue, decided_by_steps, still_tied, tie_steps
from scoring.rules.tiebreak import Decision, break_tie
from tests.build import card

Group = list[tuple[str, EntryScore]]


def score(**keys: Any) -> EntryScore:
    """An entry of 90 points with the values of some tie keys."""
    exact = {name: None if value is None else Fraction(str(value)) for name, value in keys.items()}
    document = exact.pop("document", None)
    return EntryScore("scored", 7, 5, (), Fraction(0), document, final=Fraction(90), **exact)  # type: ignore[arg-type]


def group(**entries: EntryScore) -> Group:
    return list(entries.items())


def test_who_has_no_rival_is_asked_nothing() -> None:
    alone = group(a=score(core=1))
    assert tie_steps(card(), alone, "a") == ()
    assert decided_by_steps(card(), alone, ()) is None


def test_each_step_names_everybody_s_value_and_who_fell_away_above_and_below() -> None:
    three = group(a=score(core=3, second=1), b=score(core=2, second=2), c=score(core=2, second=1), d=score(core=1))
    steps = tie_steps(card(tie_chain=("core", "second")), three, "b")
    values = tuple(TieValue(name, Fraction(value)) for name, value in (("a", 3), ("b", 2), ("c", 2), ("d", 1)))
    assert steps[0] == TieStep("core", values, ("a",), ("d",), ("b", "c"))
    assert steps[1].values == (TieValue("b", Fraction(2)), TieValue("c", Fraction(1)))
    assert (steps[1].above, steps[1].below, steps[1].left) == ((), ("c",), ("b",))


def test_no_key_is_asked_after_the_one_that_decided() -> None:
    two = group(a=score(core=2, second=1, median=1), b=score(core=1, second=1, median=1))
    assert [step.key for step in tie_steps(card(tie_chain=("core", "second", "median")), two, "a")] == ["core"]


def test_a_key_that_one_of_the_tied_lacks_is_told_and_sets_nobody_apart() -> None:
    two = group(a=score(chief=None, core=2), b=score(chief=95, core=1))
    first, second = tie_steps(card(tie_chain=("chief", "core")), two, "a")
    assert not first.answered
    assert (first.above, first.below, first.left) == ((), (), ("a", "b"))
    assert second.answered
    assert second.left == ("a",)


def test_what_no_key_decides_stays_shared_unless_the_chief_judges_decided_these_very_entries() -> None:
    two = group(a=score(core=1), b=score(core=1))
    rules = card(tie_chain=("core",), still_tied="chief")
    steps = tie_steps(rules, two, "a")
    assert still_tied(two, steps) == ("a", "b")
    assert decided_by_steps(rules, two, steps) == "shared"
    assert decided_by_steps(rules, two, steps, [Decision(("b", "a"), "合议", ())]) == "decision"
    assert decided_by_steps(rules, two, steps, [Decision(("b", "c"), "合议", ())]) == "shared"


def test_an_entry_of_another_group_is_refused() -> None:
    with pytest.raises(KeyError):
        tie_steps(card(), group(a=score(core=1), b=score(core=1)), "z")


def test_steps_keep_their_form_as_json() -> None:
    steps = tie_steps(card(tie_chain=("core",)), group(a=score(core="1/3"), b=score()), "a")
    assert [decode(TieStep, encode(step)) for step in steps] == list(steps)


def random_group(random: Random) -> Group:
    """Few values, so that many are equal; some are missing."""
    keys = get_args(TieKey)
    return [
        (f"E{n}", score(**{key: random.choice((None, 1, 1, 2, 2, "7/3")) for key in keys}))
        for n in range(random.randint(1, 7))
    ]


def random_case(random: Random) -> tuple[RuleCard, Group, list[Decision]]:
    chain = list(get_args(TieKey))
    random.shuffle(chain)
    rules = card(tie_chain=tuple(chain[: random.randint(0, 7)]), still_tied=random.choice(("shared", "chief")))
    tied = random_group(random)
    decisions = []
    for found in break_tie(rules, tied):
        if len(found.entries) > 1 and random.random() < 0.5:
            decisions.append(Decision(tuple(random.sample(found.entries, len(found.entries))), "合议", ()))
    return rules, tied, decisions


def differences(tell: Callable[..., tuple[TieStep, ...]]) -> int:
    """How often steps and ranking do not say the same, over many random groups."""
    random, wrong = Random(20260818), 0
    for _ in range(1500):
        rules, tied, decisions = random_case(random)
        ranked = break_tie(rules, tied, decisions)
        for entry, _ in tied:
            steps = tell(rules, tied, entry)
            at = next(n for n, found in enumerate(ranked) if entry in found.entries)
            above = {name for step in steps for name in step.above}
            left = set(still_tied(tied, steps))
            # the chief judges' order splits those who are left, so it is looked at by names alone
            before = {name for found in ranked[:at] for name in found.entries} - left
            told = decided_by_steps(rules, tied, steps, decisions)
            wrong += (told, above) != (ranked[at].decided_by, before)
    return wrong


def test_steps_and_ranking_agree_on_who_is_above_and_on_what_decided() -> None:
    assert differences(tie_steps) == 0


def test_a_planted_fault_in_the_steps_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = module._asked

    def lacking_counts_as_nought(key: TieKey, scores: dict[str, EntryScore], own: EntryScore) -> TieStep:
        step = asked(key, scores, own)
        return step if step.answered else TieStep(key, step.values, (), step.left[1:], step.left[:1])

    monkeypatch.setattr(module, "_asked", lacking_counts_as_nought)
    assert differences(tie_steps) > 0
