"""What the ledger tells of an entry's ballots and its end: which version was returned and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, or_, select

from scoring.store.tables import ledger
from web.beijing import beijing

FACTS = ("BallotSubmitted", "SeatStateChanged", "PhaseChanged")


@dataclass
class EntryHistory:
    """`returned` by judge and ballot version, `ended` why the entry left the contest."""

    returned: dict[tuple[str, int], str] = field(default_factory=dict)
    ended: str = ""
    newest: dict[str, int] = field(default_factory=dict)

    def tell(self, fact: dict[str, Any]) -> None:
        """Take in the next fact of this entry."""
        if fact["fact"] == "BallotSubmitted":
            self.newest[fact["judge"]] = fact["version"]
        elif fact["fact"] == "PhaseChanged":
            self.ended = fact["reason"] if fact["after"] in ("withdrawn", "disqualified") else self.ended
        elif fact["after"] == "returned" and fact["before"] == "submitted":
            self.returned[fact["judge"], self.newest.get(fact["judge"], 0)] = fact["reason"]


def histories(connection: Connection) -> dict[str, EntryHistory]:
    """The history of every entry, by its number, in one reading of the ledger."""
    wanted = or_(*(ledger.c.body.like(f'%"{fact}"%') for fact in FACTS))
    found: dict[str, EntryHistory] = {}
    for (body,) in connection.execute(select(ledger.c.body).where(wanted).order_by(ledger.c.seq)):
        fact = json.loads(body)
        if fact["fact"] in FACTS:
            found.setdefault(fact["entry"], EntryHistory()).tell(fact)
    return found


def moment_words(at: int) -> str:
    """A moment (ms) by the clock on the wall: "08-18 10:21:05"."""
    return beijing(at, "%m-%d %H:%M:%S")
