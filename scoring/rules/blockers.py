"""Why a pool cannot be made final, and which of these reasons make its standing provisional."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.rules.ranking import StandingState
from scoring.rules.stage import Phase

BlockerCode = Literal[
    "not_published", "incomplete", "tie_undecided", "change_waiting", "typed_waiting", "aside_waiting", "appeal_open"
]  # fmt: skip
PROVISIONAL: tuple[BlockerCode, ...] = ("not_published", "incomplete")
_OVER: tuple[Phase, ...] = ("withdrawn", "disqualified")


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason with the entries that it concerns, in the order of the set-up; never without one."""

    code: BlockerCode
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Beside the marks: entries that a waiting change concerns, that have a half typed ballot, a ballot
    kept aside that nobody decided, an open appeal."""

    changes: Collection[str] = ()
    typed: Collection[str] = ()
    asides: Collection[str] = ()
    appeals: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """What the blockers ask of one entry: its phase, whether its score counts here, and its state among the results.

    `known` is False for a published entry that is left out of this standing.
    """

    phase: Phase
    known: bool
    state: StandingState | None = None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything that may block a pool; `entries` are all of it, in the order of the set-up."""

    entries: Mapping[str, Placed]
    tied: Sequence[Collection[str]] = ()
    waiting: Waiting = field(default_factory=Waiting)


def pool_blockers(grounds: Grounds) -> list[Blocker]:
    """Every reason that holds, in the order of `BlockerCode`, a tie once for each set of the tied."""
    entries = grounds.entries
    published = [name for name, placed in entries.items() if placed.phase == "published"]
    found = [
        _blocker("not_published", (name for name, placed in entries.items() if _under_way(placed))),
        _blocker("incomplete", (name for name, placed in entries.items() if placed.state == "incomplete")),
        *(_blocker("tie_undecided", (name for name in entries if name in tied)) for tied in grounds.tied),
        _blocker("change_waiting", (name for name in entries if name in grounds.waiting.changes)),
        _blocker("typed_waiting", (name for name in published if name in grounds.waiting.typed)),
        _blocker("aside_waiting", (name for name in published if name in grounds.waiting.asides)),
        _blocker("appeal_open", (name for name in entries if name in grounds.waiting.appeals)),
    ]
    return [blocker for blocker in found if blocker.entries]


def _under_way(placed: Placed) -> bool:
    return placed.phase not in _OVER and not (placed.phase == "published" and placed.known)


def _blocker(code: BlockerCode, entries: Iterable[str]) -> Blocker:
    return Blocker(code, tuple(entries))


def provisional(blockers: Iterable[Blocker]) -> bool:
    """Whether a pool's standing may still move by itself: while it does, no award and no selection is shown."""
    return any(blocker.code in PROVISIONAL for blocker in blockers)


def open_entries(blockers: Iterable[Blocker]) -> list[str]:
    """The entries that make the standing provisional."""
    return [entry for blocker in blockers if blocker.code in PROVISIONAL for entry in blocker.entries]
