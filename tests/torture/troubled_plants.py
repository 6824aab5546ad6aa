"""Bugs to be caught by T2, T4 and T5, each planted into a server of its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from scoring.errors import StoreFailed
from scoring.store import database
from scoring.store.writer import Job, Writer


def _with_pragma(pragma: str) -> None:
    name = pragma.split("=")[0]
    database.PRAGMAS = (*(one for one in database.PRAGMAS if not one.startswith(name)), pragma)  # type: ignore[assignment]


def _unasked(pragma: str) -> Callable[[], None]:
    """A weaker setting, and nobody who asks for it."""

    def plant() -> None:
        _with_pragma(pragma)
        database._weaker = lambda *_found: None  # type: ignore[assignment]

    return plant


def _answer_first() -> None:
    """The tablet hears of it before the commit."""

    def commit(self: Any, jobs: Sequence[Job]) -> None:
        with self._connection.begin():
            for job in jobs:
                self._try(job)
            self._threads.post(lambda: [job.waiter.set() for job in jobs])
            time.sleep(0.05)

    def answer(self: Any, jobs: Sequence[Job]) -> None:
        self._announce([fact for job in jobs for fact in job.facts])

    Writer._commit, Writer._answer = commit, answer  # type: ignore[method-assign]


def _swallow() -> None:
    """A commit that failed is answered as one that did not."""
    real = Writer._commit

    def commit(self: Any, jobs: Sequence[Job]) -> None:
        try:
            with self._connection.begin():
                for job in jobs:
                    self._try(job)
        except Exception:  # noqa: BLE001 - the bug
            if any(job.value is None for job in jobs):
                real(self, jobs)

    Writer._commit = commit  # type: ignore[method-assign]


def _never_again() -> None:
    """After one failure the writer gives up for good."""
    real, broken = Writer._commit, []

    def commit(self: Any, jobs: Sequence[Job]) -> None:
        if broken:
            for job in jobs:
                job.value, job.facts, job.error = None, (), StoreFailed("given up")
            return
        real(self, jobs)
        broken.extend(job for job in jobs if isinstance(job.error, StoreFailed))

    Writer._commit = commit  # type: ignore[method-assign]


def _says_nothing() -> None:
    """Nobody at the desk hears of a commit that failed."""
    from live.watch import Watch

    Watch.commit_failed = lambda self, at_ms: None  # type: ignore[method-assign]


def _by_the_tablets_clock() -> None:
    """Who sends must have the server's time."""
    from flask import request

    import wsgi
    from web.errors import answer

    def refuse() -> Any:
        body = request.get_json(silent=True) if request.method == "PUT" else None
        at = body.get("saved_at") if isinstance(body, dict) else None
        if isinstance(at, int) and abs(at - time.time_ns() // 1_000_000) > 60_000:
            return answer("malformed", 400, {"field": "saved_at"})
        return None

    wsgi.app.before_request(refuse)


def _nobody_before_the_start() -> None:
    """A socket that comes before the server's start, by its clock, is refused."""
    from live.board import BoardNamespace
    from live.judge import JudgeNamespace

    began = time.time()
    for namespace in (BoardNamespace, JudgeNamespace):
        real = namespace.on_connect

        def connect(self: Any, *given: Any, real: Any = real) -> Any:
            return False if time.time() < began - 60 else real(self, *given)

        connect.permission = real.permission  # type: ignore[attr-defined]
        namespace.on_connect = connect


def _newest_by_the_clock() -> None:
    """What was written last by the clock is taken for the newest fact."""
    real = Writer._try

    def attempt(self: Any, job: Job) -> None:
        real(self, job)
        kept = job.value
        if job.error is None and getattr(kept, "receipt", "") and self._now() < self.__dict__.setdefault("newest", 0):
            job.value = None
            job.error = StoreFailed("older than the newest")
        self.newest = max(self.__dict__.get("newest", 0), self._now())

    Writer._try = attempt  # type: ignore[method-assign]


def _wall_clock() -> None:
    """The contest's clock is whatever the machine's is set to."""
    from web import office

    office.ContestClock.now = lambda self: office.wall_ms()  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    "synchronous=NORMAL": _unasked("synchronous=NORMAL"),
    "synchronous=OFF": _unasked("synchronous=OFF"),
    "answered before the commit": _answer_first,
    "a failed commit is swallowed": _swallow,
    "the writer gives up": _never_again,
    "the desk hears nothing": _says_nothing,
    "the tablet's clock decides": _by_the_tablets_clock,
    "nobody enters before the start": _nobody_before_the_start,
    "the newest by the clock": _newest_by_the_clock,
    "the wall clock is followed at once": _wall_clock,
}
