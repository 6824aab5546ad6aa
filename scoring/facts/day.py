"""An entry's turn, its panel and its ballots, its result and what is shown."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class PhaseChanged(Fact):
    """An entry went one step through its life (called, presenting, … postponed, withdrawn)."""

    session: str
    entry: str
    command: str
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StartSet(Fact):
    session: str
    entry: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class OvertimeSet(Fact):
    session: str
    entry: str
    before: int | None
    after: int
    source: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeatStateChanged(Fact):
    """A judge's place in an entry's panel changed: recused, missing, returned or back again."""

    session: str
    entry: str
    judge: str
    seat: int
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BallotSubmitted(Fact):
    session: str
    entry: str
    judge: str
    seat: int
    round: str
    version: int
    ballot: str
    hash: str
    marks: list[int]


@dataclass(frozen=True, slots=True)
class BallotKeptAside(Fact):
    """It came late or rested on an old version: kept, not counted."""

    session: str
    entry: str
    judge: str
    ballot: str
    hash: str
    why: str


@dataclass(frozen=True, slots=True)
class AsideAnswered(Fact):
    """``answer`` is accepted (``counted`` is the ballot that now counts), left, or open: the leaving taken back."""

    session: str
    entry: str
    judge: str
    ballot: str
    answer: str
    counted: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DraftSaved(Fact):
    """Announced, never recorded: how far a judge has come (``done`` of ``of`` marks)."""

    session: str
    entry: str
    judge: str
    done: int
    of: int


@dataclass(frozen=True, slots=True)
class ResultPublished(Fact):
    """An entry's score is fixed; the public sees it only when it is revealed."""

    session: str
    entry: str
    version: int
    score: str
    inputs: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class ResultRevealed(Fact):
    session: str
    entry: str
    step: int


@dataclass(frozen=True, slots=True)
class RevealTakenBack(Fact):
    session: str
    entry: str
    step: int


@dataclass(frozen=True, slots=True)
class SceneShown(Fact):
    """``left`` is the entry that left the stage with it, where one did."""

    session: str
    scene: str
    pool: str | None
    entry: str | None
    page: int
    left: str = ""


@dataclass(frozen=True, slots=True)
class SeatChanged(Fact):
    session: str
    seat: int
    before: str
    after: str
    reason: str
    attendance: str = ""
