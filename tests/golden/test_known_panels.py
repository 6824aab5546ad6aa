"""Panels whose published results the world knows, through the rules and the recount."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.rules.contest import Quota
from scoring.rules.rounding import format_score
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import Overtime, RuleCard
from tests.build import hundredths, presentation_card
from tests.recount.contests import Case, Plain, recounted, scored

HERE = Path(__file__).parent
TRIMMED = json.loads((HERE / "trimmed.json").read_text("utf-8"))
KNOWN = json.loads((HERE / "ties_and_rounding.json").read_text("utf-8"))


def entry(name: str, *panel: list[Any], overtime: int = 0) -> Plain:
    """An entry as the recount reads it, marks in points by seat."""
    ballots = [
        {"judge": f"J{seat}", "seat": seat, "marks": [hundredths(m) for m in marks], "chief": False}
        for seat, marks in enumerate(panel, start=1)
    ]
    told = {"unit": name, "recommendation": "", "state": "present", "declined": False, "document_only": False}
    return {"entry": name, **told, "document": None, "overtime_seconds": overtime, "ballots": ballots}


def results(card: RuleCard, criteria: tuple[Criterion, ...], *entries: Plain) -> list[Plain]:
    """The results of a pool, the same by both ways."""
    rubric = Rubric("kind", 1, criteria)
    case = Case(card, rubric, Quota("kind", None, 0, 0), (), entries, ())
    found = scored(case)
    assert recounted(case) == found
    return found


@pytest.mark.parametrize("panel", TRIMMED, ids=lambda panel: panel["event"][-40:])
def test_the_trimmed_score_of_a_known_panel_is_the_published_one(panel: Plain) -> None:
    dropped = panel["drop_high"] + panel["drop_low"]
    card = presentation_card(
        drop_high=panel["drop_high"], drop_low=panel["drop_low"], drop_from=dropped + 1, min_valid=1
    )
    marks = [[mark] for mark in panel["marks"]]
    (result,) = results(card, (Criterion(1, "mark", 10000),), entry("E", *marks))
    assert result["used"] == len(marks) - dropped
    value = Fraction(result["exact_final"]) * Fraction(panel["multiplier"] or 1)
    if panel["aggregate"] == "sum":
        value *= result["used"]
    assert format_score(value, card, panel["decimals"]) == panel["published"]


@pytest.mark.parametrize("program", KNOWN["round_each_then_sum"], ids=lambda p: p["published_total"])
def test_components_rounded_one_by_one_sum_to_the_published_total(program: Plain) -> None:
    criteria = tuple(
        Criterion(n, part["name"], 1000, None, Fraction(part["factor"]))
        for n, part in enumerate(program["components"], start=1)
    )
    only = entry("E", [part["panel"] for part in program["components"]])
    rules = {"drop_high": 0, "drop_low": 0, "drop_from": 1, "min_valid": 1}
    each = presentation_card(drop_mode="criterion", rounding_at="criterion", **rules)
    (result,) = results(each, criteria, only)
    assert result["final"] == program["published_total"]
    (result,) = results(presentation_card(drop_mode="criterion", **rules), criteria, only)
    assert result["final"] == program["round_of_sum"]


@pytest.mark.parametrize("tie", KNOWN["ties"], ids=lambda tie: tie["total"])
def test_a_known_tie_is_decided_as_it_was(tie: Plain) -> None:
    criteria = (Criterion(1, "TES", 10000, "core"), Criterion(2, "PCS", 10000, "second"))
    key = "second" if "FREE" in tie["event"] else "core"
    card = presentation_card(
        drop_high=0, drop_low=0, drop_from=1, min_valid=1,
        overtime=Overtime(0, 1, 100, None), tie_chain=(key,),
    )  # fmt: skip
    rows = sorted(tie["rows"], key=lambda row: row["name"])
    skaters = [entry(row["name"], [row["tes"], row["pcs"]], overtime=int(Fraction(row["deductions"]))) for row in rows]
    found = {result["entry"]: result for result in results(card, criteria, *skaters)}
    first, second = sorted(tie["rows"], key=lambda row: row["rank"])
    assert [found[row["name"]]["rank"] for row in (first, second)] == [1, 2]
    assert {result["final"] for result in found.values()} == {tie["total"]}
    assert {result["decided_by"] for result in found.values()} == {key}


@pytest.mark.parametrize("total", KNOWN["totals"], ids=lambda total: total["name"])
def test_a_published_total_is_the_exact_sum_of_its_rounds(total: Plain) -> None:
    exact = Fraction(total["semi"]) + Fraction(total["final"])
    assert format_score(exact, RuleCard()) == total["published"]
