"""What the ledger tells of the contest: plain values by key, which the tables must equal.

Every compared field of `Told` is a mapping; what stands as at the start (`EntryTold()`, `SessionTold()`) is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

Key = Any  # an id, or a tuple of them
ASIDE = ("called", "seated", "newest", "keeps_before")  # fields of `Told` that only help to tell


@dataclass(frozen=True, slots=True)
class SetUpTold:
    """The set-up that holds: its version, the hash of its body, the rule card's fingerprint, whether it is fixed."""

    version: int = 0
    hash: str = ""
    card: str = ""
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class SessionTold:
    """A session: its state, who is on stage, what its boards show, the seed of its draw."""

    state: str = "waiting"
    on_stage: str | None = None
    scene: str = "idle"
    pool: str | None = None
    entry: str | None = None
    page: int = 1
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class EntryTold:
    """Where an entry stands; times in ms, overtime in whole seconds."""

    phase: str = "waiting"
    stood_before: str | None = None
    overtime: int | None = None
    source: str | None = None
    reveal: int = 0
    presenting_from: int | None = None
    presenting_until: int | None = None
    questions_from: int | None = None
    scoring_from: int | None = None
    published_at: int | None = None
    revealed_at: int | None = None
    presentation: int = 1


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A judge's place in a panel since `at` (ms); `counts` is the version that counts, `returned` that given back."""

    seat: int = 0
    role: str = ""
    attendance: str = ""
    state: str = "expected"
    reason: str = ""
    counts: int = 0
    returned: int | None = None
    at: int = 0


@dataclass(frozen=True, slots=True)
class BallotTold:
    """A ballot that counted once; marks in whole hundredths."""

    entry: str
    judge: str
    seat: int
    round: str
    version: int
    hash: str
    marks: tuple[int, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Lasting:
    """Something decided, and why it ended (None: it holds)."""

    what: tuple[Any, ...]
    reason: str
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateTold:
    """A number of the register: kind, entry, version, hashes of text and result, what it replaces."""

    what: tuple[Any, ...]
    state: str = "valid"
    reason: str = ""
    prints: int = 0


@dataclass(frozen=True, slots=True)
class AppealTold:
    """An appeal; a step is (kind, hash of its text, outcome, change)."""

    entry: str
    asked_on: str
    state: str
    steps: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class ChangeTold:
    """A change of something contested: kind, hashes of change and preview; `why` of its answer."""

    what: tuple[Any, ...]
    reason: str
    state: str = "waiting"
    why: str = ""


@dataclass(slots=True)
class Told:
    """All of it; the last fields only help to tell it.

    `called` and `seated` name the entries that were called, and those whose panel was told then: older ledgers do not;
    `keeps_before` is whether a row keeps where its entry stood: those of older programs do not.
    """

    set_up: dict[Key, SetUpTold] = field(default_factory=dict)
    set_ups: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # version: hash, reason
    sessions: dict[Key, SessionTold] = field(default_factory=dict)
    entries: dict[Key, EntryTold] = field(default_factory=dict)
    places: dict[Key, PlaceTold] = field(default_factory=dict)  # (entry, judge)
    ballots: dict[Key, BallotTold] = field(default_factory=dict)
    asides: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # entry, judge, hash, why
    answers: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # of an aside: answer, what counts, reason
    typed: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # entry, judge, turn, state
    scans: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # entry, judge, hash
    scores: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # (entry, version): score, inputs
    steps: dict[Key, int] = field(default_factory=dict)  # (entry, step) that the public sees: since when
    corrected: dict[Key, int] = field(default_factory=dict)  # (entry, how often): when
    rulings: dict[Key, Lasting] = field(default_factory=dict)  # (entry, kind, how often)
    decisions: dict[Key, Lasting] = field(default_factory=dict)
    finals: dict[Key, Lasting] = field(default_factory=dict)  # (pool, version)
    certificates: dict[Key, CertificateTold] = field(default_factory=dict)
    appeals: dict[Key, AppealTold] = field(default_factory=dict)
    changes: dict[Key, ChangeTold] = field(default_factory=dict)
    staff: dict[Key, str] = field(default_factory=dict)
    cards: dict[Key, int] = field(default_factory=dict)  # (kind, owner): generation
    logins: dict[Key, tuple[Any, ...]] = field(default_factory=dict)  # those that are open: kind, owner
    called: set[str] = field(default_factory=set)
    seated: set[str] = field(default_factory=set)
    newest: dict[Key, int] = field(default_factory=dict)  # (entry, judge): newest ballot version
    keeps_before: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """What the ledger says otherwise than the tables; "" where one of them has nothing."""

    what: str
    ledger: str
    tables: str


def differences(told: Told, found: Told) -> list[Difference]:
    """What differs, part by part; panels that were seated and not told are left out."""
    untold = told.called - told.seated
    told, found = _known_panels(told, untold), _known_panels(found, untold)
    names = [one.name for one in fields(Told) if one.name not in ASIDE]
    listed = []
    for name in names:
        listed += _differing(name, getattr(told, name), getattr(found, name))
    return listed


def _known_panels(told: Told, untold: set[str]) -> Told:
    return replace(told, places={key: place for key, place in told.places.items() if key[0] not in untold})


def _differing(name: str, told: Mapping[Key, Any], found: Mapping[Key, Any]) -> list[Difference]:
    keys = sorted({*told, *found}, key=str)
    listed = []
    for key in keys:
        one, two = told.get(key), found.get(key)
        if one != two:
            what = " ".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
            listed += [Difference(f"{name} {what} {part}".strip(), a, b) for part, a, b in _parts(one, two)]
    return listed


def _parts(one: Any, two: Any) -> list[tuple[str, str, str]]:
    if one is None or two is None or not hasattr(one, "__dataclass_fields__"):
        return [("", _text(one), _text(two))]
    pairs = [(part.name, getattr(one, part.name), getattr(two, part.name)) for part in fields(one)]
    return [(name, _text(a), _text(b)) for name, a, b in pairs if a != b]


def _text(value: Any) -> str:
    return "" if value is None else str(value)
