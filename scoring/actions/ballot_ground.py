"""What a ballot rests on, and whether its marks can be one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring.actions.public_rows import mark_text
from scoring.errors import Invalid, RuleBroken
from scoring.rules.ballot import ballot_total, mark_problems
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.contest import latest_rubric, rule_card
from scoring.store.reading.day import entry_row
from scoring.store.reading.set_ups import rubric_at
from scoring.store.work import Work

if TYPE_CHECKING:
    from scoring.actions.judging import BallotSent

TEXT_OF_MARK = {"count": "marks_count", "off_step": "mark_off_step"}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a ballot rests on: its entry's row, the rubric that it was marked on, the rule card."""

    row: Any
    rubric: Rubric
    card: RuleCard

    def total(self, sent: BallotSent) -> str:
        """The ballot's total as it is read out."""
        return mark_text(ballot_total(self.rubric, sent.marks), self.card)


def ground_of(work: Work, sent: BallotSent) -> Ground:
    """What a ballot rests on that was marked on the rubric that it names; the newest where there is none such."""
    row = entry_row(work.connection, sent.entry)
    rubric = rubric_at(work.connection, row.kind, sent.rubric) or latest_rubric(work.connection, row.kind)
    return Ground(row, rubric, rule_card(work.connection))


def check_content(work: Work, sent: BallotSent) -> Ground:
    """What a ballot rests on that can be one on the rubric of now; raises Invalid, RuleBroken for another rubric."""
    if sent.round != PRESENTATION:
        raise Invalid("no_such_round")
    row = entry_row(work.connection, sent.entry)
    ground = Ground(row, latest_rubric(work.connection, row.kind), rule_card(work.connection))
    if (sent.kind, sent.rubric) != (row.kind, ground.rubric.version):
        raise RuleBroken("rubric_changed")
    check_marks(ground.card, ground.rubric, sent.marks)
    return ground


def check_marks(card: RuleCard, rubric: Rubric, marks: tuple[int, ...]) -> None:
    """Raises Invalid for marks (hundredths) that no ballot on this rubric can have."""
    for problem in mark_problems(rubric, card.step, marks):
        raise Invalid(TEXT_OF_MARK.get(problem.code, "mark_out_of_range"), criterion=problem.criterion or 0)
