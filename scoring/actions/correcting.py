"""Correcting what a score rests on: the set-up, the overtime, a ballot; and fixing the scores anew."""

from __future__ import annotations

from scoring.actions.asked import Asked
from scoring.actions.scores import fix_scores_anew
from scoring.rules.change import BallotChange, OvertimeChange, Reopening, SetUpChange
from scoring.store.work import Work

__all__ = ["change_ballot", "change_overtime", "change_set_up", "fix_scores_anew", "reopen_published"]


def change_set_up(work: Work, change: SetUpChange, asked: Asked) -> None:
    raise NotImplementedError


def change_overtime(work: Work, change: OvertimeChange, asked: Asked) -> None:
    raise NotImplementedError


def change_ballot(work: Work, change: BallotChange, asked: Asked) -> None:
    raise NotImplementedError


def reopen_published(work: Work, change: Reopening, asked: Asked) -> None:
    raise NotImplementedError
