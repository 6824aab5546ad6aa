"""Putting a backup's files where a contest is to go on: everything or nothing, never over another contest."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from scoring.store.backup import BackupRefused, reading_only
from scoring.store.backup_folder import DATABASE, KEYS, SCANS, Manifest, file_hash, files_of, sync_folder

MAKING = ".restoring"
MADE_OF = (DATABASE, f"{DATABASE}-wal", *KEYS)


def is_contest_there(data_dir: Path) -> bool:
    """Whether a directory holds anything that a restore would have to write over."""
    return any((data_dir / name).exists() for name in MADE_OF)


def staff_in(folder: Path) -> list[tuple[str, str]]:
    """Ids and names of the staff that a backup knows."""
    with reading_only(folder / DATABASE) as connection:
        return [(str(one), str(name)) for one, name in connection.execute("select id, name from staff order by id")]


def lay_out(folder: Path, manifest: Manifest, data_dir: Path) -> Path:
    """Copy a verified backup into a directory inside DATA_DIR that is one itself; every byte is compared again."""
    making = data_dir / MAKING
    shutil.rmtree(making, ignore_errors=True)
    (making / SCANS).mkdir(mode=0o700, parents=True)
    for source, digest in files_of(folder, manifest):
        target = making / (SCANS if source.name in manifest.scans else "") / source.name
        shutil.copyfile(source, target)
        os.chmod(target, 0o600)
        if file_hash(target) != digest:
            raise BackupRefused("backup_altered", file=source.name)
    return making


def put_in_place(making: Path, data_dir: Path) -> None:
    """Move what was laid out, and perhaps written on, to where the server looks; the database last.

    Raises BackupRefused while somebody still reads it: the log would stay behind.
    """
    with closing(sqlite3.connect(making / DATABASE, isolation_level=None)) as connection:
        if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise BackupRefused("backup_unsound", why="wal_checkpoint")  # without its log it would be another state
    scans = data_dir / SCANS
    scans.mkdir(mode=0o700, exist_ok=True)
    moves = [(path, scans / path.name) for path in (making / SCANS).iterdir()]
    moves += [(making / name, data_dir / name) for name in (*KEYS, DATABASE) if (making / name).is_file()]
    for source, target in moves:
        _sync(source)
        source.replace(target)
    sync_folder(scans)
    sync_folder(data_dir)
    shutil.rmtree(making, ignore_errors=True)


def lost_since(old: Path, manifest: Manifest) -> int | None:
    """How many facts an old database has beyond its backup; None for one of another contest or that cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{old}?mode=ro", uri=True)) as connection:
            first = connection.execute("select hash from ledger where seq = 1").fetchone()
            newest = connection.execute("select max(seq) from ledger").fetchone()
    except sqlite3.Error:
        return None
    if first is None or first[0] != manifest.state.line:
        return None
    return max(0, int(newest[0]) - manifest.state.seq)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
