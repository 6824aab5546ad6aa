"""Looks at the machine every two seconds and tells the watch: disk, clock, and whether saving works again.

The disk is asked on a native thread and nobody waits for it: a share that hangs stops nothing.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from live.watch import Watch
from scoring.errors import StoreFailed
from scoring.store.database import store_nothing
from scoring.store.reading.changes import waiting_changes
from scoring.store.reading.day import session_rows
from scoring.store.tables import entry
from web.office import ContestClock, Office, contest_clock

LOOK_EVERY = 2  # s
DRIFT = 500  # ms that the wall clock may be away before it is followed
TIMED = ("presenting", "questioning")


def free_bytes(folder: Path) -> int:
    """What this process may still write on the folder's disk."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def nothing_is_timed(connection: Connection, now: int) -> bool:
    """Nobody presents or is questioned, and no change waits for its second person."""
    timed = select(entry.c.id).where(entry.c.phase.in_(TIMED)).limit(1)
    return connection.execute(timed).first() is None and not waiting_changes(connection, now)


def session_is_open(connection: Connection) -> bool:
    """Whether any hall is in session: from then on copies are due, whether or not anybody looks at the desk."""
    return any(row.state == "open" for row in session_rows(connection))


class Watchman:
    """One look after the other, each short."""

    def __init__(self, watch: Watch, office: Office, clock: ContestClock = contest_clock) -> None:
        self._watch, self._office, self._clock = watch, office, clock
        self._stepped = clock.stepped()
        self._asking_the_disk = False

    def look(self) -> None:
        """Clock, disk, and a commit of nothing where the last one failed; never raises."""
        with suppress(SQLAlchemyError):
            self._look_at_the_clock()
            self._watch.session_open(self._office.read(session_is_open), self._clock.now())
        self._watch.measures.sample(self._clock.now())
        if not self._asking_the_disk:
            self._asking_the_disk = True
            self._office.threads.start(self._look_at_the_disk)
        if self._watch.last_commit_failed:
            with suppress(StoreFailed):
                self._office.do(store_nothing)

    def _look_at_the_clock(self) -> None:
        """A step is told at once, and followed as soon as it can falsify no timer and no deadline."""
        stepped, before = self._clock.stepped(), self._stepped
        self._stepped = stepped
        self._watch.clock_step(stepped - before, self._clock.now())
        if abs(stepped) > DRIFT and self._office.read(nothing_is_timed, self._clock.now()):
            self._watch.clock_adopted(self._clock.adopt())
            self._stepped = self._clock.stepped()

    def _look_at_the_disk(self) -> None:
        with suppress(OSError):
            self._watch.looked(self._clock.now(), free_bytes(self._office.settings.data_dir))
        self._asking_the_disk = False
