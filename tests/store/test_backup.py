"""A backup counts only when it is whole: what it holds, what it leaves out, and every harm that is found."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import stat
import threading
import time
from pathlib import Path

import pytest

import scoring.store.backup_folder as backup_folder
from scoring.actions import running
from scoring.store.backup import BackupRefused, State, copy_database, state_of
from scoring.store.backup_folder import MANIFEST, file_hash, make_backup, read_manifest
from tests.office import Day
from tests.store.backed_up import BackedUp, copied, refusal
from web.backup_worker import back_up, signs_with


@pytest.fixture
def saved(day: Day, tmp_path: Path) -> BackedUp:
    return BackedUp(day, tmp_path)


def job(saved: BackedUp) -> dict[str, str]:
    return {"source": str(saved.day.path), "data_dir": str(saved.data_dir), "place": str(saved.place)}


def test_a_backup_holds_database_keys_and_scans_and_says_so(saved: BackedUp) -> None:
    folder = saved.backup()
    manifest = read_manifest(folder)
    assert set(manifest.files) == {"contest.db", "key", "ledger-key", "certificate-key"}
    assert [file_hash(saved.place / "scans" / name) for name in manifest.scans] == list(manifest.scans)
    head = saved.day.rows("select seq, hash from ledger order by seq desc limit 1")[0]
    assert (manifest.state.seq, manifest.state.head) == head and manifest.state.ballots == 3
    assert folder.name.endswith(f"-seq{head[0]}") and refusal(folder) == ""
    assert not list(folder.glob("*-wal")) and not list(saved.place.glob(".making*"))


def test_nobody_else_may_read_a_backup(saved: BackedUp) -> None:
    folder = saved.backup()
    assert stat.S_IMODE(saved.place.stat().st_mode) == stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_what_is_only_in_the_log_is_in_the_backup(saved: BackedUp) -> None:
    assert saved.day.path.with_name("contest.db-wal").stat().st_size > 0
    saved.day.submit("A1", "JX", 90)
    assert read_manifest(saved.backup()).state.ballots == 4


def plain_copy(source: Path, target: Path) -> State:
    """The planted bug: the file without its log, and the word that all of it is there."""
    shutil.copy(source, target)
    with sqlite3.connect(source) as connection:
        return state_of(connection)


def test_a_plain_copy_of_the_file_without_its_log_does_not_count(
    saved: BackedUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_folder, "copy_database", plain_copy)
    with pytest.raises(BackupRefused) as refused:
        back_up(job(saved))
    assert refused.value.code == "backup_unsound" and list(saved.place.iterdir()) in ([], [saved.place / "scans"])


def test_every_flipped_byte_is_found_later(saved: BackedUp) -> None:
    folder, chance = saved.backup(), random.Random(7)
    for number in range(60):
        name = chance.choice(sorted(path.name for path in folder.iterdir()))
        harmed = copied(folder, f"harmed-{number}")
        content = bytearray((harmed / name).read_bytes())
        at = chance.randrange(len(content))
        content[at] ^= 1 << chance.randrange(8)
        (harmed / name).write_bytes(content)
        assert refusal(harmed) != "", f"{name} at {at}"
        shutil.rmtree(harmed)


def test_a_flipped_byte_in_a_scan_is_found_later(saved: BackedUp) -> None:
    folder = saved.backup()
    scan = next((saved.place / "scans").iterdir())
    scan.write_bytes(scan.read_bytes().replace(b"paper", b"pager"))
    assert refusal(folder) == "backup_altered"
    scan.unlink()
    assert refusal(folder) == "backup_incomplete"


def test_a_truncated_file_is_found(saved: BackedUp) -> None:
    harmed = copied(saved.backup(), "harmed")
    content = (harmed / "contest.db").read_bytes()
    (harmed / "contest.db").write_bytes(content[: len(content) // 2])
    assert refusal(harmed) == "backup_altered"


def test_the_manifest_of_another_backup_is_found(saved: BackedUp) -> None:
    first = saved.backup()
    saved.day.submit("A1", "JX", 90)
    harmed = copied(saved.backup(), "harmed")
    shutil.copy(first / MANIFEST, harmed / MANIFEST)
    assert refusal(harmed) == "backup_altered"


def test_a_manifest_rewritten_to_fit_needs_the_key(saved: BackedUp) -> None:
    harmed = copied(saved.backup(), "harmed")
    with sqlite3.connect(harmed / "contest.db") as connection:
        connection.execute("pragma writable_schema=1")
        connection.execute("create table more (x)")
    given = json.loads((harmed / MANIFEST).read_text())
    given["files"]["contest.db"] = file_hash(harmed / "contest.db")
    (harmed / MANIFEST).write_text(json.dumps(given))
    assert refusal(harmed) == "backup_altered"


@pytest.mark.parametrize(
    "edit",
    [
        "update ledger set body = replace(body, 'JA3', 'JA2') where seq = (select max(seq) from ledger)",
        "delete from ballot where judge = 'JA1'",
        "update ballot set hash = substr(hash, 2) || '0' where judge = 'JA1'",
        "update ledger set judge = 'JX' where judge = 'JA1'",
        "delete from ledger where seq = (select max(seq) from ledger)",
    ],
)
def test_a_copy_whose_chain_or_ballots_are_not_right_does_not_count(saved: BackedUp, edit: str, tmp_path: Path) -> None:
    """As a fault of disk or program would leave them: the hash fits, so that only the check can see."""

    def harmed(source: Path, target: Path) -> State:
        state = copy_database(source, target)
        with sqlite3.connect(target, isolation_level=None) as connection:
            for (trigger,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
                connection.execute(f"drop trigger {trigger}")
            connection.execute(edit)
            return state if "max(seq)" not in edit else state_of(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backup_folder, "copy_database", harmed)
        with pytest.raises(BackupRefused):
            make_backup(
                saved.day.path,
                saved.data_dir,
                saved.place,
                (1, "20200101-000000", "1"),
                signs_with(saved.data_dir / "ledger-key"),
            )


def test_the_writer_goes_on_while_a_backup_is_made(saved: BackedUp) -> None:
    """Commits during the copy take what they take otherwise: no lock is waited for, and each is there afterwards."""
    until, waits = time.monotonic() + 3, []

    def write() -> None:
        while time.monotonic() < until:
            began = time.monotonic()
            saved.day.do(running.show_scene, session="A", scene="idle", page=1 + len(waits) % 9)
            waits.append(time.monotonic() - began)

    writing = threading.Thread(target=write)
    writing.start()
    folders = []
    while time.monotonic() < until:
        folders.append(saved.backup())
    writing.join()
    assert len(folders) >= 2 and [refusal(folder) for folder in folders] == [""] * len(folders)
    assert len(waits) > 20 and max(waits) < 1.0, "a commit waited for the backup"
    seqs = [read_manifest(folder).state.seq for folder in folders]
    assert seqs == sorted(seqs) and seqs[-1] > seqs[0]
