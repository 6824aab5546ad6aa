"""Everything that can happen, in the past tense.

A fact is saved into the ledger with the change it tells of, in one transaction, and announced
after the commit.  Fields are ids, whole numbers and words, never floats, never personal names:
names live in erasable tables beside the hashed record.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ``kind`` staff, judge or system; ``id`` of the person; ``login`` is the device's."""

    kind: str
    id: str
    role: str
    login: str = ""


SYSTEM = Actor("system", "system", "system")


@dataclass(frozen=True, slots=True)
class Fact:
    """The common root; :meth:`body` is what the ledger hashes."""

    def body(self) -> dict[str, Any]:
        """The fact as JSON values: ``fact`` is its name, the rest its fields."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {"fact": type(self).__name__, **values}


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
    session: str
    scene: str
    pool: str | None
    entry: str | None
    page: int


@dataclass(frozen=True, slots=True)
class SeatChanged(Fact):
    session: str
    seat: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class StaffAdded(Fact):
    staff: str
    role: str


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


@dataclass(frozen=True, slots=True)
class LoginEnded(Fact):
    kind: str
    owner: str
    login_id: str
    why: str


@dataclass(frozen=True, slots=True)
class CertificateIssued(Fact):
    """A number was given; ``snapshot`` is the hash over what is printed, ``result`` over what it rests on."""

    number: str
    kind: str
    entry: str | None
    version: int
    snapshot: str
    result: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class CertificatePrinted(Fact):
    """``again`` 0 is the first print, then 1, 2 …: 补发."""

    number: str
    again: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CertificateEnded(Fact):
    """``state`` is void or replaced."""

    number: str
    state: str
    reason: str
    replaced_by: str | None


@dataclass(frozen=True, slots=True)
class PaperBallotTyped(Fact):
    """A paper ballot was typed in (``turn`` 1, 2; 3 is the third look); its marks stay out of sight until it counts."""

    session: str
    entry: str
    judge: str
    turn: int
    typed: str
    differs: bool


@dataclass(frozen=True, slots=True)
class PaperBallotSettled(Fact):
    """The ballot that ``typed`` turns led to counts from now on, as paper."""

    session: str
    entry: str
    judge: str
    ballot: str
    typed: list[str]
    third_look: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PaperBallotDropped(Fact):
    """What was typed for a place is put aside, for a reason, and may be typed anew."""

    session: str
    entry: str
    judge: str
    typed: list[str]
    reason: str


@dataclass(frozen=True, slots=True)
class ScanAttached(Fact):
    session: str
    entry: str
    judge: str
    scan: str
    hash: str


@dataclass(frozen=True, slots=True)
class Refused(Fact):
    """An attempt that was refused: what was asked for, of what, and why not."""

    command: str
    code: str
    about: str = ""
