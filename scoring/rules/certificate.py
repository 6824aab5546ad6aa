"""What a certificate says: its text as values, its number, and what differs from what holds now."""

import re
from dataclasses import dataclass, fields
from typing import Literal

from scoring.rules.codec import Json, decode, encode

CertificateKind = Literal["award", "member", "judge", "participation"]
CertificateState = Literal["valid", "void", "replaced"]

DEFAULT_FORMAT = "{年份}-{序号:03}"
_SERIES = re.compile(r"\{序号(?::0([1-9]))?\}")


@dataclass(frozen=True, slots=True)
class CertificateText:
    """Everything that is printed on one certificate, frozen when its number is given.

    `date` is "2020-12-18"; `person` the member's or judge's name, empty for a circle's; `members`
    the circle's, leader first, and empty on a member's own; `award` is empty on a judge's and on a
    参赛证书; `unit`, `circle` and `title` are empty on a judge's.
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


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that reads otherwise on paper than it would now; "" is nothing at all."""

    field: str
    printed: str
    now: str


def certificate_number(pattern: str | None, year: int, series: int) -> str:
    """The number of the `series`-th certificate by 证书编号格式.

    A format without {序号} gets it at its end: two certificates never share a number.
    """
    wanted = pattern or DEFAULT_FORMAT
    if not _SERIES.search(wanted):
        wanted += "-{序号:03}"
    dated = wanted.replace("{年份}", str(year))
    return _SERIES.sub(lambda found: str(series).zfill(int(found[1] or 1)), dated)


def successor_number(root: str, version: int) -> str:
    """The number of what replaces: that of the first certificate with the version behind it."""
    return f"{root}-{version}"


def differences(printed: CertificateText, now: CertificateText) -> tuple[Difference, ...]:
    """What reads otherwise, field by field; the number is left aside."""
    found = []
    for field in fields(CertificateText):
        before, after = _words(printed, field.name), _words(now, field.name)
        if field.name != "number" and before != after:
            found.append(Difference(field.name, before, after))
    return tuple(found)


def _words(text: CertificateText, name: str) -> str:
    value = getattr(text, name)
    return "、".join(value) if isinstance(value, tuple) else str(value)
