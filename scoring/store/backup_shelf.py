"""The place where backups lie: which there are, which may go, and how much room is left."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path

from scoring.store.backup import BackupRefused
from scoring.store.backup_folder import MAKING, NAME, read_manifest

HOUR, DAY = 3_600_000, 86_400_000  # ms
TEN_MINUTES = 600_000  # ms
BEIJING = timezone(timedelta(hours=8))
LEFT_BEHIND = 600  # s after which a half-made folder belongs to a process that is gone
LOW = 200_000_000  # bytes: some dozen copies of a big contest
SPARE = 3  # the next copies that must fit


@dataclass(frozen=True, slots=True)
class Lying:
    """A backup that lies at a place: its folder, when it was begun (ms) and which contest it is of."""

    folder: Path
    at: int
    line: str
    seq: int


def lying_at(place: Path) -> list[Lying]:
    """Every backup with a readable manifest, the oldest first; what else lies there is left alone."""
    return sorted(_lying(place), key=lambda one: (one.at, one.folder.name))


def _lying(place: Path) -> Iterator[Lying]:
    for folder in place.iterdir() if place.is_dir() else ():
        if NAME.match(folder.name) and folder.is_dir():
            try:
                manifest = read_manifest(folder)
            except BackupRefused:
                continue
            yield Lying(folder, manifest.at, manifest.state.line, manifest.state.seq)


def to_go(backups: Sequence[Lying], now: int) -> list[Lying]:
    """Of one contest's backups those that may go.

    The last hour stays whole, then the first of every ten minutes of a day, then the first of every
    day; and always the newest of all.
    """
    kept: set[tuple[str, int]] = set()
    going = []
    for one in sorted(backups, key=lambda each: each.at)[:-1]:
        if now - one.at <= HOUR:
            continue
        recent = now - one.at <= DAY
        stretch = ("minutes", one.at // TEN_MINUTES) if recent else ("day", _day(one.at))
        if stretch in kept:
            going.append(one)
        kept.add(stretch)
    return going


def _day(at: int) -> int:
    return datetime.fromtimestamp(at / 1000, BEIJING).toordinal()


def thin(place: Path, line: str, now: int, room: int) -> tuple[int, bool]:
    """Take away what may go of the contest ``line``, and more, the oldest first, where ``room`` bytes are not free.

    The newest stays whatever happens.  Answers how many went, and whether the place is low on space.
    """
    backups = [one for one in lying_at(place) if one.line == line]
    going = to_go(backups, now)
    for one in going:
        shutil.rmtree(one.folder, ignore_errors=True)
    staying = [one for one in backups[:-1] if one not in going]
    low = free_at(place) < max(LOW, room)
    while staying and free_at(place) < room:
        going.append(staying.pop(0))
        shutil.rmtree(going[-1].folder, ignore_errors=True)
    _clear_left_behind(place)
    return len(going), low


def drop_oldest(place: Path, line: str) -> bool:
    """Take away the oldest backup of a contest to make room; False where only the newest is left."""
    backups = [one for one in lying_at(place) if one.line == line]
    if len(backups) < 2:
        return False
    shutil.rmtree(backups[0].folder, ignore_errors=True)
    return True


def _clear_left_behind(place: Path) -> None:
    for folder in place.iterdir():
        if folder.name.startswith(MAKING) and time.time() - folder.stat().st_mtime > LEFT_BEHIND:
            shutil.rmtree(folder, ignore_errors=True)


def free_at(place: Path) -> int:
    """Bytes that this process may still write there."""
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize


def is_same_disk(place: Path, data_dir: Path) -> bool:
    """Whether both lie on one device, so that one fault takes both."""
    return place.stat().st_dev == data_dir.stat().st_dev
