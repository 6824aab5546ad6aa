"""The set-up, the sessions and their order."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ContestSetUp(Fact):
    """The set-up was made or changed; ``changes`` counts, ``fingerprint`` is the rule card's."""

    fingerprint: str
    set_up: str
    changes: int


@dataclass(frozen=True, slots=True)
class RuleCardFrozen(Fact):
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SessionOpened(Fact):
    session: str


@dataclass(frozen=True, slots=True)
class SessionClosed(Fact):
    session: str


@dataclass(frozen=True, slots=True)
class OrderDrawn(Fact):
    session: str
    seed: int
    order: list[str]


@dataclass(frozen=True, slots=True)
class OrderSwapped(Fact):
    session: str
    entry: str
    other: str
    reason: str
