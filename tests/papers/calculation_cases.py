"""Calculation sheets by hand: a rule card and a panel in, what the sheet says out."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction
from typing import Any

from pypdf import PdfReader

from papers.calculation_values import Calculations, CalculationSheet, EntryRuling, PanelSeat, Place
from papers.calculations import print_calculations, steps_of
from scoring.rules.aggregate import score_entry
from scoring.rules.ballot import Ballot
from scoring.rules.contest import Quota
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.rulecard import RuleCard
from tests.build import TIERS
from tests.papers.pencil import Tray, all_figures, check, figures

TWO = Rubric("创新型", 1, (Criterion(1, "选题", 4000, "core"), Criterion(2, "效果", 6000, "second", Fraction("0.8"))))
ONE = Rubric("创新型", 1, (Criterion(1, "总体", 10000),))
ALONE = Place("创新型", "ranked", 5, (), rank=2, award="二等奖", selection="candidate")


def sheet(
    rules: RuleCard, rubric: Rubric, given: list[Ballot], document: str | None = "90", over: int | None = None,
    **changes: Any,
) -> CalculationSheet:  # fmt: skip
    """A sheet whose score the rules worked out."""
    alone = bool(changes.pop("alone", False))
    points = None if document is None else Fraction(document)
    score = score_entry(rules, rubric, given, points, over or 0, document_only=alone)
    panel = tuple(PanelSeat(b.seat, b.judge, "", "judge", "onsite", "submitted") for b in given)
    made = CalculationSheet(
        contest="小赛", entry="E1", kind=rubric.kind, title="降低差错率", circle="春风小组", unit="一厂",
        session="A 会场", position=1, attendance="onsite", recommendation="同意推荐", phase="published",
        ended="", revealed=True,
        card=rules, rubric=rubric, panel=panel, asides=(), counted=tuple(given), overtime=over, score=score,
        quota=Quota(rubric.kind, None, 1, 1), awards=TIERS, place=ALONE, mark="台账 第 1 条",
    )  # fmt: skip
    ruled = (EntryRuling("document_only", "停电中断"),) if alone else ()
    return replace(made, rulings=ruled, **changes)


def lines(made: CalculationSheet) -> dict[str, str]:
    """The lines of arithmetic by what they are; each holds when it is worked out again."""
    for figure in all_figures(made):
        if "=" in figure.line or "→" in figure.line:
            check(figure.line, even=made.card.rounding == "half_even")
    return {label: figure.line for label, figure in figures(made).items()}


def words(made: CalculationSheet) -> str:
    return str(steps_of(made))


def printed(*sheets: CalculationSheet) -> list[str]:
    """The text of every page."""
    tray = Tray()
    print_calculations(Calculations(sheets, bundle=True), tray)
    return [page.extract_text() for page in PdfReader(io.BytesIO(tray.files["calculations.pdf"])).pages]
