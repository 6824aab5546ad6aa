"""Whole acts of a hand on the disk: triggers and heads away, facts cut off, the chain made anew, an older copy back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.actions.running import show_scene
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from scoring.rules.ledger import canonical_json, head_statement, link_hash
from scoring.store.tables import metadata
from tests.office import START, Day, copied, small_contest
from tests.torture.tamper_contest import closed
from tests.torture.tampering import SIGNER, Tamper
from web.keys import LedgerSigner

Named = tuple[str, Tamper]
STRANGER = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x09" * 32))
SINCE = {  # what facts tell since verify compares every row with them
    **dict.fromkeys(("ResultPublished", "RevealedCorrected", "CertificateIssued", "PaperBallotTyped"), ("rest",)),
    **dict.fromkeys(("ScanAttached", "LoggedIn", "LoggedInByPassword", "PasswordSet"), ("rest",)),
    "AppealRegistered": ("rest", "sheet"), "SeatChanged": ("attendance",), "StaffAdded": ("name",),
    "ContestSetUp": ("sample",),
}  # fmt: skip
CUTS = (1, 2, 5, 20)  # facts


def structure(path: Path) -> Iterator[Named]:
    """Each trigger and index taken away, a trigger of somebody's own, a table and a column more."""
    with closing(sqlite3.connect(path)) as database:
        parts = database.execute("select type, name from sqlite_master where type in ('trigger', 'index')").fetchall()
    for kind, name in parts:
        if not name.startswith("sqlite_"):
            yield f"{kind} {name} gone", _says(f"drop {kind} {name}")
    yield "a trigger more", _says("create trigger mine after insert on ballot begin delete from draft; end")
    yield "a view in the place of a table", _says("alter table draft rename to other; create view draft as select 1")
    yield "another revision", _says("update alembic_version set version_num='0001'")
    yield "a column more", _says("alter table ballot add column mine integer default 1")


def _says(statements: str) -> Tamper:
    return lambda database: database.executescript(statements)


def chain() -> Iterator[Named]:
    """Facts cut off and nothing else; heads gone; one fact that no table shows rewritten, and the chain after it."""
    for count in CUTS:
        yield f"the last {count} facts cut off", _cut(count)
    yield "all heads gone", _says("delete from signed_head")
    yield "a fact rewritten, its hash too", _rewritten(_left, to_the_end=False)
    yield "a fact rewritten, the chain too", _rewritten(_left)
    yield "a fact rewritten, the chain and what heads say too", _rewritten(_unsigned)
    yield "a fact rewritten, the chain too, later heads gone", _rewritten(_gone)
    yield "a fact rewritten, the chain too, later heads signed by a stranger", _rewritten(_signed_by(STRANGER))


def _cut(count: int) -> Tamper:
    def cut(database: sqlite3.Connection) -> None:
        last = database.execute("select max(seq) from ledger").fetchone()[0]
        for table in ("signed_head", "ledger"):
            database.execute(f"delete from {table} where seq > ?", (last - count,))

    return cut


def _rewritten(heads: Callable[[sqlite3.Connection, int], None], *, to_the_end: bool = True) -> Tamper:
    """The first refusal has another reason; ``heads`` does what is done to the heads from there on."""

    def rewrite(database: sqlite3.Connection) -> None:
        first, text = database.execute("select seq, body from ledger where fact='Refused' order by seq").fetchone()
        body = canonical_json({**json.loads(text), "code": "not_now_x"}).decode()
        database.execute("update ledger set body=? where seq=?", (body, first))
        _rehash(database, first, to_the_end=to_the_end)
        heads(database, first)

    return rewrite


def _rehash(database: sqlite3.Connection, first: int, *, to_the_end: bool) -> None:
    rows = database.execute("select seq, body, previous from ledger where seq >= ? order by seq", (first,)).fetchall()
    head = rows[0][2]
    for seq, body, _ in rows if to_the_end else rows[:1]:
        new = link_hash(head, body.encode())
        database.execute("update ledger set previous=?, hash=? where seq=?", (head, new, seq))
        head = new
    database.execute("update final set ledger_hash=(select hash from ledger where seq=final.ledger_seq)")


def _left(database: sqlite3.Connection, first: int) -> None:
    """They say what was."""


def _unsigned(database: sqlite3.Connection, first: int) -> None:
    new = "(select hash from ledger where seq=signed_head.seq)"
    database.execute(f"update signed_head set hash={new} where seq >= ?", (first,))


def _gone(database: sqlite3.Connection, first: int) -> None:
    database.execute("delete from signed_head where seq >= ?", (first,))


def _signed_by(signer: LedgerSigner) -> Callable[[sqlite3.Connection, int], None]:
    def sign(database: sqlite3.Connection, first: int) -> None:
        _unsigned(database, first)
        for seq, head in database.execute("select seq, hash from signed_head where seq >= ?", (first,)).fetchall():
            signed = (signer.key, signer.sign(head_statement(seq, head)), seq)
            database.execute("update signed_head set key=?, signature=? where seq=?", signed)

    return sign


def told_less(database: sqlite3.Connection) -> None:
    """The facts as the versions before wrote them, signed as they signed: no tampering at all."""
    for seq, text in database.execute("select seq, body from ledger").fetchall():
        body = json.loads(text)
        for name in SINCE.get(body["fact"], ()):
            del body[name]
        database.execute("update ledger set body=? where seq=?", (canonical_json(body).decode(), seq))
    database.execute("update staff set salt=''")
    _rehash(database, 1, to_the_end=True)
    _signed_by(SIGNER)(database, 1)


def emptied(database: sqlite3.Connection) -> None:
    """Nothing of a contest is left in it."""
    for table in reversed(metadata.sorted_tables):
        database.execute(f'delete from "{table.name}"')


# whoever has the laptop's own key leaves nothing that its database alone could tell
WITH_ITS_KEY: Named = (
    "a fact rewritten, the chain too, heads signed with the laptop's key",
    _rewritten(_signed_by(SIGNER)),
)


def other_ending(early: Path, folder: Path) -> Path:
    """The contest as it was before its last acts, gone on otherwise by the program itself."""
    folder.mkdir()
    path = copied(early, folder)
    day = Day(path, None)
    day.clock = START + 86_400_000
    day.do(show_scene, session="A", scene="idle")
    return closed(day)


def other_contest(blank: Path, folder: Path) -> Path:
    """Another contest from its first fact on, signed with the laptop's key."""
    folder.mkdir()
    day = Day(copied(blank, folder), None)
    day.clock = START + 1
    day.do(apply_set_up, SYSTEM, contest=small_contest())
    day.open("A", "B")
    return closed(day)
