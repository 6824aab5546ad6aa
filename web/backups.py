"""Backups by themselves: every BACKUP_SECONDS, and at once when a session opens or closes or a score is published.

Each is made by a child process; nothing here touches the place where they go, so a dead share cannot
stop the server.  One attempt at a time: while one cannot be ended, no other begins.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from flask import Flask
from flask_socketio import SocketIO

from live.server import every
from live.watch import Watch
from scoring.facts import Fact, PoolFinalised, ResultPublished, SessionClosed, SessionOpened
from web.config import ROOT, Settings
from web.office import now_ms

SOON = 3.0  # s between two that were asked for
AGAIN = 20.0  # s after a failure
LIMIT = 45.0  # s that an attempt may take
AT_STOP = 20.0  # s that stopping waits for the last one
LOOK = 1.0  # s between two looks
MOST = 1 << 16  # bytes of an answer: a pipe holds them all
ASKING = (SessionOpened, SessionClosed, ResultPublished, PoolFinalised)
Answer = dict[str, Any]


class Reports(Protocol):
    """Who is told (live.watch.Watch)."""

    def backup_wanted(self, place: str | None, same_disk: bool = False) -> None: ...
    def backup_done(self, at_ms: int, ledger_seq: int) -> None: ...
    def backup_failed(self, at_ms: int, code: str) -> None: ...


class Attempt:
    """One child process that makes a backup; asked from time to time, never waited for."""

    def __init__(self, job: dict[str, Any], limit: float = LIMIT) -> None:
        self._until = time.monotonic() + limit
        self._killed = False
        with tempfile.TemporaryFile() as source:
            source.write(json.dumps({**job, "seconds": max(1, round(limit) + 5)}).encode())
            source.seek(0)
            self._reading, writing = os.pipe()
            try:
                self._child = _spawn(source.fileno(), writing)
            except BaseException:
                os.close(self._reading)
                raise
            finally:
                os.close(writing)

    def answer(self) -> Answer | None:
        """What came of it, None while it works; an answer with "stuck" is one of a child that cannot be ended."""
        ended = os.waitid(os.P_PID, self._child, os.WEXITED | os.WNOHANG)
        if ended is not None:
            said = os.read(self._reading, MOST)
            os.close(self._reading)
            if said.endswith(b"\n"):
                return dict(json.loads(said))
            late = self._killed or ended.si_status == signal.SIGALRM
            return {"failed": "backup_hangs" if late else "backup_broken"}
        if time.monotonic() > self._until:
            os.kill(self._child, signal.SIGKILL)
            stuck, self._killed = self._killed, True
            self._until = time.monotonic() + AGAIN if stuck else self._until
            return {"failed": "backup_hangs", "stuck": True} if stuck else None
        return None


def _spawn(source: int, sink: int) -> int:
    surroundings = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "web.backup_worker"],
        surroundings,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, source, 0),
            (os.POSIX_SPAWN_DUP2, sink, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setpgroup=0,  # Ctrl-C on a terminal is for the server, which then makes the last backup
        setsigdef=[signal.SIGALRM, signal.SIGPIPE],
        setsigmask=[],
    )


def job_of(settings: Settings, place: Path) -> dict[str, Any] | None:
    """What a child is asked for; None for a database that is not SQLite's."""
    source = settings.database_file
    if source is None:
        return None
    return {"source": str(source), "data_dir": str(settings.data_dir.absolute()), "place": str(place.absolute())}


def back_up_now(settings: Settings, place: Path, limit: float = LIMIT) -> Answer:
    """Make one backup and wait for it: for the command line, with or without a server beside it."""
    job = job_of(settings, place)
    if job is None:
        return {"failed": "backup_not_sqlite"}
    attempt = Attempt(job, limit)
    while (answer := attempt.answer()) is None:
        time.sleep(0.02)
    return answer


class Backups:
    """The server's backups; everything here runs on the hub and returns at once."""

    def __init__(self, settings: Settings, watch: Reports, now: Callable[[], int]) -> None:
        self._settings, self._watch, self._now = settings, watch, now
        self._attempt: Attempt | None = None
        self._asked, self._started, self._due = True, -SOON, 0.0
        self._trying: tuple[object, ...] = ()
        self._saved: tuple[tuple[object, ...], str] = ((), "")  # what was saved, and in which folder
        self.last: Answer = {}
        watch.backup_wanted(str(settings.backup_place), settings.backup_dir is None)

    def hear(self, facts: Sequence[Fact]) -> None:
        """Ask for a backup where something of weight has happened."""
        self._asked = self._asked or any(isinstance(fact, ASKING) for fact in facts)

    def tick(self) -> None:
        """Look after the attempt that runs, or begin the next that is due; never raises for a failed one."""
        if self._attempt is not None:
            self._look()
            return
        clock = time.monotonic()
        if clock >= self._due or (self._asked and clock - self._started >= SOON):
            self._begin(clock)

    def stop(self, within: float = AT_STOP) -> None:
        """The last backup before the server ends; waits for it, but never longer than ``within`` seconds."""
        until = time.monotonic() + within
        while self._attempt is not None and time.monotonic() < until:
            time.sleep(0.05)
            self.tick()
        if self._attempt is None and self._seen() != self._saved[0]:
            self._begin(time.monotonic())
        while self._attempt is not None and time.monotonic() < until:
            time.sleep(0.05)
            self._look()

    def _begin(self, clock: float) -> None:
        self._asked, self._started, self._due = False, clock, clock + self._settings.backup_seconds
        self._trying = self._seen()
        job = job_of(self._settings, self._settings.backup_place)
        if job is None:
            self._watch.backup_wanted(None)
            return
        unchanged = self._saved[1] if self._trying == self._saved[0] else ""
        try:
            self._attempt = Attempt({**job, "unchanged": unchanged})
        except OSError:
            self._told({"failed": "backup_broken"})

    def _look(self) -> None:
        answer = None if self._attempt is None else self._attempt.answer()
        if answer is not None:
            if not answer.get("stuck"):
                self._attempt = None
            self._told(answer)

    def _told(self, answer: Answer) -> None:
        self.last = answer
        if "failed" in answer:
            self._due = time.monotonic() + AGAIN
            self._watch.backup_failed(self._now(), answer["failed"])
            return
        self._saved = (self._trying, answer["folder"])
        self._watch.backup_wanted(str(self._settings.backup_place), answer["same_disk"])
        self._watch.backup_done(self._now() - int(answer.get("ms", 0)), answer["seq"])  # the child has another clock

    def _seen(self) -> tuple[object, ...]:
        """Size and time of the database and its log: any commit changes them."""
        source = self._settings.database_file
        if source is None:
            return ()
        return tuple(_mark(path) for path in (source, source.with_name(source.name + "-wal")))


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def start_backups(app: Flask, socketio: SocketIO) -> None:
    """Make the served contest's backups from now on; the office must be open."""
    watch = app.extensions.setdefault("watch", Watch(now_ms()))
    backups = app.extensions["backups"] = Backups(app.extensions["settings"], watch, now_ms)
    every(socketio, LOOK, backups.tick)


def announced(app: Flask, announce: Callable[[Sequence[Fact]], None], facts: Sequence[Fact]) -> None:
    """Tell the screens, then the backups, what was committed."""
    announce(facts)
    backups = app.extensions.get("backups")
    if backups is not None:
        backups.hear(facts)
