"""What is decided beside the marks: withdrawn, disqualified, incomplete resolved, declined, ties."""

from __future__ import annotations

from scoring.actions.asked import Asked
from scoring.rules.change import (
    Declining,
    Disqualification,
    IncompleteRuling,
    Reinstatement,
    RulingLift,
    TieLift,
    TieRuling,
    Withdrawal,
)
from scoring.store.work import Work


def withdraw_published(work: Work, change: Withdrawal, asked: Asked) -> None:
    raise NotImplementedError


def disqualify(work: Work, change: Disqualification, asked: Asked) -> None:
    raise NotImplementedError


def reinstate(work: Work, change: Reinstatement, asked: Asked) -> None:
    raise NotImplementedError


def resolve_incomplete(work: Work, change: IncompleteRuling, asked: Asked) -> None:
    raise NotImplementedError


def decline(work: Work, change: Declining, asked: Asked) -> None:
    raise NotImplementedError


def lift_ruling(work: Work, change: RulingLift, asked: Asked) -> None:
    raise NotImplementedError


def decide_tie(work: Work, change: TieRuling, asked: Asked) -> None:
    raise NotImplementedError


def lift_decision(work: Work, change: TieLift, asked: Asked) -> None:
    raise NotImplementedError
