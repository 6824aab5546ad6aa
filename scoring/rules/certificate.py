"""What a certificate says: its text as values, apart from how it is printed."""

from dataclasses import dataclass
from typing import Literal

from scoring.rules.codec import Json, decode, encode

CertificateKind = Literal["award", "member", "judge", "participation"]


@dataclass(frozen=True, slots=True)
class CertificateText:
    """Everything that is printed on one certificate, frozen when its number is given.

    `date` is "2020-12-18"; `person` the member's or judge's name, empty for a circle's; `members`
    the circle's, leader first; `award` is empty on a judge's and on a 参赛证书; `unit`, `circle` and
    `title` are empty on a judge's.
    """

    number: str
    kind: CertificateKind
    contest: str
    organiser: str
    date: str
    unit: str = ""
    circle: str = ""
    title: str = ""
    award: str = ""
    person: str = ""
    members: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """A plain object of strings and lists."""
        return encode(self)

    @staticmethod
    def from_json(value: Json) -> "CertificateText":
        """The text from `to_json`; raises CodecProblem."""
        return decode(CertificateText, value)
