"""An entry of the house marked, closed or not."""

from __future__ import annotations

from scoring.actions import running
from scoring.actions.judging import submit_ballot
from scoring.facts import SYSTEM
from tests.office import MARKS, as_judge, ballot
from tests.web.serving import House

HIDDEN = "（未截止，不显示）"


def vote(house: House, entry: str, marks: dict[str, int]) -> None:
    for judge, total in marks.items():
        house.office.do(submit_ballot, as_judge(judge), sent=ballot(entry, judge, total))


def marked(house: House, entry: str = "A1", marks: dict[str, int] | None = None) -> None:
    house.begin(entry)
    for act in (running.end_presenting, running.end_questions):
        house.office.do(act, SYSTEM, entry=entry)
    vote(house, entry, marks or MARKS)


def closed(house: House, entry: str = "A1") -> None:
    house.office.do(running.close_entry, SYSTEM, entry=entry)
