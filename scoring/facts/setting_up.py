"""The set-up, the sessions and their order."""

from __future__ import annotations

from dataclasses import dataclass, field

from scoring.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class ContestSetUp(Fact):
    """The set-up was made or changed (``changes`` 1); ``fingerprint`` is the rule card's, ``set_up`` of the whole.

    An edit is [sheet, row, column, before, after]; people's names stand there as "#" and a salted hash.
    """

    fingerprint: str
    set_up: str
    changes: int
    version: int = 0
    edits: list[list[str]] = field(default_factory=list)
    reason: str = ""
    sample: bool = False


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
