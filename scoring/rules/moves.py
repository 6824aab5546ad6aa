"""Who moves: the standing before a change beside the standing after it, in one value that can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scoring.rules.codec import Json, decode, encode
from scoring.rules.ledger import content_hash


@dataclass(frozen=True, slots=True)
class Seen:
    """Where one entry stands; texts are "" and rank None where there is nothing.

    `version` counts its published scores; `waits` are the ballots that its panel still owes, `set_up` is
    the hash over what the set-up says of it.
    """

    pool: str
    phase: str
    set_up: str = ""
    version: int = 0
    score: str = ""
    exact: str = ""
    rank: int | None = None
    decided_by: str = ""
    award: str = ""
    selection: str = ""
    state: str = ""
    waits: int = 0


@dataclass(frozen=True, slots=True)
class Printed:
    """A certificate of the register: how often it was printed, and what it says that holds no more."""

    number: str
    entry: str
    prints: int
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContestSeen:
    """All that a change can move; `finals` are the pools made final with their version, `provisional` pools."""

    entries: Mapping[str, Seen] = field(default_factory=dict)
    certificates: Mapping[str, Printed] = field(default_factory=dict)
    finals: Mapping[str, int] = field(default_factory=dict)
    provisional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry before and after; None where it was not there, or is no more."""

    entry: str
    before: Seen | None
    after: Seen | None


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change comes to: entries in the order of their numbers, certificates that become wrong or right again.

    `finals` are pools whose final ends, `opened` pools that become provisional, `settled` pools that are no more.
    """

    entries: tuple[Moved, ...] = ()
    certificates: tuple[Printed, ...] = ()
    finals: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """A plain object."""
        return encode(self)

    @staticmethod
    def from_json(value: Json) -> "Moves":
        """The moves from `to_json`; raises CodecProblem."""
        return decode(Moves, value)

    def fingerprint(self) -> str:
        """SHA-256 (hex): two previews that say the same."""
        return content_hash(self.to_json())


def moves(before: ContestSeen, after: ContestSeen) -> Moves:
    """What differs."""
    names = sorted({*before.entries, *after.entries})
    moved = [Moved(name, before.entries.get(name), after.entries.get(name)) for name in names]
    numbers = sorted(after.certificates)
    return Moves(
        entries=tuple(one for one in moved if one.before != one.after),
        certificates=tuple(
            after.certificates[number]
            for number in numbers
            if before.certificates.get(number) != after.certificates[number]
        ),
        finals=tuple(sorted(pool for pool, version in before.finals.items() if after.finals.get(pool) != version)),
        opened=tuple(sorted(after.provisional - before.provisional)),
        settled=tuple(sorted(before.provisional - after.provisional)),
    )


def touches_published(found: Moves) -> bool:
    """Whether a published score, a ruling on one or a final moves: then one person is not enough."""
    published = ("published", "disqualified", "withdrawn")
    return bool(found.finals) or any(
        one.before is not None and one.before.version > 0 and one.before.phase in published for one in found.entries
    )
