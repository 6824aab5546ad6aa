"""The child process that makes one backup: `python -m web.backup_worker`, the job as JSON on stdin.

It answers with one line of JSON: what was made, or the code of what was wrong.  A place that hangs
hangs this process alone; an alarm ends it, and where even that cannot, its parent leaves it behind.
"""

from __future__ import annotations

import errno
import json
import signal
import sqlite3
import sys
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scoring.store.backup import BackupRefused, read_state
from scoring.store.backup_folder import DATABASE, MANIFEST, make_backup, read_manifest
from scoring.store.backup_shelf import SPARE, drop_oldest, is_same_disk, lying_at, thin
from web.beijing import beijing
from web.config import ROOT

SECONDS = 50  # the next minute has its own attempt
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
UNWRITABLE = "backup_place"


def main() -> int:
    """Make the backup that stdin asks for."""
    job = json.loads(sys.stdin.buffer.read())
    signal.alarm(int(job.get("seconds", SECONDS)))
    try:
        answer = back_up(job)
    except BackupRefused as refused:
        answer = {"failed": refused.code, "why": str(refused.params.get("why", ""))}
    except (OSError, sqlite3.Error) as broken:
        answer = {"failed": "backup_full" if is_full(broken) else UNWRITABLE, "why": str(broken)[:200]}
    sys.stdout.write(json.dumps(answer) + "\n")
    return 0


def back_up(job: Mapping[str, Any]) -> dict[str, Any]:
    """One backup into ``job["place"]``, or word that the one that is asked about still lies there.

    The job: source, data_dir, place (paths), unchanged (a folder that holds the very same state, or "").
    """
    source, data_dir, place = Path(job["source"]), Path(job["data_dir"]), Path(job["place"])
    now = time.time_ns() // 1_000_000
    if job.get("unchanged") and _still_lies(place / job["unchanged"]):
        seq = read_manifest(place / job["unchanged"]).state.seq
        return {"seq": seq, "folder": job["unchanged"], "same_disk": is_same_disk(place, data_dir), "fresh": True}
    folder = _made(source, data_dir, place, now)
    state = read_state(folder / DATABASE)
    room = SPARE * (folder / DATABASE).stat().st_size
    _gone, low = thin(place, state.line, now, room)
    taken = time.time_ns() // 1_000_000 - now
    told = {"seq": state.seq, "head": state.head, "folder": folder.name, "low": low, "at": now, "ms": taken}
    return {**told, "same_disk": is_same_disk(place, data_dir)}


def _still_lies(folder: Path) -> bool:
    return (folder / MANIFEST).is_file() and (folder / DATABASE).is_file()


def _made(source: Path, data_dir: Path, place: Path, now: int) -> Path:
    """The new folder; a full place is asked to give up its oldest backup once for each that it has."""
    stamp = (now, beijing(now, "%Y%m%d-%H%M%S"), program_version())
    while True:
        try:
            return make_backup(source, data_dir, place, stamp, signs_with(data_dir / "ledger-key"))
        except (OSError, sqlite3.Error) as broken:
            lines = {one.line for one in lying_at(place)} if is_full(broken) else set()
            dropped = [line for line in sorted(lines) if drop_oldest(place, line)]
            if not dropped:
                raise


def is_full(broken: Exception) -> bool:
    """Whether a place took no more bytes."""
    if isinstance(broken, OSError):
        return broken.errno in FULL
    return isinstance(broken, sqlite3.Error) and broken.sqlite_errorcode == sqlite3.SQLITE_FULL


def program_version() -> str:
    """The version of this program."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def signs_with(path: Path) -> Any:
    """How the ledger's key signs a manifest."""
    from web.keys import LedgerSigner, signing_key  # late: an unchanged contest needs no key

    signer = LedgerSigner(signing_key(path))

    def sign(message: bytes) -> dict[str, str]:
        return {"key": signer.key, "signature": signer.sign(message)}

    return sign


if __name__ == "__main__":
    sys.exit(main())
