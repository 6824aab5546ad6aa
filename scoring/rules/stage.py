"""An entry's life on the day: its phases, what moves it on, and what blocks the close."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

Phase = Literal[
    "waiting",
    "called",
    "presenting",
    "questioning",
    "scoring",
    "complete",
    "published",
    "withdrawn",
    "postponed",
    "disqualified",
]
SeatState = Literal["expected", "submitted", "returned", "recused", "missing"]
BlockerCode = Literal["not_submitted", "returned"]

PHASES: tuple[Phase, ...] = get_args(Phase)
PAST_MARKING: tuple[Phase, ...] = ("complete", "published", "withdrawn", "disqualified")  # no mark is seen before
LAST_STEP = 4  # of a reveal: the score and its place
SETTLED: frozenset[SeatState] = frozenset({"submitted", "recused", "missing"})

_OVER: frozenset[Phase] = frozenset({"published", "withdrawn", "disqualified"})
_UNSCORED: tuple[Phase, ...] = ("waiting", "called", "presenting", "questioning", "scoring")

_MOVES: dict[str, dict[Phase, Phase]] = {
    "call": {"waiting": "called", "postponed": "called"},
    "start-presenting": {"called": "presenting"},
    "end-presenting": {"presenting": "questioning"},
    "end-questions": {"questioning": "scoring"},
    "close-entry": {"scoring": "complete"},
    "reopen-entry": {"complete": "scoring"},
    "publish-entry": {"complete": "published"},
    "return-ballot": {
        "presenting": "presenting",
        "questioning": "questioning",
        "scoring": "scoring",
        "complete": "scoring",
    },
    "reopen-published": {"published": "complete"},
    "set-aside": {"complete": "scoring", "published": "scoring"},
    "postpone": dict.fromkeys(_UNSCORED, "postponed"),
    "withdraw": {phase: "withdrawn" for phase in PHASES if phase not in _OVER},
    "disqualify": {phase: "disqualified" for phase in PHASES if phase != "disqualified"},
}


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits on a seat for an entry, and how far that seat is."""

    seat: int
    judge: str
    state: SeatState


@dataclass(frozen=True, slots=True)
class Blocker:
    """Why an entry cannot be closed yet: a code, and whose seat it is."""

    code: BlockerCode
    seat: int | None
    judge: str | None


def next_phase(command: str, phase: Phase) -> Phase | None:
    """The phase after a command, None where the command is not possible in this phase.

    Raises KeyError for a command that moves no entry.
    """
    return _MOVES[command].get(phase)


def may(command: str, phase: Phase) -> bool:
    """Whether a moving command is possible in a phase."""
    return next_phase(command, phase) is not None


def takes_ballots(phase: Phase) -> bool:
    """Whether a ballot that arrives in this phase counts (later it is kept as late)."""
    return phase in ("presenting", "questioning", "scoring")


def settled(state: SeatState) -> bool:
    """Whether a seat needs nothing more."""
    return state in SETTLED


def seat_blockers(seats: Iterable[Seat]) -> list[Blocker]:
    """One blocker for every seat that is neither submitted, recused nor declared missing."""
    return [
        Blocker("returned" if s.state == "returned" else "not_submitted", s.seat, s.judge)
        for s in seats
        if not settled(s.state)
    ]
