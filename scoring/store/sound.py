"""Whether a contest's SQLite file may be served: pages, revision, chain and signed heads, before it is opened.

Plain sqlite3 and no clock; everything here only reads, but for taking and giving back the write lock.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from scoring.rules.ledger import GENESIS, head_statement, link_hash

CHAIN_MOST = 50_000  # newest facts recomputed: 0.2 s; a contest of two halls leaves some 1,500
HEADS_MOST = 200  # newest signed heads verified: 0.03 s
BUSY = 2.0  # s to wait for a command that still writes

Level = Literal["refuse", "warn"]
Holds = Callable[[str, bytes, str], bool]  # key (hex), message, signature (hex)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: words ``start.<code>``, whether it stops the start, values for the words."""

    code: str
    level: Level
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Newest:
    """The ledger's newest fact; seq 0 before the first, ``at`` in ms."""

    seq: int
    at: int


def unsound_file(path: Path, known: Collection[str]) -> Finding | None:
    """Damaged pages, a file that cannot be written, a revision that this version does not know."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY, isolation_level=None)) as connection:
            return _damaged(connection) or _of_another_version(connection, known) or _unwritable(connection)
    except sqlite3.DatabaseError as broken:
        return _not_opened(path, broken)


def _not_opened(path: Path, broken: sqlite3.DatabaseError) -> Finding:
    code = getattr(broken, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Finding("database_locked", "refuse", {"file": str(path)})
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return Finding("database_read_only", "refuse", {"file": str(path)})
    return Finding("database_damaged", "refuse", {"file": str(path), "why": str(broken)})


def _damaged(connection: sqlite3.Connection) -> Finding | None:
    said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    file = str(connection.execute("PRAGMA database_list").fetchone()[2])
    return None if said == "ok" else Finding("database_damaged", "refuse", {"file": file, "why": said[:120]})


def _of_another_version(connection: sqlite3.Connection, known: Collection[str]) -> Finding | None:
    if not _has(connection, "alembic_version"):
        return Finding("database_foreign", "refuse") if _has(connection, "%") else None
    row = connection.execute("select version_num from alembic_version").fetchone()
    if row is None or row[0] in known:
        return None
    return Finding("database_newer", "refuse", {"found": str(row[0]), "known": max(known)})


def _has(connection: sqlite3.Connection, pattern: str) -> bool:
    query = "select 1 from sqlite_master where type = 'table' and name like ? limit 1"
    return connection.execute(query, (pattern,)).fetchone() is not None


def _unwritable(connection: sqlite3.Connection) -> Finding | None:
    """A lock taken and given back: what only opens for reading fails here, with words in `_not_opened`."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
    return None


def newest_fact(path: Path) -> Newest:
    """Of a sound file; one without tables has none."""
    with closing(sqlite3.connect(path)) as connection:
        if not _has(connection, "ledger"):
            return Newest(0, 0)
        seq, at = connection.execute("select seq, at from ledger order by seq desc").fetchone() or (0, 0)
        return Newest(int(seq), int(at))


def broken_ledger(path: Path, key: str | None, holds: Holds, most: int = CHAIN_MOST) -> Finding | None:
    """A link that does not hold among the newest ``most`` facts, or a head of ``key`` (hex) that does not."""
    with closing(sqlite3.connect(path)) as connection:
        if not _has(connection, "ledger"):
            return None
        number = next(_broken_links(connection, most), None)
        if number is not None:
            return Finding("ledger_broken", "refuse", {"seq": number})
        if not _has(connection, "signed_head"):
            return None
        return next(_broken_heads(connection, key, holds), None)


def _broken_links(connection: sqlite3.Connection, most: int) -> Iterator[int]:
    newest = connection.execute("select max(seq) from ledger").fetchone()[0] or 0
    first = max(1, newest - most + 1)
    before = connection.execute("select hash from ledger where seq = ?", (first - 1,)).fetchone()
    head, number = (before[0] if before else GENESIS), first
    rows = connection.execute("select seq, previous, body, hash from ledger where seq >= ? order by seq", (first,))
    for seq, previous, body, digest in rows:
        if seq != number or previous != head or link_hash(previous, body.encode()) != digest:
            yield int(number)
            return
        head, number = digest, number + 1


def _broken_heads(connection: sqlite3.Connection, key: str | None, holds: Holds) -> Iterator[Finding]:
    """Heads of an earlier key are only compared with the chain: who restored without keys has such."""
    rows = connection.execute(
        "select h.seq, h.hash, h.key, h.signature, l.hash from signed_head h left join ledger l on l.seq = h.seq "
        "order by h.seq desc limit ?",
        (HEADS_MOST,),
    )
    for seq, digest, signer, signature, in_chain in rows:
        signed = signer != key or holds(signer, head_statement(seq, digest), signature)
        if digest != in_chain or not signed:
            yield Finding("head_broken", "refuse", {"seq": int(seq)})
