"""Scans of paper ballots: the file lies under its hash already, the row says whose it is."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, insert

from scoring.errors import NotKnown, Refusal, RuleBroken
from scoring.facts import ScanAttached
from scoring.rules.ledger import content_hash
from scoring.store.reading.day import entry_row, place_of
from scoring.store.reading.paper import scans_of
from scoring.store.tables import scan
from scoring.store.work import Work

SCANS_OF_A_PLACE = 12  # a ballot has two sides


@dataclass(frozen=True, slots=True)
class ScanKept:
    """A file as it was written: its own name, media type, size in bytes, SHA-256."""

    name: str
    media: str
    size: int
    hash: str


def scan_refusal(connection: Connection, entry: str, judge: str) -> Refusal | None:
    """Why no scan may be attached to a place, None where one may: also after the ballot counts."""
    entry_row(connection, entry)
    if place_of(connection, entry, judge) is None:
        return NotKnown("not_in_panel", entry=entry, judge=judge)
    if len(scans_of(connection, entry, judge)) >= SCANS_OF_A_PLACE:
        return RuleBroken("scan_too_many", most=SCANS_OF_A_PLACE)
    return None


def attach_scan(work: Work, entry: str, judge: str, kept: ScanKept) -> str:
    """Attach a kept file to a judge's ballot for an entry; its id, the earlier one for the same file again."""
    same = next((row for row in scans_of(work.connection, entry, judge) if row.hash == kept.hash), None)
    if same is not None:
        return str(same.id)
    refusal = scan_refusal(work.connection, entry, judge)
    if refusal is not None:
        raise refusal
    scan_id = work.new_id()
    work.connection.execute(
        insert(scan).values(
            id=scan_id, entry=entry, judge=judge, name=kept.name, media=kept.media, size=kept.size, hash=kept.hash,
            staff=work.actor.id, attached_at=work.now,
        )
    )  # fmt: skip
    rest = content_hash([kept.name, kept.media, kept.size])
    work.record(ScanAttached(entry_row(work.connection, entry).session, entry, judge, scan_id, kept.hash, rest))
    return scan_id
