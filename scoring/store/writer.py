"""The one writer that commits.

Whatever waits is taken together, up to :data:`BATCH` at a time, into one transaction with a
SAVEPOINT each: one refusal must not cost the others.  An answer follows the commit.  The writer's
thread is native (``Threads`` is passed in), so inside it: no green lock, no logging, no pool.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import Engine, text

from scoring.errors import Refusal, StoreFailed
from scoring.facts import Actor, Fact
from scoring.store.prepared import STORE_FAILS, Prepared
from scoring.store.refusals import Refusals
from scoring.store.work import Signer, Work

BATCH = 30  # ballots of one hall's panel three times over; measured: more gains nothing
Action = Callable[..., Any]
_BEGIN_ONE, _KEEP_ONE = Prepared(text("SAVEPOINT one_job")), Prepared(text("RELEASE SAVEPOINT one_job"))
_UNDO_ONE = Prepared(text("ROLLBACK TO SAVEPOINT one_job"))


class Queue(Protocol):
    """What waits for the writer; ``take`` blocks the native thread for the first."""

    def put(self, job: Job | None) -> None: ...
    def take(self, most: int) -> list[Job | None]: ...


class Waiter(Protocol):
    """Where the asking greenlet or thread waits without stopping the others."""

    def wait(self) -> None: ...
    def set(self) -> None: ...


class Threads(Protocol):
    """How to leave the hub and come back to it (eventlet or plain threading)."""

    def queue(self) -> Queue: ...
    def waiter(self) -> Waiter: ...
    def start(self, run: Callable[[], None]) -> None: ...
    def post(self, call: Callable[[], None]) -> None: ...


@dataclass
class Job:
    """One action on its way through the writer, and what came of it."""

    action: Action
    actor: Actor
    values: dict[str, Any]
    waiter: Waiter
    value: Any = None
    error: Exception | None = None
    facts: Sequence[Fact] = ()


class Report(Protocol):
    """Who hears how the commits go, on the writer's native thread; times in ms."""

    def committing(self, at_ms: int) -> None: ...
    def committed(self, ms: float, at_ms: int) -> None: ...
    def commit_failed(self, at_ms: int) -> None: ...


class NoReport:
    """Nobody listens: commands and unit tests."""

    def committing(self, at_ms: int) -> None: ...
    def committed(self, ms: float, at_ms: int) -> None: ...
    def commit_failed(self, at_ms: int) -> None: ...


class Writer:
    """The only thing that commits."""

    def __init__(
        self,
        engine: Engine,
        threads: Threads,
        now: Callable[[], int],
        new_id: Callable[[], str],
        announce: Callable[[Sequence[Fact]], None],
        signer: Signer,
        report: Report | None = None,
    ) -> None:
        self._engine, self._threads, self._now, self._new_id = engine, threads, now, new_id
        self._announce, self._signer, self._report = announce, signer, report or NoReport()
        self._queue, self._refusals = threads.queue(), Refusals()
        self._waiting: dict[int, Job] = {}
        self._connection, self._doubtful, self._ended = engine.connect(), False, threads.waiter()
        threads.start(self._run)

    @property
    def waiting(self) -> int:
        """How many actions are not answered yet."""
        return len(self._waiting)

    def do(self, action: Action, actor: Actor, **values: Any) -> Any:
        """Run ``action(work, **values)``, committed, and return its value; raises its refusal."""
        job = Job(action, actor, values, self._threads.waiter())
        self._waiting[id(job)] = job
        self._queue.put(job)
        try:
            job.waiter.wait()
        finally:
            del self._waiting[id(job)]
        if job.error is not None:
            raise job.error
        return job.value

    def close(self) -> None:
        """Take no more; returns when what waited is committed and the file is let go: it may be moved then."""
        self._queue.put(None)
        self._ended.wait()

    def _run(self) -> None:
        open_for_work = True
        while open_for_work:
            taken = self._queue.take(BATCH)
            jobs = [job for job in taken if job is not None]
            open_for_work = len(jobs) == len(taken)
            if jobs:
                self._commit(jobs)
                self._threads.post(lambda jobs=jobs: self._answer(jobs))  # type: ignore[misc]
        try:
            self._connection.close()
        finally:
            self._threads.post(self._ended.set)

    def _commit(self, jobs: Sequence[Job]) -> None:
        began = time.monotonic()
        self._report.committing(self._now())
        try:
            if self._doubtful:
                self._renew_connection()
            with self._connection.begin():
                for job in jobs:
                    self._try(job)
        except Exception as error:  # noqa: BLE001 - whatever stops a commit, nobody may be told it was saved
            for job in jobs:
                job.value, job.facts, job.error = None, (), StoreFailed(repr(error))
        self._doubtful = any(isinstance(job.error, StoreFailed) for job in jobs)
        if self._doubtful:
            self._report.commit_failed(self._now())
        else:
            self._report.committed((time.monotonic() - began) * 1000, self._now())

    def _renew_connection(self) -> None:
        """Opened before the doubtful one is closed: without any, readers on a full disk would lose the WAL's index."""
        fresh = self._engine.connect()
        with suppress(Exception):  # what is broken need not close well
            self._connection.invalidate()
        self._connection, self._doubtful = fresh, False

    def _try(self, job: Job) -> None:
        work = Work(self._connection, job.actor, self._now(), self._new_id, self._signer)
        _BEGIN_ONE.run(self._connection)
        try:
            job.value = job.action(work, **job.values)
            _KEEP_ONE.run(self._connection)
            job.facts = work.facts
        except Refusal as refusal:
            self._undo_one()
            job.error = refusal
            self._record_refusal(job, refusal)
        except Exception as error:  # noqa: BLE001 - a fault in one action must not cost the others
            self._undo_one()
            job.error = StoreFailed(repr(error)) if isinstance(error, STORE_FAILS) else error

    def _undo_one(self) -> None:
        _UNDO_ONE.run(self._connection)
        _KEEP_ONE.run(self._connection)

    def _record_refusal(self, job: Job, refusal: Refusal) -> None:
        about = str(job.values.get("entry") or job.values.get("session") or "")[:40]
        work = Work(self._connection, job.actor, self._now(), self._new_id, self._signer)
        self._refusals.record(work, job.action.__name__, refusal.code, about)

    def _answer(self, jobs: Sequence[Job]) -> None:
        """Acknowledge first, then announce: nobody's receipt waits for a screen."""
        for job in jobs:
            job.waiter.set()
        facts = [fact for job in jobs for fact in job.facts]
        if facts:
            self._announce(facts)
