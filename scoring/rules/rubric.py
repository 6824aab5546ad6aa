"""The rubric 评审表: what a judge marks, with a version; maxima in whole hundredths."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scoring.rules.codec import Json, decode, encode

TieRole = Literal["core", "second"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a rubric: maximum in hundredths, factor exact, guidance shown beside it."""

    number: int
    name: str
    maximum: int
    tie_role: TieRole | None = None
    factor: Fraction = Fraction(1)
    guidance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria of one kind of entry, in the order in which they are marked."""

    kind: str
    version: int
    criteria: tuple[Criterion, ...]

    def index_of(self, role: TieRole) -> int | None:
        """Position of the criterion with a tie role, None where no criterion has it."""
        for index, criterion in enumerate(self.criteria):
            if criterion.tie_role == role:
                return index
        return None

    def maximum(self) -> Fraction:
        """The highest ballot total, in hundredths, factors included."""
        return sum((c.maximum * c.factor for c in self.criteria), Fraction(0))

    def to_json(self) -> Json:
        """A plain object of strings, integers, lists and null."""
        return encode(self)

    @staticmethod
    def from_json(value: Json) -> "Rubric":
        """The rubric from `to_json`; raises CodecProblem."""
        return decode(Rubric, value)
