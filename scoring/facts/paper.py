"""Certificates, and ballots that come in on paper."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.facts.fact import Fact


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
    rest: str = ""


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
    rest: str = ""


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
    rest: str = ""
