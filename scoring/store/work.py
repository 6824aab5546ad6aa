"""One unit of work, and the one writer that commits.

Whatever waits is taken together, up to :data:`BATCH` at a time, into one transaction with a
SAVEPOINT each: one refusal must not cost the others.  An answer follows the commit.  The writer's
thread is native (``Threads`` is passed in), so inside it: no green lock, no logging, no pool.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import OperationalError

from scoring.errors import Refusal, StoreFailed
from scoring.facts import Actor, DraftSaved, Fact
from scoring.rules.ledger import canonical_json, head_statement, link_hash
from scoring.store.refusals import Refusals
from scoring.store.tables import ledger, signed_head

BATCH = 30  # ballots of one hall's panel three times over; measured: more gains nothing
GENESIS = "0" * 64
UNRECORDED = (DraftSaved,)  # announced, but no part of what may be appealed


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


Action = Callable[..., Any]


class Signer(Protocol):
    """The DATA_DIR's Ed25519 key; both answers are hex."""

    @property
    def key(self) -> str: ...
    def sign(self, message: bytes) -> str: ...


@dataclass
class Work:
    """What an action gets: the open transaction, who acts, the time (ms), fresh ids, who signs heads."""

    connection: Connection
    actor: Actor
    now: int
    new_id: Callable[[], str]
    signer: Signer
    facts: list[Fact] = field(default_factory=list)

    def record(self, fact: Fact) -> int:
        """Append ``fact`` to the ledger in this transaction; its sequence number."""
        self.facts.append(fact)
        if isinstance(fact, UNRECORDED):
            return 0
        last = self.connection.execute(
            select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)
        ).first()
        seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
        who = f"{self.actor.kind}:{self.actor.id}:{self.actor.role}:{self.actor.login}"
        body = canonical_json({"seq": seq, "at": self.now, "actor": who, **fact.body()})
        self.connection.execute(
            insert(ledger).values(
                seq=seq, at=self.now, actor=who, body=body.decode(), previous=previous, hash=link_hash(previous, body),
                fact=type(fact).__name__, entry=getattr(fact, "entry", None), judge=getattr(fact, "judge", None),
            )
        )  # fmt: skip
        return seq

    def sign_head(self, why: str) -> None:
        """Sign the newest fact's place in the chain: an anchor that nobody without the key can move.

        ``why`` is opened, published or finalised; a head that is signed already keeps its signature.
        """
        newest = select(ledger.c.seq, ledger.c.hash).order_by(ledger.c.seq.desc()).limit(1)
        seq, head = self.connection.execute(newest).one()
        if self.connection.execute(select(signed_head.c.seq).where(signed_head.c.seq == seq)).first() is None:
            signature = self.signer.sign(head_statement(seq, head))
            self.connection.execute(
                insert(signed_head).values(seq=seq, hash=head, why=why, key=self.signer.key, signature=signature)
            )

    def rehearse(self, act: Callable[[Work], Any]) -> Any:
        """Do something and take it back at once, with its facts: what it would come to, nothing kept."""
        savepoint = self.connection.begin_nested()
        try:
            return act(Work(self.connection, self.actor, self.now, self.new_id, self.signer))
        finally:
            savepoint.rollback()


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
        self._connection, self._doubtful = engine.connect(), False
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
        """Take no more; what waits before this is still committed."""
        self._queue.put(None)

    def _run(self) -> None:
        open_for_work = True
        while open_for_work:
            taken = self._queue.take(BATCH)
            jobs = [job for job in taken if job is not None]
            open_for_work = len(jobs) == len(taken)
            if jobs:
                self._commit(jobs)
                self._threads.post(lambda jobs=jobs: self._answer(jobs))  # type: ignore[misc]
        self._connection.close()

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
                job.value, job.facts = None, ()
                job.error = StoreFailed(repr(error))
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
        savepoint = self._connection.begin_nested()
        try:
            job.value = job.action(work, **job.values)
            savepoint.commit()
            job.facts = work.facts
        except Refusal as refusal:
            savepoint.rollback()
            job.error = refusal
            self._record_refusal(job, refusal)
        except Exception as error:  # noqa: BLE001 - a fault in one action must not cost the others
            savepoint.rollback()
            job.error = StoreFailed(repr(error)) if isinstance(error, OperationalError) else error

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
