"""Corrections, rulings, chief judges' decisions, finals and appeals.

People stand here by the ids of judges; what an appeal says stands here as a hash.
"""

from __future__ import annotations

from dataclasses import dataclass

from scoring.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ChangeAsked(Fact):
    """Somebody asked for a change of something contested; ``content`` is its hash, ``moves`` that of its preview."""

    change: str
    kind: str
    entry: str | None
    pool: str | None
    content: str
    moves: str
    reason: str
    two: bool


@dataclass(frozen=True, slots=True)
class ChangeAnswered(Fact):
    """``state`` is done, refused or withdrawn; the facts of what a done change did come after it."""

    change: str
    kind: str
    entry: str | None
    pool: str | None
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BallotsSetAside(Fact):
    """These ballots stay beside what comes but count no more: the judges are asked again."""

    session: str
    entry: str
    ballots: list[str]
    why: str
    reason: str


@dataclass(frozen=True, slots=True)
class PanelSeated(Fact):
    """The panel as it was fixed at the call; a place is [judge, seat, role, attendance, state]."""

    session: str
    entry: str
    places: list[list[str | int]]


@dataclass(frozen=True, slots=True)
class EntryRuled(Fact):
    """``ruling`` is disqualified, document_only, out_of_competition or declined."""

    session: str
    entry: str
    ruling: str
    reason: str
    judges: list[str]


@dataclass(frozen=True, slots=True)
class RulingLifted(Fact):
    session: str
    entry: str
    ruling: str
    reason: str


@dataclass(frozen=True, slots=True)
class TieDecided(Fact):
    pool: str
    decision: int
    order: list[str]
    reason: str
    judges: list[str]


@dataclass(frozen=True, slots=True)
class TieDecisionLifted(Fact):
    pool: str
    decision: int
    reason: str


@dataclass(frozen=True, slots=True)
class PoolFinalised(Fact):
    """``result`` is the hash of all its results, which the recount came to as well."""

    pool: str
    version: int
    result: str
    card: str


@dataclass(frozen=True, slots=True)
class FinalLifted(Fact):
    pool: str
    version: int
    reason: str


@dataclass(frozen=True, slots=True)
class RevealedCorrected(Fact):
    """What the public had seen of an entry is another now; both are what it saw, or empty."""

    session: str
    entry: str
    before: str
    after: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class AppealRegistered(Fact):
    appeal: int
    entry: str
    asked_on: str
    text: str
    rest: str = ""
    sheet: int | None = None


@dataclass(frozen=True, slots=True)
class AppealStepped(Fact):
    """``kind`` is answered, reopened or withdrawn."""

    appeal: int
    entry: str
    kind: str
    outcome: str
    text: str
    sheet: int | None
    change: str | None
