"""One copy of the contest's database, made by SQLite's own backup call, and what makes it count.

No SQLAlchemy and no clock: this runs in a child process that starts in milliseconds.  The copy is
taken from one read transaction, in pieces: under WAL neither it nor the writer waits for the other.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scoring.errors import Refusal
from scoring.rules.ledger import GENESIS, canonical_json, link_hash

PIECE = 256  # pages (1 MB): one read of the disk between two commits
BETWEEN = 0.001  # s: the writer's disk first
NAMED = ("seq", "at", "actor", "fact", "entry", "judge")  # columns that repeat what the hashed body says


class BackupRefused(Refusal):
    """A copy that could not be made, or that is not what it says it is; words ``error.<code>``."""


@dataclass(frozen=True, slots=True)
class State:
    """What a database holds: the chain's first hash (which contest it is), newest fact and head, and how many rows."""

    line: str
    seq: int
    head: str
    ballots: int
    asides: int
    newest_at: int  # ms: when the newest fact was written

    def values(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def copy_database(source: Path, target: Path) -> State:
    """Copy what is committed now into ``target``, which must not exist, and read what it must hold.

    Raises sqlite3.Error and OSError as they come.
    """
    with closing(sqlite3.connect(_uri(source, "mode=ro"), uri=True, isolation_level=None)) as here:
        here.execute("PRAGMA busy_timeout=5000")
        here.execute("BEGIN")  # one state from here on, whatever is committed meanwhile
        state = state_of(here)
        with closing(sqlite3.connect(_uri(target, "mode=rwc&vfs=unix-none"), uri=True, isolation_level=None)) as there:
            there.execute("PRAGMA locking_mode=EXCLUSIVE")  # no shared memory: shares have none
            there.execute("PRAGMA synchronous=OFF")  # the whole file is synced once, before it counts
            here.backup(there, pages=PIECE, sleep=BETWEEN)
            there.execute("PRAGMA journal_mode=DELETE")  # a copy is one file, without a log beside it
    return state


def state_of(connection: sqlite3.Connection) -> State:
    """What a database says of itself, unchecked; cheap."""

    def one(query: str) -> Any:
        return connection.execute(query).fetchone()

    first, last = (
        one("select hash from ledger where seq = 1"),
        one("select seq, hash, at from ledger order by seq desc"),
    )
    ballots, asides = one("select count(*) from ballot")[0], one("select count(*) from ballot_aside")[0]
    seq, head, at = last or (0, GENESIS, 0)
    return State(first[0] if first else "", seq, head, ballots, asides, at)


def check_database(path: Path, expected: State) -> None:
    """Open a copy again, read-only, and recompute everything that makes it count.

    Raises BackupRefused("backup_unsound", why=…) where pages, chain, ballots or counts are not right.
    """
    try:
        with reading_only(path) as connection:
            found = _wrong(connection, expected)
    except sqlite3.Error as broken:
        found = type(broken).__name__
    except (ValueError, KeyError, TypeError) as broken:
        found = f"ledger: {type(broken).__name__}"
    if found is not None:
        raise BackupRefused("backup_unsound", why=found)


def _wrong(connection: sqlite3.Connection, expected: State) -> str | None:
    pages = [row[0] for row in connection.execute("PRAGMA integrity_check")]
    if pages != ["ok"]:
        return f"integrity_check: {pages[0]}"[:120]
    if state_of(connection) != expected:
        return "another state than the contest's"
    broken = next(_broken_links(connection), None)
    if broken is not None:
        return f"ledger {broken}"
    return _ballots_unlike(connection)


def _broken_links(connection: sqlite3.Connection) -> Iterator[int]:
    """Numbers of facts that are not joined to the one before, or whose columns say otherwise than their body."""
    head = GENESIS
    query = f"select previous, hash, body, {', '.join(NAMED)} from ledger order by seq"
    for number, (previous, digest, text, *columns) in enumerate(connection.execute(query), start=1):
        body = json.loads(text)
        joined = columns[0] == number and previous == head and link_hash(head, text.encode()) == digest
        if not joined or columns != [body.get(name) for name in NAMED] or canonical_json(body) != text.encode():
            yield int(columns[0])
        head = digest


def _ballots_unlike(connection: sqlite3.Connection) -> str | None:
    """None where exactly the ballots are there that the ledger tells of, by id and hash."""
    for table, fact in (("ballot", "BallotSubmitted"), ("ballot_aside", "BallotKeptAside")):
        bodies = connection.execute("select body from ledger where fact = ?", (fact,))
        told = sorted((body["ballot"], body["hash"]) for (body,) in _parsed(bodies))
        if told != sorted(connection.execute(f"select id, hash from {table}")):
            return f"{table}: {len(told)} in the ledger"
    return None


def _parsed(rows: sqlite3.Cursor) -> Iterator[tuple[dict[str, Any]]]:
    for (text,) in rows:
        yield (json.loads(text),)


@contextmanager
def reading_only(path: Path) -> Iterator[sqlite3.Connection]:
    """As it lies there: no locks, no log, nothing beside it is made or asked."""
    with closing(sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True, isolation_level=None)) as connection:
        yield connection


def read_state(path: Path) -> State:
    """What a copy's database says of itself; raises BackupRefused for one that cannot be read."""
    try:
        with reading_only(path) as connection:
            return state_of(connection)
    except sqlite3.Error as broken:
        raise BackupRefused("backup_unsound", why=type(broken).__name__) from broken


def _uri(path: Path, options: str) -> str:
    return f"file:{quote(os.path.abspath(path))}?{options}"
