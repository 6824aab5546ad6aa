"""Panels whose published results the world knows, through the rules and the recount."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from scoring.rules.contest import AwardTier, Quota
from scoring.rules.rounding import format_score
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import Overtime, RuleCard
from tests.build import hundredths, presentation_card
from tests.recount.contests import Case, Plain, recounted, scored

HERE = Path(__file__).parent
TRIMMED = json.loads((HERE / "trimmed.json").read_text("utf-8"))
HALVES = (AwardTier("一等奖", Fraction(50)), AwardTier("二等奖", Fraction(50)))
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


def test_a_pool_with_rulings_comes_out_as_worked_by_hand() -> None:
    """0.4 × document + 0.6 × mean of three: B and C reach 85.00 each, C by its document score alone.

    C has no presentation to compare, so that only the document score sets the two apart: 85 above 80.
    D would have won with 99 but is out of competition, E shows what too few ballots without a ruling mean:
    neither counts, so that the first tier is half of three, rounded up to two.
    """
    card = RuleCard(drop_from=4, min_valid=3, tie_chain=("presentation", "document"))
    panel = {"A": (85, 90, 95), "B": (85, 85, 95), "C": (99, 99), "D": (99, 99, 99), "E": (99, 99)}
    documents = {"A": "85", "B": "80", "C": "85", "D": "99", "E": "99"}
    entries = []
    for name, marks in panel.items():
        more = {"document": documents[name], "recommendation": "同意推荐"}
        entries.append({**entry(name, *([mark] for mark in marks)), **more})
    entries[2]["document_only"] = True
    entries[3]["state"] = "out_of_competition"
    rubric = Rubric("kind", 1, (Criterion(1, "mark", 10000),))
    case = Case(card, rubric, Quota("kind", None, 2, 0), HALVES, tuple(entries), ())
    found = scored(case)
    assert recounted(case) == found
    told = [
        (
            r["state"],
            r["rank"],
            r.get("exact_final"),
            r.get("presentation"),
            r["decided_by"],
            r["award"],
            r["selection"],
        )
        for r in found
    ]
    assert told == [
        ("ranked", 1, "88", "90.00", None, "一等奖", "candidate"),
        ("ranked", 3, "85", "88.33", "document", "二等奖", None),
        ("ranked", 2, "85", None, "document", "一等奖", "candidate"),
        ("out_of_competition", None, None, None, None, None, None),
        ("incomplete", None, None, None, None, None, None),
    ]
