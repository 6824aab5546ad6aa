"""One entry as the model knows it, and the score that follows: apart from all of scoring/.

A state is hashable.  Marks are whole hundredths; a score is an exact fraction of points.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.torture.history import Answer, Start

DOCUMENT, DOCUMENT_SHARE, SPOKEN_SHARE = Fraction(90), Fraction(2, 5), Fraction(3, 5)
FEWEST, TRIMMED_FROM, STEPS = 3, 5, 4


@dataclass(frozen=True, slots=True)
class Version:
    id: str
    hash: str
    total: int


@dataclass(frozen=True, slots=True)
class Aside:
    id: str
    hash: str
    total: int
    why: str


@dataclass(frozen=True, slots=True)
class Place:
    """One judge of the panel: state, versions, what was kept aside, the draft, and the device that holds the lease."""

    judge: str
    seat: int
    state: str
    device: str
    returned: int = 0
    versions: tuple[Version, ...] = ()
    asides: tuple[Aside, ...] = ()
    draft: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class State:
    entry: str
    phase: str
    places: tuple[Place, ...]
    scores: tuple[str, ...] = ()
    shown: tuple[Answer, ...] = ()
    scene: bool = False  # the boards show this reveal


def begin(start: Start) -> State:
    """The state before a history."""
    devices = dict(start.devices)
    places = tuple(Place(judge, seat, state, devices[judge]) for judge, seat, state in start.seats)
    return State(start.entry, start.phase, places)


def place_of(state: State, judge: str) -> Place:
    return next(place for place in state.places if place.judge == judge)


def put(state: State, place: Place) -> State:
    return replace(state, places=tuple(place if old.judge == place.judge else old for old in state.places))


def receipt_code(ballot: str, content: str) -> str:
    """Eight characters over the ballot's id and hash."""
    return base64.b32encode(hashlib.sha256(f"{ballot}:{content}".encode()).digest()[:5]).decode()


def points(total: int) -> str:
    """Hundredths with one place, as totals of half points are read out."""
    return f"{total // 100}.{total // 10 % 10}"


def counted(state: State) -> dict[int, tuple[str, int]]:
    """By seat, whose ballot counts and its total: the newest of every place that has submitted."""
    return {p.seat: (p.judge, p.versions[-1].total) for p in state.places if p.state == "submitted"}


def struck(totals: dict[int, int]) -> dict[int, str]:
    """The seat of the highest and of the lowest total, the lower number where two are alike."""
    if len(totals) < TRIMMED_FROM:
        return {}
    high = min(totals, key=lambda seat: (-totals[seat], seat))
    low = min((seat for seat in totals if seat != high), key=lambda seat: (totals[seat], seat))
    return {high: "high", low: "low"}


def final_score(state: State) -> Fraction | None:
    """Points, None where too few ballots count."""
    totals = {seat: total for seat, (_, total) in counted(state).items()}
    if len(totals) < FEWEST:
        return None
    kept = [total for seat, total in totals.items() if seat not in struck(totals)]
    return DOCUMENT * DOCUMENT_SHARE + Fraction(sum(kept), len(kept) * 100) * SPOKEN_SHARE


def score_text(score: Fraction | None) -> str | None:
    """Two places, halves up."""
    if score is None:
        return None
    cents = (score * 100 + Fraction(1, 2)).__floor__()
    return f"{cents // 100}.{cents % 100:02d}"


def seats_shown(state: State, step_number: int) -> Answer:
    """What a reveal up to this step (1–4) says of the seats and of the score."""
    given = counted(state)
    totals = {seat: total for seat, (_, total) in given.items()}
    dropped = struck(totals) if step_number >= 2 and len(totals) >= FEWEST else {}
    seats = tuple(
        (p.seat, "counted", points(totals[p.seat]), dropped.get(p.seat))
        if p.seat in totals
        else (p.seat, p.state, None, None)
        for p in sorted(state.places, key=lambda p: p.seat)
    )
    return (step_number, seats, score_text(final_score(state)) if step_number == STEPS else None)
