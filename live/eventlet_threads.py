"""``Threads`` under eventlet: the writer is a native thread, answers come back through a pipe.

``eventlet.patcher.original`` gives the modules as they were before patching: a native thread may
touch no green lock.  The hub watches the pipe; what is posted runs there, in order.
"""

from __future__ import annotations

import logging
import os
from collections import deque
from collections.abc import Callable

import eventlet
from eventlet import patcher
from eventlet.green import os as green_os
from eventlet.hubs import get_hub

from scoring.store.writer import Job

_os = patcher.original("os")
_queue = patcher.original("queue")
_threading = patcher.original("threading")
WAKE = b"!"
READ_AT_MOST = 4096  # bytes: as many wake-ups as one read may take

log = logging.getLogger("liangfen.live")


class NativeQueue:
    """A FIFO between the hub and the native writer.

    What the hub puts in is handed over when it has served everybody whom it found ready: thirty ballots that come at
    once go into one commit, and the two threads do not take the interpreter from each other for each of them.
    """

    def __init__(self) -> None:
        self._waiting = _queue.SimpleQueue()  # of one piece: nobody waits for a lock within it
        self._gathered: deque[Job | None] = deque()
        self._hub, self._thread = get_hub(), _threading.get_ident()

    def put(self, job: Job | None) -> None:
        if _threading.get_ident() != self._thread:
            self._waiting.put(job)
            return
        self._gathered.append(job)
        if len(self._gathered) == 1:
            self._hub.schedule_call_global(0, self._hand_over)

    def _hand_over(self) -> None:
        while self._gathered:
            self._waiting.put(self._gathered.popleft())

    def take(self, most: int) -> list[Job | None]:
        taken: list[Job | None] = [self._waiting.get()]
        while len(taken) < most and taken[-1] is not None:
            try:
                taken.append(self._waiting.get_nowait())
            except _queue.Empty:
                break
        return taken


class GreenWaiter:
    """Where one greenlet waits; set on the hub only."""

    def __init__(self) -> None:
        self._event = eventlet.event.Event()

    def wait(self) -> None:
        self._event.wait()

    def set(self) -> None:
        self._event.send(None)


class EventletThreads:
    """Leaves the hub by native threads and returns to it by a pipe."""

    def __init__(self) -> None:
        self._posted: deque[Callable[[], None]] = deque()
        self._read_end, self._write_end = os.pipe()
        eventlet.spawn_n(self._drain)

    def queue(self) -> NativeQueue:
        return NativeQueue()

    def waiter(self) -> GreenWaiter:
        return GreenWaiter()

    def start(self, run: Callable[[], None]) -> None:
        _threading.Thread(target=run, name="writer", daemon=True).start()

    def post(self, call: Callable[[], None]) -> None:
        self._posted.append(call)
        _os.write(self._write_end, WAKE)

    def _drain(self) -> None:
        while True:
            green_os.read(self._read_end, READ_AT_MOST)
            while self._posted:
                self._call(self._posted.popleft())

    def _call(self, posted: Callable[[], None]) -> None:
        """One that fails must not end the answers to all others."""
        try:
            posted()
        except Exception:
            log.exception("a posted call failed")
