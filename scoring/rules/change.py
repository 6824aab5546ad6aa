"""The changes of contested things that are previewed, given a reason, and confirmed by a second person."""

from dataclasses import dataclass
from typing import Literal

from scoring.rules.codec import CodecProblem, Json, decode, encode
from scoring.rules.contest import Contest

LASTS = 10 * 60 * 1000  # ms from the first person's word to the second's
IncompleteOutcome = Literal["present_again", "document_only", "out_of_competition"]
RulingKind = Literal["disqualified", "document_only", "out_of_competition", "declined"]


@dataclass(frozen=True, slots=True)
class SetUpChange:
    """Anything of the set-up: document score, unit, title, kind, session, recommendation, rubric, rule card …

    `expected` is what the set-up that it changes is known by (`set_up_hash`).
    """

    expected: str
    contest: Contest


@dataclass(frozen=True, slots=True)
class OvertimeChange:
    """Whole seconds over the limit, 0 for none."""

    entry: str
    seconds: int


@dataclass(frozen=True, slots=True)
class BallotChange:
    """A judge's ballot after publishing: the version after `base`, marks in whole hundredths."""

    entry: str
    judge: str
    base: int
    marks: tuple[int, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class AsideAcceptance:
    """A ballot that was kept aside counts from now on, in place of the judge's version `base` (0: there was none)."""

    entry: str
    judge: str
    ballot: str
    base: int


@dataclass(frozen=True, slots=True)
class Reopening:
    """A published entry goes back to its close, to be published again."""

    entry: str


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The circle withdraws after its score was published."""

    entry: str


@dataclass(frozen=True, slots=True)
class Disqualification:
    """一票否决."""

    entry: str
    judges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """A withdrawn or disqualified entry is back where it stood."""

    entry: str


@dataclass(frozen=True, slots=True)
class IncompleteRuling:
    """What the chief judges decide of an entry with too few ballots; `judges` are their ids."""

    entry: str
    outcome: IncompleteOutcome
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Declining:
    """A candidate or reserve gives up its place: the others move up, caps are worked out anew."""

    entry: str


@dataclass(frozen=True, slots=True)
class RulingLift:
    """A ruling holds no more: document_only, out_of_competition or declined (disqualified: Reinstatement)."""

    entry: str
    ruling: RulingKind


@dataclass(frozen=True, slots=True)
class TieRuling:
    """The chief judges' order (best first) of entries that no key set apart; `judges` are their ids."""

    pool: str
    order: tuple[str, ...]
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TieLift:
    decision: int


@dataclass(frozen=True, slots=True)
class Finalising:
    pool: str


@dataclass(frozen=True, slots=True)
class FinalLift:
    pool: str


Change = (
    SetUpChange | OvertimeChange | BallotChange | AsideAcceptance | Reopening | Withdrawal | Disqualification
    | Reinstatement | IncompleteRuling | Declining | RulingLift | TieRuling | TieLift | Finalising | FinalLift
)  # fmt: skip

KINDS: dict[str, type[Change]] = {
    "set-up": SetUpChange,
    "overtime": OvertimeChange,
    "ballot": BallotChange,
    "accept-aside": AsideAcceptance,
    "reopen": Reopening,
    "withdraw": Withdrawal,
    "disqualify": Disqualification,
    "reinstate": Reinstatement,
    "resolve-incomplete": IncompleteRuling,
    "decline": Declining,
    "lift-ruling": RulingLift,
    "decide-tie": TieRuling,
    "lift-decision": TieLift,
    "finalise": Finalising,
    "lift-final": FinalLift,
}
ALWAYS_TWO = ("accept-aside", "reopen", "finalise", "lift-final")
_NAMES = {kind: name for name, kind in KINDS.items()}


def kind_of(change: Change) -> str:
    """The change's kind, a key of `KINDS`."""
    return _NAMES[type(change)]


def change_to_json(change: Change) -> Json:
    """A plain object; the kind stands beside it, not in it."""
    return encode(change)


def change_from_json(kind: str, body: Json) -> Change:
    """The change of a kind from `change_to_json`; raises CodecProblem."""
    if kind not in KINDS:
        raise CodecProblem(f"no kind of change {kind!r}")
    return decode(KINDS[kind], body)


def entry_of(change: Change) -> str | None:
    """The one entry that a change speaks of, None for one of a whole pool or of the set-up."""
    return getattr(change, "entry", None)


def pool_of_change(change: Change) -> str | None:
    """The one pool that a change speaks of."""
    return getattr(change, "pool", None)
