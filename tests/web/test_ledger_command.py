"""`flask contest ledger`: what it counts on the sample's day, and every kind of tampering it finds there."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from scoring.rules.ledger import canonical_json, link_hash
from tests.checker.ledgers import plain, signer
from tests.web.played import played_folder
from web.app import create_app
from web.config import read_settings

SOON = 10.0  # s
Tamper = Callable[[sqlite3.Connection], object]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return played_folder(tmp_path_factory.mktemp("played"))


@pytest.fixture
def copied(played: Path, tmp_path: Path) -> Iterator[Path]:
    yield Path(shutil.copytree(played, tmp_path / "copy"))


def run(folder: Path, *words: str) -> Result:
    app = create_app(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
    result: Result = app.test_cli_runner().invoke(args=["contest", "ledger", *words])
    return result


def tampered(folder: Path, tamper: Tamper) -> str:
    """What verify says after the database was edited past the application; it must not be content."""
    with sqlite3.connect(folder / "contest.db") as database:
        triggers = database.execute("select name, sql from sqlite_master where type='trigger'").fetchall()
        for name, _ in triggers:
            database.execute(f"drop trigger {name}")
        tamper(database)
        for _, statement in triggers:
            database.execute(statement)
        database.commit()
    result = run(folder, "verify")
    assert result.exit_code == 1 and (result.exception is None or isinstance(result.exception, SystemExit))
    return result.output


def rechained(database: sqlite3.Connection, seq: int, **values: object) -> None:
    """A fact altered by somebody who knows how hashes are made: every later link is made anew."""
    rows = database.execute("select seq, body, previous from ledger where seq >= ? order by seq", (seq,)).fetchall()
    previous = rows[0][2]
    for number, text, _ in rows:
        body = canonical_json({**json.loads(text), **(values if number == seq else {})})
        link = link_hash(previous, body)
        database.execute(
            "update ledger set body=?, previous=?, hash=? where seq=?", (body.decode(), previous, link, number)
        )
        previous = link


def first(database: sqlite3.Connection, fact: str) -> int:
    return int(database.execute("select min(seq) from ledger where fact=?", (fact,)).fetchone()[0])


def test_the_samples_day_holds_and_is_counted(copied: Path) -> None:
    began = time.monotonic()
    result = run(copied, "verify")
    assert time.monotonic() - began < SOON
    assert result.exit_code == 0, result.output
    with sqlite3.connect(copied / "contest.db") as database:
        facts, heads = (database.execute(f"select count(*) from {t}").fetchone()[0] for t in ("ledger", "signed_head"))
    assert f"{facts} facts, {heads} signed heads" in result.output and "台账无误" in result.output


SHOWN = "public is shown"
TAMPERED: dict[str, tuple[str, str]] = {
    "a body": ("update ledger set body=replace(body,'A','B') where fact='SessionOpened'", "chain of hashes"),
    "a fact gone": ("delete from ledger where seq=500", "does not follow"),
    "the last fact gone": ("delete from ledger where seq=(select max(seq) from ledger)", "the tables"),
    "a search column": ("update ledger set entry='A9' where seq=(select max(seq) from ledger)", "search columns"),
    "a head's signature": ("update signed_head set signature=replace(signature,'a','b')", "does not hold"),
    "a head gone": ("delete from signed_head where seq=(select max(seq) from signed_head)", "lacks its signed head"),
    "a head's key": ("update signed_head set key=substr(key,2)||substr(key,1,1)", "unknown key"),
    "a ballot's comment": ("update ballot set comment='好' where rowid=1", "does not fit its hash"),
    "a ballot's marks": ("update ballot set marks=replace(marks,'00','50') where rowid=3", "does not fit its hash"),
    "an overtime": ("update entry set overtime=200 where id=(select min(id) from entry)", "rests on"),
    "a score's body": ("""update score set body=replace(body,'"valid": ','"valid": 1')""", "not what follows"),
    "a score's inputs": ("update score set inputs=replace(inputs,'a','b')", "rests on"),
    "a set-up version": ("update set_up_version set body=replace(body,'组','队')", "does not fit its hash"),
    "the set-up in use": ("update contest set set_up=replace(set_up,'组','队')", "not its newest"),
    "an entry's kind": ("update entry set unit='别家' where id=(select min(id) from entry)", "differ from the set-up"),
    "a phase": ("update entry set phase='withdrawn' where id=(select min(id) from entry)", "the ledger says"),
    "a seat": ("update panel_place set state='recused' where rowid=1", "the ledger says"),
    "a revealed step": ("update revealed set body=replace(body,'counted','missing') where step=1", SHOWN),
    "a revealed score": ("""update revealed set body=replace(body,'l": "8','l": "9') where step=4""", SHOWN),
    "a public place": ("update public_standing set body=replace(body,'一等奖','特等奖')", SHOWN),
    "a public standing gone": ("delete from public_standing", SHOWN),
    "the contest gone": ("delete from contest", "cannot be read"),
    "no JSON": ("update score set body='{'", "cannot be read"),
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_found_and_named(copied: Path, kind: str) -> None:
    statement, said = TAMPERED[kind]

    def edit(database: sqlite3.Connection) -> None:
        assert database.execute(statement).rowcount > 0

    assert said in tampered(copied, edit)


def test_a_chain_made_anew_is_betrayed_by_its_heads(copied: Path) -> None:
    """What is altered here is kept nowhere else: without the heads nobody would see it."""
    said = tampered(copied, lambda database: rechained(database, first(database, "OvertimeSet"), reason="另有原因"))
    assert "signed head" in said and "does not hold" in said


def test_heads_signed_anew_need_the_key_of_this_folder(copied: Path) -> None:
    other = signer(5)

    def forge(database: sqlite3.Connection) -> None:
        for seq, link in database.execute("select seq, hash from signed_head").fetchall():
            signature = other.sign(f"liangfen ledger 1\n{seq}\n{link}\n".encode())
            database.execute("update signed_head set key=?, signature=? where seq=?", (other.key, signature, seq))

    assert "unknown key" in tampered(copied, forge)
    assert run(copied, "verify", "--key", other.key).exit_code == 0
    assert run(copied, "verify", "--key", "xyz").exit_code == 2


def test_key_and_export_fit_together(copied: Path, tmp_path: Path) -> None:
    told = run(copied, "key").output.split()
    key, mark = told[0], hashlib.sha256(bytes.fromhex(told[0])).hexdigest()[:16]
    assert mark in told
    assert run(copied, "export", str(tmp_path / "ledger.jsonl")).exit_code == 0
    with (tmp_path / "ledger.jsonl").open("rb") as file:
        assert plain.check(file, [key]).findings == []


@pytest.mark.parametrize("column", ["entry.revealed_at", "ballot.marks", "contest.set_up", "rubric.body"])
def test_a_column_that_goes_by_another_name_is_a_finding_and_no_traceback(copied: Path, column: str) -> None:
    """One bit of the file is enough for it."""
    table, _, name = column.partition(".")
    said = tampered(copied, lambda database: database.execute(f"alter table {table} rename column {name} to other"))
    assert table in said and "Traceback" not in said
