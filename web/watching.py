"""Looks at the machine every two seconds and tells the watch: disk, clock, and whether saving works again.

The disk is asked on a native thread and nobody waits for it: a share that hangs stops nothing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from live.watch import Watch
from scoring.errors import StoreFailed
from scoring.store.database import store_nothing
from web.office import Office

LOOK_EVERY = 2  # s


def steady_ms() -> int:
    """A clock that nobody sets; it counts on while the machine sleeps where the system has such a one."""
    clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime_ns(clock) // 1_000_000


def free_bytes(folder: Path) -> int:
    """What this process may still write on the folder's disk."""
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


class Watchman:
    """One look after the other, each short."""

    def __init__(self, watch: Watch, office: Office, now: Callable[[], int]) -> None:
        self._watch, self._office, self._now = watch, office, now
        self._offset = now() - steady_ms()
        self._asking_the_disk = False

    def look(self) -> None:
        """Clock, disk, and a commit of nothing where the last one failed; never raises."""
        self._look_at_the_clock()
        if not self._asking_the_disk:
            self._asking_the_disk = True
            self._office.threads.start(self._look_at_the_disk)
        if self._watch.last_commit_failed:
            with suppress(StoreFailed):
                self._office.do(store_nothing)

    def _look_at_the_clock(self) -> None:
        offset = self._now() - steady_ms()
        self._watch.clock_step(offset - self._offset, self._now())
        self._offset = offset

    def _look_at_the_disk(self) -> None:
        with suppress(OSError):
            self._watch.looked(self._now(), free_bytes(self._office.settings.data_dir))
        self._asking_the_disk = False
