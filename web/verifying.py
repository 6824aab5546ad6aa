"""`flask contest ledger verify`: every check, and its grounds beside the database: migrations, backups, feet, scans."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import SQLAlchemyError

from scoring.errors import Refusal
from scoring.store.backup_folder import file_hash, read_manifest, statement
from scoring.store.backup_shelf import lying_at
from scoring.store.database import open_engine
from scoring.store.reading import ledger_checks as checks
from scoring.store.reading.account_checks import wrong_accounts
from scoring.store.reading.contest import contest_row
from scoring.store.reading.forgotten_checks import wrong_names
from scoring.store.reading.ledger import ledger_head
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.reading.retention import over_since
from scoring.store.reading.retold import retold_differences
from scoring.store.reading.row_checks import wrong_rows
from scoring.store.reading.schema_checks import Built, built, wrong_pages, wrong_schema
from scoring.store.reading.set_up_checks import wrong_set_ups
from scoring.store.reading.who_checks import wrong_persons
from scoring.store.tables import ballot, ledger, scan, score, signed_head
from web.keys import signature_holds
from web.office import migrate
from web.public_check import wrong_public

BROKEN = (
    *(ValueError, KeyError, TypeError, AttributeError, IndexError, StopIteration),
    *(Refusal, SQLAlchemyError, sqlite3.Error),  # prepared statements raise the driver's own
)
HEAD_DIGITS = 12
Foot = tuple[int, str]  # number of a fact, beginning of its hash


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a contest is verified against: keys (hex) that may have signed, feet of sheets, the place of backups.

    ``schema`` is what its migrations build, ``scans`` the folder of the scans' files.
    """

    keys: Collection[str]
    feet: Sequence[Foot] = ()
    backups: Path | None = None
    schema: Built = field(default_factory=dict)
    scans: Path | None = None


def schema_of_migrations() -> Built:
    """What a new database of this version is built of."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/new.db"
        migrate(url)
        with open_engine(url, writes=False).connect() as connection:
            return built(connection)


def verified(engine: Engine, grounds: Grounds) -> tuple[dict[str, object], list[Wrong]]:
    """What was counted, and everything that is wrong; a part that cannot even be read is told as such."""
    with engine.connect() as connection:
        found = [wrong for part, check in _parts(connection, grounds).items() for wrong in _told(part, check)]
        counted = next(_told_counts(connection), {})
    return counted, [*found, *_told("public", lambda: wrong_public(engine))]


def _parts(connection: Connection, grounds: Grounds) -> dict[str, Callable[[], Iterable[Wrong]]]:
    parts: dict[str, Callable[[], Iterable[Wrong]]] = {
        "pages": lambda: wrong_pages(connection),
        "schema": lambda: wrong_schema(connection, grounds.schema),
        "chain": lambda: checks.wrong_in_chain(connection),
        "heads": lambda: checks.wrong_heads(connection, grounds.keys, signature_holds),
        "anchors": lambda: wrong_anchors(connection, grounds),
    }
    if not _had_contest(connection):
        return parts
    return parts | {
        "persons": lambda: wrong_persons(connection),
        "rows": lambda: wrong_rows(connection),
        "ballots": lambda: checks.wrong_ballots(connection),
        "scores": lambda: checks.wrong_scores(connection),
        "set_ups": lambda: wrong_set_ups(connection),
        "names": lambda: wrong_names(connection),
        "accounts": lambda: wrong_accounts(connection),
        "finals": lambda: checks.wrong_finals(connection),
        "retold": lambda: _retold(connection),
        "scans": lambda: wrong_scans(connection, grounds.scans),
    }


def _had_contest(connection: Connection) -> bool:
    """Whether there is one, or the ledger tells of one: a contest that is gone is a finding, no reason to look away."""
    try:
        told = select(ledger.c.seq).where(ledger.c.fact == "ContestSetUp").limit(1)
        return contest_row(connection) is not None or connection.execute(told).first() is not None
    except BROKEN:
        return True


def _told(part: str, check: Callable[[], Iterable[Wrong]]) -> Iterator[Wrong]:
    try:
        yield from check()
    except BROKEN as broken:
        yield Wrong("unreadable", {"part": part, "why": type(broken).__name__})


def _retold(connection: Connection) -> Iterator[Wrong]:
    for one in retold_differences(connection):
        yield Wrong("retold", {"what": one.what, "ledger": one.ledger or "–", "tables": one.tables or "–"})


def _told_counts(connection: Connection) -> Iterator[dict[str, object]]:
    """Nothing where the tables cannot even be counted: that is told by the parts."""
    tables = {"facts": ledger, "heads": signed_head, "ballots": ballot, "scores": score}
    try:
        counts: dict[str, object] = {
            name: connection.execute(select(func.count()).select_from(table)).scalar() for name, table in tables.items()
        }
        yield {**counts, "head": ledger_head(connection)[1][:16]}
    except BROKEN:
        return


def wrong_anchors(connection: Connection, grounds: Grounds) -> Iterator[Wrong]:
    """Heads that are kept outside – in signed manifests of backups, at the foot of sheets – and not in the chain."""
    hashes = {row.seq: str(row.hash) for row in connection.execute(select(ledger.c.seq, ledger.c.hash))}
    for seq, begun in grounds.feet:
        if not hashes.get(seq, "").startswith(begun):
            yield Wrong("foot", {"seq": seq, "head": begun})
    began, left = _began(connection), _left_behind(connection)
    for one in [] if grounds.backups is None else lying_at(grounds.backups):
        manifest = read_manifest(one.folder)
        state, signed = manifest.state, manifest.signed
        own_line = state.line == hashes.get(1, state.line)
        if signed.get("key") not in grounds.keys or state.seq == 0 or not (own_line or manifest.at > began):
            continue  # of another contest, or of one that was here before this one began
        if any(manifest.at <= at and (state.seq > seq or not own_line) for at, seq in left):
            continue
        holds = signature_holds(signed["key"], statement(manifest.content()), signed.get("signature", ""))
        if holds and hashes.get(state.seq) != state.head:
            yield Wrong("anchor", {"backup": one.folder.name, "seq": state.seq, "head": state.head[:HEAD_DIGITS]})


def _began(connection: Connection) -> int:
    """When the first fact was written (ms)."""
    return int(connection.execute(select(func.min(ledger.c.at))).scalar() or 0)


def _left_behind(connection: Connection) -> list[tuple[int, int]]:
    """(when, up to which fact) the contest was brought back: later facts of backups made before are of a lost line.

    Only restores with a signed head count: who edits the database cannot make one.
    """
    query = select(ledger.c.at, ledger.c.body).join(signed_head, signed_head.c.seq == ledger.c.seq)
    rows = connection.execute(query.where(ledger.c.fact == "ContestRestored"))
    return [(row.at, json.loads(row.body)["backup_seq"]) for row in rows]


def wrong_scans(connection: Connection, folder: Path | None) -> Iterator[Wrong]:
    """Files of scans that are others than those attached, or gone before their term began: with the contest's end."""
    if folder is None:
        return
    over = over_since(connection) is not None
    for digest in connection.execute(select(scan.c.hash).distinct().order_by(scan.c.hash)).scalars():
        path = folder / digest
        if not (file_hash(path) == digest if path.is_file() else over):
            yield Wrong("scan_file", {"scan": digest[:HEAD_DIGITS]})
