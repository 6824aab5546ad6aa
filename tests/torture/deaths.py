"""Where in the writer a server sends itself SIGKILL: wrapped around the product's code, never in it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Sequence
from typing import Any

STAGES = ("begin", "executing", "commit", "committed", "answering")
WRITES = ("INSERT", "UPDATE", "DELETE", "RELEASE")


def die(*_anything: object) -> None:
    """No handler, no flush, no goodbye."""
    os.kill(os.getpid(), signal.SIGKILL)
    while True:  # not one step more
        pass


def countdown(after: int, last: Callable[..., None] = die) -> Callable[..., None]:
    """A call that does nothing until it is made for the ``after``-th time."""
    left = [after]

    def call(*_anything: object) -> None:
        left[0] -= 1
        if left[0] == 0:
            last()

    return call


def arm(stage: str, after: int, pause: float, ballots: bool) -> None:
    """Make this process die: in the ``after``-th batch (while executing: at the ``after``-th statement that writes).

    begin: before anything of the batch is done; executing: within its transaction; commit: ``pause`` s after
    COMMIT has begun, in or just behind it; committed: behind COMMIT, before any answer; answering: when one half
    of a batch has had ``pause`` s to hear of it.  With ``ballots`` only batches with a ballot among them count.
    """
    from sqlalchemy import Engine, event

    from scoring.store.writer import Writer

    if stage not in STAGES:
        raise ValueError(stage)
    batch = Batch(ballots)
    last = (lambda: _die_beside(pause)) if stage == "commit" else die
    count = batch.counted(countdown(after, last))
    if stage == "begin":
        _wrap(Writer, "_commit", before=count)
    elif stage == "executing":
        event.listen(Engine, "before_cursor_execute", lambda *seen: seen[2].startswith(WRITES) and count())
        _before_prepared(count)
    elif stage == "commit":
        event.listen(Engine, "commit", count)
    elif stage == "committed":
        _wrap(Writer, "_commit", behind=count)
    else:
        _answer_half(Writer, after, pause, ballots)
    _wrap(Writer, "_commit", before=batch.begins)  # the outermost: it knows first


class Batch:
    """Whether the batch that the writer is at counts; on the writer's thread only."""

    def __init__(self, ballots: bool) -> None:
        self._ballots, self._counts = ballots, False

    def begins(self, jobs: Sequence[Any]) -> None:
        self._counts = not self._ballots or has_ballot(jobs)

    def counted(self, call: Callable[..., None]) -> Callable[..., None]:
        return lambda *_anything: call() if self._counts else None


def has_ballot(jobs: Sequence[Any]) -> bool:
    return any(job.action.__name__ == "submit_ballot" for job in jobs)


def _nothing(*_anything: object) -> None: ...


def _wrap(
    owner: Any, name: str, before: Callable[..., None] = _nothing, behind: Callable[..., None] = _nothing
) -> None:
    original = getattr(owner, name)

    def wrapped(self: Any, *values: Any) -> Any:
        before(*values)
        result = original(self, *values)
        behind(*values)
        return result

    setattr(owner, name, wrapped)


def _before_prepared(count: Callable[..., None]) -> None:
    """Also at those statements that SQLAlchemy does not see."""
    from scoring.store.prepared import Prepared

    original = Prepared.run

    def run(self: Prepared, connection: Any, **values: Any) -> None:
        if self.text.startswith(WRITES):
            count()
        original(self, connection, **values)

    Prepared.run = run  # type: ignore[method-assign]


def _die_beside(pause: float) -> None:
    """From a native thread of its own, while this one goes on into COMMIT."""
    from eventlet import patcher

    native, clock = patcher.original("threading"), patcher.original("time")

    def soon() -> None:
        clock.sleep(pause)
        die()

    native.Thread(target=soon, daemon=True).start()


def _answer_half(writer: Any, after: int, pause: float, ballots: bool) -> None:
    """From the ``after``-th batch on: the first of two or more is the one."""
    import eventlet

    original, seen = writer._answer, [0]

    def answer(self: Any, jobs: Sequence[Any]) -> None:
        seen[0] += not ballots or has_ballot(jobs)
        if seen[0] < after or len(jobs) < 2:
            original(self, jobs)
            return
        for job in jobs[: len(jobs) // 2]:
            job.waiter.set()
        eventlet.sleep(pause)
        die()

    writer._answer = answer
