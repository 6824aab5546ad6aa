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


def arm(stage: str, after: int, pause: float) -> None:
    """Make this process die: in the ``after``-th batch (while executing: at the ``after``-th statement that writes).

    begin: before anything of the batch is done; executing: within its transaction; commit: ``pause`` s after
    COMMIT has begun, in or just behind it; committed: behind COMMIT, before any answer; answering: when one half
    of a batch has had ``pause`` s to hear of it.
    """
    from sqlalchemy import Engine, event

    from scoring.store.work import Writer

    if stage == "begin":
        writer: Any = Writer
        _wrap(writer, "_commit", before=countdown(after))
    elif stage == "executing":
        count = countdown(after)
        event.listen(Engine, "before_cursor_execute", lambda *seen: seen[2].startswith(WRITES) and count())
    elif stage == "commit":
        event.listen(Engine, "commit", countdown(after, lambda: _die_beside(pause)))
    elif stage == "committed":
        _wrap(Writer, "_commit", behind=countdown(after))
    elif stage == "answering":
        _answer_half(Writer, after, pause)
    else:
        raise ValueError(stage)


def _nothing(*_anything: object) -> None: ...


def _wrap(
    owner: Any, name: str, before: Callable[..., None] = _nothing, behind: Callable[..., None] = _nothing
) -> None:
    original = getattr(owner, name)

    def wrapped(self: Any, *values: Any) -> Any:
        before()
        result = original(self, *values)
        behind()
        return result

    setattr(owner, name, wrapped)


def _die_beside(pause: float) -> None:
    """From a native thread of its own, while this one goes on into COMMIT."""
    from eventlet import patcher

    native, clock = patcher.original("threading"), patcher.original("time")

    def soon() -> None:
        clock.sleep(pause)
        die()

    native.Thread(target=soon, daemon=True).start()


def _answer_half(writer: Any, after: int, pause: float) -> None:
    """From the ``after``-th batch on: the first of two or more is the one."""
    import eventlet

    original, seen = writer._answer, [0]

    def answer(self: Any, jobs: Sequence[Any]) -> None:
        seen[0] += 1
        if seen[0] < after or len(jobs) < 2:
            original(self, jobs)
            return
        for job in jobs[: len(jobs) // 2]:
            job.waiter.set()
        eventlet.sleep(pause)
        die()

    writer._answer = answer
