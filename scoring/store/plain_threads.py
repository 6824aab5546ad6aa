"""``Threads`` for the command line, for unit tests and for a server in ``threading`` mode."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from scoring.store.writer import Job


class PlainQueue:
    """A FIFO whose reader takes all that waits, up to ``most``."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()

    def put(self, job: Job | None) -> None:
        self._waiting.put(job)

    def take(self, most: int) -> list[Job | None]:
        taken = [self._waiting.get()]
        while len(taken) < most and taken[-1] is not None:
            try:
                taken.append(self._waiting.get_nowait())
            except queue.Empty:
                break
        return taken


class PlainWaiter:
    """An event of the threading module."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def wait(self) -> None:
        self._event.wait()

    def set(self) -> None:
        self._event.set()


class PlainThreads:
    """Real threads, answers given where they arise."""

    def queue(self) -> PlainQueue:
        return PlainQueue()

    def waiter(self) -> PlainWaiter:
        return PlainWaiter()

    def start(self, run: Callable[[], None]) -> None:
        threading.Thread(target=run, name="writer", daemon=True).start()

    def post(self, call: Callable[[], None]) -> None:
        call()
