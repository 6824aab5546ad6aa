"""Staff, cards and logins."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.facts.fact import Fact


@dataclass(frozen=True, slots=True)
class StaffAdded(Fact):
    """``name`` is "#" and part of its salted hash."""

    staff: str
    role: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CardIssued(Fact):
    kind: str
    owner: str
    generation: int


@dataclass(frozen=True, slots=True)
class LoggedIn(Fact):
    kind: str
    owner: str
    login_id: str
    took_over: str | None
    rest: str = ""


@dataclass(frozen=True, slots=True)
class LoginEnded(Fact):
    kind: str
    owner: str
    login_id: str
    why: str


@dataclass(frozen=True, slots=True)
class StaffRemoved(Fact):
    staff: str


@dataclass(frozen=True, slots=True)
class RoleChanged(Fact):
    staff: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonForgotten(Fact):
    """Names of a person that are kept no more; ``references`` stand in their places from here on.

    ``person`` is judge:ID, entry:ID (its leader or a member) or staff:ID.
    """

    person: str
    references: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class PasswordSet(Fact):
    staff: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class LoggedInByPassword(Fact):
    staff: str
    login_id: str
    rest: str = ""
