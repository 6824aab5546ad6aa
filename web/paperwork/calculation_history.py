"""What the ledger tells of an entry's ballots, its scores and its end, in one reading."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.ledger import MENDED
from scoring.store.tables import ledger
from web.beijing import beijing

FACTS = ("BallotSubmitted", "BallotsSetAside", "SeatStateChanged", "PhaseChanged", "OvertimeSet", "ResultPublished")
ASIDE = {
    "present_again": "重新发表，这一版不计入",
    "kind": "成果类型更正，重评，这一版不计入",
    "rubric": "评审表更正，重评，这一版不计入",
}
REOPENED = ("reopen-published", "reinstate")
Told = dict[str, Any]


@dataclass
class EntryHistory:
    """`returned` by judge and ballot version, `aside` why by a ballot's id, `ended` why the entry left the contest.

    `overtime`, `reopened`, `set_aside` and `fixed` are the facts of corrections and of each score version.
    """

    returned: dict[tuple[str, int], str] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    ended: str = ""
    newest: dict[str, int] = field(default_factory=dict)
    overtime: list[Told] = field(default_factory=list)
    reopened: list[Told] = field(default_factory=list)
    set_aside: list[Told] = field(default_factory=list)
    fixed: list[Told] = field(default_factory=list)

    def tell(self, fact: Told) -> None:
        """Take in the next fact of this entry."""
        name = fact["fact"]
        if name == "BallotSubmitted":
            self.newest[fact["judge"]] = fact["version"]
        elif name == "PhaseChanged":
            self._moved(fact)
        elif name == "BallotsSetAside":
            self.aside |= dict.fromkeys(fact["ballots"], ASIDE.get(fact["why"], "这一版不计入"))
            self.set_aside.append(fact)
        elif name == "ResultPublished":
            self.fixed.append(fact)
        else:
            self._set(fact)

    def _moved(self, fact: Told) -> None:
        if fact["after"] in ("withdrawn", "disqualified"):
            self.ended = fact["reason"]
        if fact["command"] in REOPENED:
            self.reopened.append(fact)

    def _set(self, fact: Told) -> None:
        if fact["fact"] == "OvertimeSet":
            self.overtime += [fact] if fact["source"] == MENDED else []
        elif fact["after"] == "returned" and fact["before"] == "submitted":
            self.returned[fact["judge"], self.newest.get(fact["judge"], 0)] = fact["reason"]


def histories(connection: Connection) -> dict[str, EntryHistory]:
    """The history of every entry, by its number, in one reading of the ledger."""
    found: dict[str, EntryHistory] = {}
    for body in connection.execute(
        select(ledger.c.body).where(ledger.c.fact.in_(FACTS)).order_by(ledger.c.seq)
    ).scalars():
        fact = json.loads(body)
        found.setdefault(fact["entry"], EntryHistory()).tell(fact)
    return found


def moment_words(at: int) -> str:
    """A moment (ms) by the clock on the wall: "08-18 10:21:05"."""
    return beijing(at, "%m-%d %H:%M:%S")
