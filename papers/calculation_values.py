"""What a 得分计算单 is made of: one entry's ballots, its score as the rules worked it out, its place."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.rules.aggregate import EntryScore
from scoring.rules.ballot import Ballot
from scoring.rules.contest import Attendance, AwardTier, JudgeRole, Quota
from scoring.rules.panels import SeatScore
from scoring.rules.ranking import StandingState
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard
from scoring.rules.selection import Selection
from scoring.rules.stage import Phase, SeatState
from scoring.rules.tie_steps import TieStep


@dataclass(frozen=True, slots=True)
class BallotVersion:
    """One ballot as it came: `at` "08-18 10:21:05", `returned` why it was given back ("" if it was not).

    `mended` where it corrects the version before it after publishing; `aside` why it was set aside.
    """

    number: int
    total: Fraction
    marks: tuple[int, ...]
    at: str
    paper: bool = False
    returned: str = ""
    mended: bool = False
    aside: str = ""


@dataclass(frozen=True, slots=True)
class PanelSeat:
    """A place of the panel; `name` is empty where the rule card does not publish names."""

    seat: int
    judge: str
    name: str
    role: JudgeRole
    attendance: Attendance
    state: SeatState
    reason: str = ""
    versions: tuple[BallotVersion, ...] = ()


@dataclass(frozen=True, slots=True)
class AsideBallot:
    """A ballot that was kept and not counted; `seat` 0 where its judge has no place, `why` late or conflict."""

    seat: int
    why: str
    at: str
    total: Fraction | None


@dataclass(frozen=True, slots=True)
class EntryRuling:
    """What the chief judges or the secretariat ruled: `judges` are names, none where the card publishes none."""

    kind: str
    reason: str
    judges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction in words: `at` "08-18 10:35", both values as they are written."""

    at: str
    what: str
    before: str
    after: str
    why: str


@dataclass(frozen=True, slots=True)
class Rival:
    """Another entry of the pool; `revealed` where the public has seen its score, so that it may be named."""

    entry: str
    circle: str
    rank: int
    revealed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where the entry stands in its pool, over what is published.

    `rank`, `published` and `shown` are None where it is not ranked; `ranked` is how many are.  `open` are
    the numbers of the entries that keep the pool provisional.  `same` are all entries of the same final,
    the entry itself among them, best first; `steps` the keys asked for it, `decided_by` what decided
    ("" where nothing had to); `decision` the chief judges' word on it, `order` the numbers as they put them.
    `selection` is None where the places were filled before its turn; `stopped` where a tie above it stopped
    the selection; `mates` are the numbers of its unit's entries that were taken before it, of the revealed
    alone; `held` is how many others of the pool have a rank that the public has not seen.
    """

    pool: str
    state: StandingState
    ranked: int
    open: tuple[str, ...]
    rank: int | None = None
    published: str | None = None
    shown: str | None = None
    same: tuple[Rival, ...] = ()
    steps: tuple[TieStep, ...] = ()
    decided_by: str = ""
    decision: EntryRuling | None = None
    order: tuple[str, ...] = ()
    award: str | None = None
    selection: Selection | None = None
    stopped: bool = False
    mates: tuple[str, ...] = ()
    held: int = 0


@dataclass(frozen=True, slots=True)
class CalculationSheet:
    """One entry's way from marks to place; `session` in words, `ended` why it left the contest.

    `counted` are the ballots that the score was worked out from, by seat; `overtime` whole seconds over
    the limit, None where none were noted; `place` is None while the score is not fixed.
    """

    contest: str
    entry: str
    kind: str
    title: str
    circle: str
    unit: str
    session: str
    position: int
    attendance: Attendance
    recommendation: str
    phase: Phase
    ended: str
    revealed: bool
    card: RuleCard
    rubric: Rubric
    panel: tuple[PanelSeat, ...]
    asides: tuple[AsideBallot, ...]
    counted: tuple[Ballot, ...]
    overtime: int | None
    score: EntryScore
    quota: Quota
    awards: tuple[AwardTier, ...]
    place: Place | None
    mark: str
    rulings: tuple[EntryRuling, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def ruling(self, kind: str) -> EntryRuling | None:
        """The ruling of a kind that holds on it."""
        return next((one for one in self.rulings if one.kind == kind), None)

    @property
    def over(self) -> bool:
        """Whether it left the contest, so that nothing is worked out."""
        return self.phase in ("withdrawn", "disqualified")

    def seat_score(self, seat: int) -> SeatScore | None:
        """The counted ballot of a seat, None where there is none."""
        return next((scored for scored in self.score.seats if scored.seat == seat), None)


@dataclass(frozen=True, slots=True)
class Calculations:
    """The sheets to print: as one file (`bundle`), or each as a file of its own."""

    sheets: tuple[CalculationSheet, ...]
    bundle: bool
