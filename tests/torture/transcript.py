"""A transcript: all that one listener was told, byte by byte and in order, and where two of them part.

Clock, ids and the server's epoch are planted, so that nothing has to be forgiven but what NORMALISED lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
Headers = Sequence[tuple[str, str]]

NORMALISED: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("the server's own header Date (real server only)", re.compile(r"(?m)^Date: .*$"), "Date: …"),
    ("the day on which the cookie of the language ends", re.compile(r"Expires=[^;]*GMT"), "Expires=…"),
    (
        "the ledger's hash at the register's newest fact: it chains over logins' random ids, so nothing can be guessed",
        re.compile(r'"head": "[0-9a-f]{64}"'),
        '"head": "…"',
    ),
)
OF_THE_DESK: tuple[tuple[str, re.Pattern[str], str], ...] = (
    (
        "the desk's fingerprint of the set-up, which has the document scores in it and is printed for the staff",
        re.compile(r'"fingerprint": ?"[0-9a-f]{64}"'),
        '"fingerprint": "…"',
    ),
    (
        "receipts of ballots kept aside: a hash over the ballot with its random id of 128 bits, never shown",
        re.compile(r"(receipt |回执 )[A-Z2-7]{8}"),
        r"\1…",
    ),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer or one frame: at which of the script's moments, what was asked, and every byte of what came."""

    moment: int
    about: str
    told: str


@dataclass
class Transcript:
    """What each listener was told."""

    streams: dict[str, list[Line]] = field(default_factory=dict)

    def write(self, stream: str, moment: int, about: str, told: str) -> None:
        """Append a line, with what is listed as normalised replaced."""
        for _, pattern, instead in (*NORMALISED, *(OF_THE_DESK if stream.startswith("desk") else ())):
            told = pattern.sub(instead, told)
        self.streams.setdefault(stream, []).append(Line(moment, about, told))

    def bytes(self) -> int:
        return sum(len(line.told.encode()) for lines in self.streams.values() for line in lines)

    def lines(self) -> int:
        return sum(map(len, self.streams.values()))


def answer_text(status: int, headers: Headers, body: bytes) -> str:
    """An HTTP answer as it is written down: status, every header in its order, the body."""
    head = "".join(f"{name}: {value}\n" for name, value in headers)
    return f"{status}\n{head}\n{body.decode('utf-8', 'backslashreplace')}"


def parting(first: Sequence[Line], second: Sequence[Line]) -> int | None:
    """The number of the first line that is not the same in both, None where there is none."""
    for number, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return number
    return None if len(first) == len(second) else min(len(first), len(second))


def moment_of_parting(first: Sequence[Line], second: Sequence[Line]) -> tuple[int, str] | None:
    """At which moment, and in which words, two transcripts part."""
    at = parting(first, second)
    if at is None:
        return None
    one = first[at] if at < len(first) else None
    other = second[at] if at < len(second) else None
    moments = [line.moment for line in (one, other) if line is not None]
    return min(moments), _words(one, other)


def _words(one: Line | None, other: Line | None) -> str:
    if one is None or other is None:
        extra = one or other
        return f"only one has: {extra.about} {extra.told[:200]}" if extra is not None else ""
    if one.about != other.about:
        return f"{one.about} | {other.about}"
    pairs = enumerate(zip(one.told, other.told, strict=False))
    at = next((place for place, (a, b) in pairs if a != b), min(len(one.told), len(other.told)))
    return f"{one.about}: …{one.told[max(0, at - 60) : at + 40]!r} | {other.told[max(0, at - 10) : at + 40]!r}"
