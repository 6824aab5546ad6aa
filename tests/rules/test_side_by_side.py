"""Entries that are worked out side by side come to what each comes to by hand, whatever their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

import numpy as np
import pytest

from scoring.recount.entry import score as recounted
from scoring.rules import trimming
from scoring.rules.aggregate import EntryScore, score_entries, score_entry
from scoring.rules.ballot import Ballot
from scoring.rules.panels import Marked
from scoring.rules.rounding import format_score
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import DropMode, RoundingAt, RuleCard
from scoring.rules.trimming import competition_ranks, kind_for, struck_flags, trimmed_sums

SHAPES = 120
SIZES = (1, 2, 3, 30, 200, 2_000)
FACTORS = (Fraction(1), Fraction(1), Fraction(4, 5), Fraction(7, 3))


def column_by_hand(values: Sequence[int], high: int, low: int) -> int:
    """Take the extremes away one by one, then add up."""
    left = list(values)
    for _ in range(high):
        left.remove(max(left))
    for _ in range(low):
        left.remove(min(left))
    return sum(left)


def kept_sum(values: Sequence[int], flags: Sequence[int]) -> int:
    return sum(value for value, flag in zip(values, flags, strict=True) if flag == trimming.KEPT)


def ranks_by_hand(values: Sequence[int]) -> list[int]:
    return [1 + sum(other > value for other in values) for value in values]


def random_panel(random: Random, most: int) -> tuple[Any, int, int, int]:
    """Marks (judges, values side by side), what is struck, and the greatest mark."""
    judges = random.randint(1, 40)
    struck = random.choice((0, 1, 1, 2, 3, random.randint(0, judges)))
    high = min(struck, judges - 1)
    low = min(random.choice((struck, random.randint(0, 3))), judges - 1 - high)
    greatest = random.choice((1, 6, 200, 10_000, 2**40, 2**70))
    shape = (judges, random.choice([size for size in SIZES if size <= most]))
    wide = [[random.randint(0, greatest) for _ in range(shape[1])] for _ in range(judges)]
    return np.array(wide, dtype=kind_for(greatest)), high, low, greatest


def differences(shapes: int) -> list[tuple[int, str]]:
    """Which random shapes come out otherwise than by hand, and in what."""
    found = []
    for number in range(shapes):
        values, high, low, greatest = random_panel(Random(f"shape {number}"), 2_000 if number % 8 == 0 else 200)
        columns = values.T.tolist()
        sums = trimmed_sums(values, high, low, kind_for(greatest * len(values))).tolist()
        if sums != [column_by_hand(column, high, low) for column in columns]:
            found.append((number, "sums"))
        if number % 8 and competition_ranks(np.array(sums, dtype=object)).tolist() != ranks_by_hand(sums):
            found.append((number, "ranks"))
        flags = struck_flags(values, high, low).T.tolist()
        if [kept_sum(*one) for one in zip(columns, flags, strict=True)] != sums:
            found.append((number, "flags"))
    return found


PASSES, SORTS = dict.fromkeys(range(1, 41), 0), dict[int, int]()


@pytest.mark.parametrize("passes_from", [PASSES, SORTS, trimming.PASSES_FROM], ids=["passes", "sorts", "as it is"])
def test_sums_flags_and_ranks_of_any_shape_are_those_by_hand(
    passes_from: dict[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trimming, "PASSES_FROM", passes_from)
    assert differences(SHAPES) == []


def one_too_many(values: Any, count: int, outer: Any, inner: Any) -> list[Any]:
    return REAL_EXTREMES(values, count + 1, outer, inner)


def high_ones_only(values: Any, high: int, low: int) -> Any:
    return REAL_FLAGS(values, high, 0)


REAL_EXTREMES, REAL_FLAGS, REAL_KIND = trimming._extremes, trimming.struck_flags, trimming.kind_for
FAULTS = {"_extremes": one_too_many, "struck_flags": high_ones_only, "kind_for": lambda reach: REAL_KIND(reach // 64)}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_any_of_them_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trimming, "PASSES_FROM", PASSES)
    monkeypatch.setattr(trimming, name, FAULTS[name])
    if name in globals():
        monkeypatch.setitem(globals(), name, FAULTS[name])
    assert differences(SHAPES) != []


@pytest.mark.parametrize("size", [1, 5, trimming.COUNTED_FROM - 1, trimming.COUNTED_FROM, 20_000])
@pytest.mark.parametrize("span", [1, 50, 40_000, 2**50])
def test_counted_and_sorted_ranks_are_the_same(size: int, span: int) -> None:
    values = np.random.default_rng(size).integers(-span, span, size)
    rising = sorted(values.tolist(), reverse=True)
    first = {value: at for at, value in reversed(list(enumerate(rising, 1)))}
    assert competition_ranks(values).tolist() == [first[value] for value in values.tolist()]


def test_nobody_is_left_is_said_and_not_scored() -> None:
    with pytest.raises(ValueError, match="struck"):
        trimmed_sums(np.ones((2, 3), dtype=np.int16), 1, 1, np.int32)


def random_card(random: Random) -> RuleCard:
    high, low = random.choice(((0, 0), (1, 1), (1, 0), (2, 2), (3, 1), (5, 4)))
    mode: DropMode = random.choice(("total", "criterion"))
    rounding_at: RoundingAt = "end" if mode == "total" else random.choice(("end", "criterion"))
    start, least = high + low + random.randint(1, 3), random.randint(1, 4)
    made = RuleCard(
        high, low, mode, start, least, rounding_at, random.choice(("half_up", "half_even")), random.choice((2, 3))
    )  # fmt: skip
    assert made.problems() == []
    return made


def random_entry(random: Random, rubric: Rubric) -> Marked:
    judges = random.choice((0, 2, 5, 7, 7, 7, 12, 40))
    ballots = [
        Ballot(f"J{seat}", seat, tuple(random.randint(0, c.maximum // 10) * 10 for c in rubric.criteria), seat == 3)
        for seat in random.sample(range(1, 60), judges)
    ]
    document = random.choice((None, Fraction(8234, 100), Fraction(90)))
    return Marked(rubric, ballots, document, random.choice((0, 0, 40)), random.random() < 0.1)


def plain(entry: Marked) -> dict[str, Any]:
    """The entry as the recount takes it."""
    return {
        "ballots": [{"marks": list(ballot.marks), "chief": ballot.chief} for ballot in entry.ballots],
        "rubric": entry.rubric.to_json(), "document": None if entry.document is None else str(entry.document),
        "overtime_seconds": entry.overtime_seconds, "document_only": entry.document_only,
    }  # fmt: skip


def told(card: RuleCard, score: EntryScore) -> list[object]:
    return [score.valid, score.final, None if score.final is None else format_score(score.final, card)]


@pytest.mark.parametrize("number", range(40))
def test_entries_side_by_side_score_as_each_alone_and_as_recounted(number: int) -> None:
    random = Random(f"entries {number}")
    card = random_card(random)
    criteria = [Criterion(at, "c", 3000, None, random.choice(FACTORS)) for at in range(random.randint(1, 8))]
    criteria[0] = replace(criteria[0], tie_role="core")
    rubrics = [Rubric("kind", version, tuple(criteria)) for version in (1, 2)]
    entries = [random_entry(random, random.choice(rubrics)) for _ in range(random.choice((1, 10, 60)))]
    together = score_entries(card, entries)
    assert together == [
        score_entry(card, e.rubric, e.ballots, e.document, e.overtime_seconds, document_only=e.document_only)
        for e in entries
    ]
    for entry, score in zip(entries, together, strict=True):
        again = recounted(card.to_json(), plain(entry))
        assert [again["valid"], again["final"]] == told(card, score)[:2]
        if again["final"] is not None:
            assert [again["used"], again["presentation"], again["median"], again["untrimmed"], again["core"]] == [
                score.used, score.presentation, score.median, score.untrimmed, score.core,
            ]  # fmt: skip
