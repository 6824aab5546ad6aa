"""What an answer says of a ballot that waits: the rules of ``static/js/parts/judge-outbox.js`` in Python."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from tests.torture.link import Answer, Json

PASSING = (401, 407, 408, 425, 429)  # and everything from 500 on
ELSEWHERE = ("not_your_ballot", "not_your_role", "no_such_page")  # of who asks or the way there, not of the ballot
NOT_YET = ("not_started", "not_in_panel")  # of a restored contest that has yet to come to this entry again


def content_hash(content: Json) -> str:
    """SHA-256 (hex) of canonical JSON, as ``static/js/lib/sha256.js`` makes it."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Record:
    """One ballot in the outbox.  States: waiting, sent, late, aside, conflict, refused."""

    id: str
    entry: str
    body: Json
    state: str = "waiting"
    status: int = 0
    answer: Json = field(default_factory=dict)
    attempts: int = 0
    made_at: float = 0.0  # s, time.monotonic()
    again: bool = False  # sent before, and the server that had acknowledged it does not know it any more

    @property
    def hash(self) -> str:
        return str(self.body["hash"])


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A ballot that the server has said to hold: what the judge could prove with the receipt."""

    id: str
    entry: str
    judge: str
    base: int
    hash: str
    version: int
    receipt: str
    seq: int
    at: float  # s, time.monotonic() of the tablet
    marks: tuple[int, ...]


@dataclass(slots=True)
class Draft:
    """What is on an entry's paper and not submitted yet."""

    marks: list[int | None]
    due: float  # s, time.monotonic()
    stored: bool = False


def fate(record: Record, answer: Answer) -> str | None:
    """The state that an answer settles a ballot in; None where it says nothing about it: the same one goes again.

    A receipt is believed only when it names this very ballot; a refusal only in the server's own words.
    """
    status, code = answer.status, answer.code
    own = is_receipt_of(record, answer)
    if status in (200, 201):
        return "sent" if own else None
    if status == 202:
        return ("aside" if code == "taken_over" else "late") if own else None
    if not code or status in PASSING or status >= 500 or status < 400 or code in ELSEWHERE:
        return None
    if status == 409 and code == "conflict":
        return "conflict" if own else None
    return None if record.again and code in NOT_YET else "refused"


def is_receipt_of(record: Record, answer: Answer) -> bool:
    """Whether the answer's receipt names this id and hash."""
    receipt: Any = answer.body.get("receipt")
    return (
        isinstance(receipt, dict)
        and (receipt.get("id"), receipt.get("hash")) == (record.id, record.hash)
        and bool(receipt.get("code"))
    )


def acknowledged(record: Record, answer: Answer, at: float) -> Acknowledged:
    """What a ballot that was settled as sent was told."""
    receipt = answer.body["receipt"]
    return Acknowledged(
        record.id, record.entry, record.body["judge"], record.body["base"], record.hash, receipt["version"],
        receipt["code"], receipt.get("seq", 0), at, tuple(record.body["marks"]),
    )  # fmt: skip


def draft_outcome(answer: Answer) -> str:
    """What an answer says of a draft: kept, refused in the server's own words, or again."""
    if answer.status == 200 and isinstance(answer.body.get("at"), int):
        return "kept"
    final = 400 <= answer.status < 500 and answer.status not in PASSING and answer.code
    return "refused" if final else "again"
