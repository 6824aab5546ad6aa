"""得分计算单 on random rule cards, panels and pools: every line holds, and the end is the recount's."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random
from typing import Any

from papers.calculation_values import CalculationSheet, EntryRuling, Place, Rival
from papers.calculations import steps_of
from scoring.rules.ballot import Ballot
from scoring.rules.ranking import rank_value
from scoring.rules.tie_steps import tie_steps
from tests.papers.calculation_cases import lines, sheet
from tests.recount.contests import Case, Plain, random_contest, recounted

CONTESTS = 120


def sheet_of(case: Case, entry: Plain) -> CalculationSheet:
    given = [Ballot(b["judge"], b["seat"], tuple(b["marks"]), b["chief"]) for b in entry["ballots"]]
    alone = entry["document_only"]
    made = sheet(case.card, case.rubric, given, entry["document"], entry["overtime_seconds"], alone=alone, place=None)
    state: Any = entry["state"]
    out = state == "out_of_competition"
    phase: Any = "published" if out or state == "present" else state
    rulings = (*made.rulings, *((EntryRuling("out_of_competition", "停电"),) if out else ()))
    return replace(made, entry=entry["entry"], phase=phase, awards=case.tiers, quota=case.quota, rulings=rulings)


def placed(sheets: dict[str, CalculationSheet], mine: CalculationSheet, result: Plain, ranked: int) -> CalculationSheet:
    """The sheet with its place as the recount gave it, and everybody of the same score."""
    final = mine.score.final
    if result["rank"] is None or final is None:
        return mine
    value = rank_value(mine.card, final)
    same = [s for s in sheets.values() if s.score.final is not None and rank_value(s.card, s.score.final) == value]
    same = [s for s in same if not s.over and not s.ruling("out_of_competition")]
    rivals = tuple(Rival(s.entry, s.circle, 1, True) for s in same)
    steps = tie_steps(mine.card, [(s.entry, s.score) for s in same], mine.entry)
    place = Place(
        "kind", "ranked", ranked, (), rank=result["rank"], published=result["final"], shown=result["shown"],
        same=rivals, steps=steps, decided_by=result["decided_by"] or "", award=result["award"],
        selection=result["selection"],
    )  # fmt: skip
    return replace(mine, place=place)


def test_on_any_rule_card_every_line_holds_and_comes_to_the_recounted_score() -> None:
    random, ranked_sheets, tied = Random(20_200_818), 0, 0
    for _ in range(CONTESTS):
        for case in random_contest(random):
            results = recounted(case)
            ranked = sum(result["rank"] is not None for result in results)
            sheets = {entry["entry"]: sheet_of(case, entry) for entry in case.entries}
            for result in results:
                made = placed(sheets, sheets[result["entry"]], result, ranked)
                found = lines(made)
                if made.place is None:
                    assert steps_of(made)
                    continue
                ranked_sheets += 1
                tied += len(made.place.same) > 1
                assert found["公布得分"].endswith(f"→ {result['final']}")
                assert found["最终得分"].replace(" ", "").endswith(end_of(Fraction(result["exact_final"])))
    assert ranked_sheets > 500
    assert tied > 100


def end_of(final: Fraction) -> str:
    """How a line ends that comes to this value: as a fraction, or as a decimal where it is whole."""
    if final.denominator == 1:
        return f"={final}.00"
    return f"={final}" if is_decimal(final) else f"={final}≈{four_places(final)}"


def is_decimal(value: Fraction) -> bool:
    return (value * 10**8).denominator == 1


def four_places(value: Fraction) -> str:
    units = (value * 20_000 + 1) // 2
    return f"{units // 10_000}.{units % 10_000:04d}"
