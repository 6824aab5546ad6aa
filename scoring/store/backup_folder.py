"""A whole backup: a folder with the database, the keys and a manifest that names every byte of it.

``liangfen-YYYYMMDD-HHMMSS-seqN/`` appears under this name only when it is complete, on the disk and
verified.  Scans lie once beside all folders of a place, in ``scans/``, each named by its SHA-256.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scoring.rules.ledger import content_hash
from scoring.store.backup import BackupRefused, State, check_database, copy_database

DATABASE, MANIFEST, SCANS = "contest.db", "manifest.json", "scans"
KEYS = ("key", "ledger-key", "certificate-key")
NAME = re.compile(r"^liangfen-(\d{8}-\d{6})-seq(\d+)(-\d+)?$")
DIGEST = re.compile(r"^[0-9a-f]{64}$")
MAKING = ".making-"
CHUNK = 1 << 20
Sign = Callable[[bytes], Mapping[str, str]]  # -> {"key": hex, "signature": hex}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: when it was begun (ms), what it holds, and the SHA-256 of every file."""

    at: int
    version: str
    state: State
    files: Mapping[str, str]
    scans: tuple[str, ...]
    signed: Mapping[str, str]

    def content(self) -> dict[str, Any]:
        """What the signature covers."""
        values = {"at": self.at, "version": self.version, "files": dict(self.files), "scans": list(self.scans)}
        return {"liangfen-backup": 1, **values, "state": self.state.values()}


def statement(content: Mapping[str, Any]) -> bytes:
    """The bytes that are signed for a manifest's content."""
    return f"liangfen backup 1\n{content_hash(dict(content))}\n".encode()


def make_backup(source: Path, data_dir: Path, place: Path, stamp: tuple[int, str, str], sign: Sign) -> Path:
    """Make and verify one backup of the database ``source`` and of DATA_DIR's keys and scans; its folder.

    ``stamp`` is the time (ms), the same as YYYYMMDD-HHMMSS, and the program's version.  Raises
    BackupRefused for a copy that does not stand its check; OSError and sqlite3.Error as they come.
    """
    at, day, version = stamp
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _close_to_others(place, 0o700)
    making = place / f"{MAKING}{secrets.token_hex(8)}"
    making.mkdir(mode=0o700)
    try:
        state = copy_database(source, making / DATABASE)
        for name in (name for name in KEYS if (data_dir / name).is_file()):
            shutil.copyfile(data_dir / name, making / name)
        scans = keep_scans(data_dir / SCANS, place / SCANS)
        files = {path.name: _settled(path) for path in sorted(making.iterdir())}
        check_database(making / DATABASE, state)
        manifest = Manifest(at, version, state, files, scans, {})
        _write_manifest(making, manifest, sign)
        folder = _free_name(place / f"liangfen-{day}-seq{state.seq}")
        making.rename(folder)
        sync_folder(place)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return folder


def _write_manifest(folder: Path, manifest: Manifest, sign: Sign) -> None:
    content = manifest.content()
    path = folder / MANIFEST
    path.write_bytes(_written({**content, "signed": dict(sign(statement(content)))}))
    _settled(path)
    sync_folder(folder)


def _written(whole: Mapping[str, Any]) -> bytes:
    """The one way in which a manifest is written."""
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _free_name(wanted: Path) -> Path:
    tries = (wanted, *(wanted.with_name(f"{wanted.name}-{number}") for number in range(2, 100)))
    return next(path for path in tries if not path.exists())


def keep_scans(source: Path, pool: Path) -> tuple[str, ...]:
    """Copy scans that the pool does not have yet; the names (SHA-256) of all that there are now."""
    names = sorted(path.name for path in source.iterdir() if DIGEST.match(path.name)) if source.is_dir() else []
    if names:
        pool.mkdir(mode=0o700, exist_ok=True)
    for name in names:
        if not (pool / name).is_file():
            part = pool / f".{secrets.token_hex(8)}.part"
            try:
                shutil.copyfile(source / name, part)
                if _settled(part) != name:
                    raise BackupRefused("backup_unsound", why=f"scan {name[:12]}")
                part.rename(pool / name)
            finally:
                part.unlink(missing_ok=True)
    return tuple(names)


def _settled(path: Path) -> str:
    """Bring a file to the disk, and read from there what its SHA-256 is."""
    _close_to_others(path, 0o600)
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
        os.posix_fadvise(opened, 0, 0, os.POSIX_FADV_DONTNEED)  # what is checked is the disk's, not the memory's
    finally:
        os.close(opened)
    return file_hash(path)


def file_hash(path: Path) -> str:
    """SHA-256 (hex) of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Bring a folder's names to the disk."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _close_to_others(path: Path, mode: int) -> None:
    with contextlib.suppress(PermissionError):  # a stick's file system knows no modes
        os.chmod(path, mode)


def read_manifest(folder: Path) -> Manifest:
    """What stands in a backup's manifest, unchecked; raises BackupRefused for a folder without a readable one."""
    try:
        octets = (folder / MANIFEST).read_bytes()
        given = json.loads(octets.decode("utf-8"))
        state, scans = State(**given["state"]), tuple(given["scans"])
        manifest = Manifest(given["at"], given["version"], state, given["files"], scans, given["signed"])
        whole = {**manifest.content(), "signed": manifest.signed}
    except (OSError, ValueError, KeyError, TypeError) as broken:
        raise BackupRefused("backup_not_one", folder=str(folder)) from broken
    if whole != given or _written(given) != octets or not _well_named(manifest):
        raise BackupRefused("backup_altered", file=MANIFEST)
    return manifest


def _well_named(manifest: Manifest) -> bool:
    return (
        DATABASE in manifest.files
        and set(manifest.files) <= {DATABASE, *KEYS}
        and all(DIGEST.match(name) for name in manifest.scans)
        and all(value == value.lower() for value in manifest.signed.values())
    )


def check_backup(folder: Path, holds: Callable[[str, bytes, str], bool]) -> Manifest:
    """Verify a whole backup again, every byte of it; raises BackupRefused with what is wrong.

    ``holds`` says whether a signature (key, message, signature, the two hex) is right.
    """
    manifest = read_manifest(folder)
    signed = manifest.signed
    if not holds(signed.get("key", ""), statement(manifest.content()), signed.get("signature", "")):
        raise BackupRefused("backup_altered", file=MANIFEST)
    for path, digest in files_of(folder, manifest):
        if not path.is_file():
            raise BackupRefused("backup_incomplete", file=path.name)
        if file_hash(path) != digest:
            raise BackupRefused("backup_altered", file=path.name)
    check_database(folder / DATABASE, manifest.state)
    return manifest


def files_of(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Every file of a backup with its SHA-256; scans lie in the folder or beside it."""
    for name, digest in manifest.files.items():
        yield folder / name, digest
    for name in manifest.scans:
        own = folder / SCANS / name
        yield (own if own.is_file() else folder.parent / SCANS / name), name
