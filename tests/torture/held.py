"""What a DATA_DIR holds, read past everything of the application, and compared with what was acknowledged."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.rules.ledger import GENESIS, link_hash
from tests.torture.outbox import Acknowledged
from tests.torture.tablet import Tablet
from web.app import create_app
from web.config import read_settings

Row = dict[str, Any]
FOUND = 4  # findings of a kind that are told in full


def rows(folder: Path, query: str, *values: object) -> list[Row]:
    """Rows of plain SQL; read-only, so that closing folds no journal away that the server is to recover by itself."""
    with closing(sqlite3.connect(f"file:{folder / 'contest.db'}?mode=ro", uri=True, timeout=10)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


@dataclass(frozen=True, slots=True)
class Told:
    """What the tablets know: what was acknowledged, and every ballot that any of them has ever made."""

    acknowledged: tuple[Acknowledged, ...]
    made: dict[str, str]  # id → hash
    strange: tuple[str, ...] = ()
    unsettled: tuple[str, ...] = ()  # refused, late, conflicting or aside: none of it is to happen to an honest tablet


def told_by(tablets: Iterable[Tablet]) -> Told:
    """As of now.  To be asked before the server's side is read: what is acknowledged later may not be looked for."""
    every = list(tablets)
    records = [record for tablet in every for record in list(tablet.records)]
    return Told(
        tuple(ack for tablet in every for ack in list(tablet.acknowledged.values())),
        {record.id: record.hash for record in records},
        tuple(text for tablet in every for text in tablet.strange),
        tuple(
            f"{r.body['judge']} {r.entry}: {r.state} {r.status} {r.answer.get('error', {}).get('code')}"
            for r in records
            if r.state in ("late", "aside", "conflict", "refused")
        ),
    )


class Reader:
    """Reads a DATA_DIR again and again; the chain and the facts only from where it stopped."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seq, self._head = 0, GENESIS
        self._facts: dict[str, Row] = {}  # BallotSubmitted by the ballot's id
        self._aside: set[str] = set()

    def wrong(self, tablets: Sequence[Tablet]) -> list[str]:
        """Everything that should not be: sentences, each beginning with its kind."""
        told = told_by(tablets)
        stored = rows(self.folder, "select id, entry, judge, version, hash, receipt from ballot")
        asides = rows(self.folder, "select id, entry, judge, why from ballot_aside")
        found = [*self._read_on(), *lost(told, stored), *doubled(told, stored, asides)]
        stored = rows(self.folder, "select id, entry, judge, version, hash, receipt from ballot")
        found += self._without_fact({row["id"]: row for row in stored})
        found += [f"strange answer: {text}" for text in told.strange]
        return found + [f"not counted: {text}" for text in told.unsettled]

    def _read_on(self) -> Iterator[str]:
        """The chain's new part, link by link."""
        for row in rows(self.folder, "select * from ledger where seq > ? order by seq", self._seq):
            if row["seq"] != self._seq + 1:
                yield f"ledger: after {self._seq} comes {row['seq']}"
            if row["previous"] != self._head or link_hash(row["previous"], row["body"].encode()) != row["hash"]:
                yield f"ledger: link {row['seq']} does not hold"
            self._seq, self._head = row["seq"], row["hash"]
            body = json.loads(row["body"])
            if row["fact"] == "BallotSubmitted":
                if body["ballot"] in self._facts:
                    yield f"doubled: two facts of ballot {body['ballot']}"
                self._facts[body["ballot"]] = body

    def _without_fact(self, stored: dict[str, Row]) -> Iterator[str]:
        """Facts were read before the ballots: each of them has one; a ballot without is asked for once more."""
        for name, fact in self._facts.items():
            row = stored.get(name)
            if row is None:
                yield f"ledger: a fact of ballot {name}, which is not there"
            elif any(row[field] != fact[field] for field in ("entry", "judge", "version", "hash")):
                yield f"ledger: the fact of ballot {name} says otherwise"
        missing = [name for name in stored if name not in self._facts]
        if missing:
            yield from self._read_on()
        yield from (f"ledger: ballot {name} has no fact" for name in missing if name not in self._facts)


def lost(told: Told, stored: Sequence[Row]) -> Iterator[str]:
    """Acknowledged ballots that are not there, or not as they were acknowledged."""
    by_id = {row["id"]: row for row in stored}
    for ack in told.acknowledged:
        row = by_id.get(ack.id)
        if row is None:
            yield f"lost: {ack.judge} {ack.entry} version {ack.version} {ack.id}"
            continue
        said = (ack.entry, ack.judge, ack.version, ack.hash, ack.receipt)
        held = (row["entry"], row["judge"], row["version"], row["hash"], row["receipt"])
        if said != held:
            yield f"altered: acknowledged {said}, held {held}"


def doubled(told: Told, stored: Sequence[Row], asides: Sequence[Row]) -> Iterator[str]:
    """Ballots that no tablet has made, one that is held twice, or is held otherwise than it was made."""
    seen: set[tuple[str, str, int]] = set()
    for row in stored:
        place = row["entry"], row["judge"], row["version"]
        if place in seen:
            yield f"doubled: {place}"
        seen.add(place)
        if told.made.get(row["id"]) != row["hash"]:
            yield f"doubled: {place} is held as {row['id']}, which no tablet has made so"
    for row in asides:
        yield f"doubled: {row['judge']} {row['entry']} {row['id']} lies aside: {row['why']}"


def verify(folder: Path) -> list[str]:
    """`flask contest ledger verify`, in this process, on a DATA_DIR that nobody serves."""
    app = create_app(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
    done = app.test_cli_runner().invoke(args=["contest", "ledger", "verify"])
    return [] if done.exit_code == 0 else [f"verify: {line}" for line in done.output.splitlines() if line.strip()]
