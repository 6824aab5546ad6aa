"""What is past its term and lies outside the tables: lines of the security log, scans, backups."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.store.backup_folder import DIGEST, SCANS, read_manifest
from scoring.store.backup_shelf import lying_at
from scoring.store.reading.retention import held_with_a_term, line_of, over_since
from web.office import Office
from web.security_log import NAME as LOG
from web.terms import BACKUP_DAYS, DEVICE_DAYS, LOG_DAYS, SCAN_DAYS

DAY = 24 * 3600 * 1000  # ms


@dataclass(frozen=True, slots=True)
class Past:
    """A kind of thing that is past its term, how many of it, and the files that go with it."""

    kind: str  # drafts, devices, log, scans, backups
    count: int
    files: tuple[Path, ...] = ()


def past_terms(office: Office, now: int) -> list[Past]:
    """Everything that is past its term at ``now`` (ms); of a contest that is not over only the log."""
    found = [Past("log", _old_lines(office.settings.data_dir, now))]
    over = office.read(over_since)
    if over is not None:
        since = (now - over) // DAY
        held = office.read(held_with_a_term)
        found.append(Past("drafts", held["drafts"]))
        found.append(Past("devices", held["devices"] if since >= DEVICE_DAYS else 0))
        found += [_files("scans", _scans(office) if since >= SCAN_DAYS else ())]
        found += [_files("backups", _backups(office) if since >= BACKUP_DAYS else ())]
    return [one for one in found if one.count]


def _files(kind: str, files: tuple[Path, ...]) -> Past:
    return Past(kind, len(files), files)


def _scans(office: Office) -> tuple[Path, ...]:
    """Those of DATA_DIR, and of the backups' those that no backup names any more: a backup that stays stays whole."""
    mine, copies = office.settings.data_dir / SCANS, office.settings.backup_place / SCANS
    named = {name for one in lying_at(office.settings.backup_place) for name in read_manifest(one.folder).scans}
    return (*_in(mine), *(path for path in _in(copies) if path.name not in named))


def _in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if DIGEST.match(path.name)) if folder.is_dir() else []


def _backups(office: Office) -> tuple[Path, ...]:
    """All of this contest but the newest: a record that may be appealed is never left without a copy."""
    line = office.read(line_of)
    return tuple(one.folder for one in lying_at(office.settings.backup_place) if one.line == line)[:-1]


def remove(office: Office, past: Past, now: int) -> None:
    """Take away the files of one kind; OSError where the disk refuses."""
    if past.kind == "log":
        drop_old_lines(office.settings.data_dir, now)
    for path in past.files:
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _logs(folder: Path) -> list[Path]:
    return sorted(folder.glob("security-*.log")) + [path for path in (folder / LOG,) if path.is_file()]


def _old_lines(folder: Path, now: int) -> int:
    return sum(_is_old(line, now) for path in _logs(folder) for line in _lines(path))


def _lines(path: Path) -> Iterator[str]:
    yield from path.read_text("utf-8", "replace").splitlines()


def _is_old(line: str, now: int) -> bool:
    """Whether a line's time is past the term; a line without a time stays."""
    try:
        at = json.loads(line)["at"]
    except (ValueError, KeyError, TypeError):
        return False
    return isinstance(at, int) and now - at > LOG_DAYS * DAY


def drop_old_lines(folder: Path, now: int) -> None:
    """Each log without its old lines, whole or as it was; one that is empty then goes."""
    for path in _logs(folder):
        lines = list(_lines(path))
        kept = [line for line in lines if not _is_old(line, now)]
        if not kept:
            path.unlink()
        elif len(kept) < len(lines):
            aside = path.with_suffix(".kept")
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
                file.write("".join(f"{line}\n" for line in kept))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(path)
