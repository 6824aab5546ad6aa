"""The same rows made durable without us: by sqlite3 in one transaction, and by a file."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from scoring.rules.ledger import canonical_json, content_hash, link_hash, receipt_code
from scoring.store.database import PRAGMAS

Row = tuple[Any, ...]
_SETTLE = "update panel_place set state='submitted', reason='', changed_at=? where entry=? and judge=?"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a batch of ballots left in the database: names of columns, rows of ballots and of the ledger.

    ``contents`` is what each ballot's hash covers, ``facts`` what each link of the ledger does, with the link before.
    """

    ballot_columns: Sequence[str]
    ballots: Sequence[Row]
    ledger_columns: Sequence[str]
    ledger: Sequence[Row]
    places: Sequence[Row]  # when it was given, entry, judge
    contents: Sequence[dict[str, Any]]
    facts: Sequence[tuple[str, dict[str, Any]]]


class RawDatabase:
    """sqlite3 alone, three statements for many rows each."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for pragma in PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")

    def commit(self, rows: Rows) -> float:
        """s from the beginning of the transaction until it is durable."""
        count, link = (_insert(*of) for of in (("ballot", rows.ballot_columns), ("ledger", rows.ledger_columns)))
        run, many = self._connection.execute, self._connection.executemany
        began = perf_counter()
        run("BEGIN IMMEDIATE")
        self._work_out(rows)
        many(count, rows.ballots)
        many(_SETTLE, rows.places)
        many(link, rows.ledger)
        run("COMMIT")
        return perf_counter() - began

    def _work_out(self, rows: Rows) -> None:
        """Nothing: the rows are given."""

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class HashedDatabase(RawDatabase):
    """The same, but what cannot be known before the transaction is worked out in it: hashes, links, receipt codes.

    No check, no question, no SAVEPOINT: the most that a ledger in Python can come to.
    """

    def _work_out(self, rows: Rows) -> None:
        for content, (previous, fact) in zip(rows.contents, rows.facts, strict=True):
            receipt_code(content["id"], content_hash(content))
            link_hash(previous, canonical_json(fact))


def _insert(table: str, columns: Sequence[str]) -> str:
    return f"insert into {table} ({', '.join(columns)}) values ({', '.join('?' * len(columns))})"


class Appended:
    """One line of JSON for each row, one fdatasync for all."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def commit(self, rows: Rows) -> float:
        """s until the lines are durable, making them included."""
        began = perf_counter()
        lines = [json.dumps(row, ensure_ascii=False) for row in (*rows.ballots, *rows.ledger)]
        os.write(self._file, ("\n".join(lines) + "\n").encode())
        os.fdatasync(self._file)
        return perf_counter() - began

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)
