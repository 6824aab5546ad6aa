"""The set-up of a contest as values: who presents what, where, before whom, for what."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.rules.codec import Json, decode, encode
from scoring.rules.rubric import Rubric
from scoring.rules.rulecard import RuleCard

Mode = Literal["onsite", "online", "hybrid"]
Attendance = Literal["onsite", "remote"]
JudgeRole = Literal["chief", "deputy", "judge"]


@dataclass(frozen=True, slots=True)
class Session:
    """A 场次: date "2020-08-18", start "09:00"."""

    id: str
    name: str
    date: str
    start: str
    place: str
    mode: Mode = "onsite"
    meeting_link: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A 成果; `document` is its document score as a decimal string, None where it has none."""

    id: str
    kind: str
    title: str
    circle: str
    unit: str
    recommender: str
    leader: str
    members: tuple[str, ...]
    session: str
    position: int
    attendance: Attendance = "onsite"
    document: str | None = None
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class JudgePerson:
    """A judge, who may sit in several sessions."""

    id: str
    name: str
    unit: str
    recused_units: tuple[str, ...]
    sessions: tuple[str, ...]
    role: JudgeRole = "judge"
    attendance: Attendance = "onsite"


@dataclass(frozen=True, slots=True)
class Quota:
    """A pool: a kind in one session, or in all sessions (None), and its places."""

    kind: str
    session: str | None
    candidates: int
    reserves: int
    unit_cap: int | None = None

    def holds(self, entry: Entry) -> bool:
        """Whether an entry belongs to this pool."""
        return entry.kind == self.kind and self.session in (None, entry.session)


@dataclass(frozen=True, slots=True)
class AwardTier:
    """A prize by share (percent of the ranked entries) or by count, never both."""

    name: str
    share: Fraction | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Contest:
    """Everything that the secretariat hands in before the day."""

    name: str
    organiser: str
    year: int
    card: RuleCard
    certificate_date: str | None
    certificate_number: str | None
    rubrics: tuple[Rubric, ...]
    sessions: tuple[Session, ...]
    entries: tuple[Entry, ...]
    judges: tuple[JudgePerson, ...]
    quotas: tuple[Quota, ...]
    awards: tuple[AwardTier, ...]

    def to_json(self) -> Json:
        """A plain object of strings, integers, lists and null."""
        return encode(self)

    @staticmethod
    def from_json(value: Json) -> "Contest":
        """The contest from `to_json`; raises CodecProblem."""
        return decode(Contest, value)
