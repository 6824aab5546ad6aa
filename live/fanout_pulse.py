"""One greenlet that pings every plain socket, where engine.io keeps one asleep for each and another that looks at all.

It goes by a clock that nobody sets: a server whose time is corrected does not drop its clients for it.
"""

from __future__ import annotations

import logging
import time
from collections import deque
from typing import Any

GRAIN = 0.25  # s between two looks: a ping may be so late
SWEEP_EVERY = 20  # looks, after which engine.io's own list is gone through
PING = b"\x81\x012"  # engine.io's ping as a frame

log = logging.getLogger("liangfen.live")


class Pulse:
    """engine.io's ``ping_interval`` after a pong comes the next ping; ``ping_timeout`` without a pong cuts the line."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self._interval, self._timeout = float(engine.ping_interval), float(engine.ping_timeout)
        self._due: deque[tuple[float, Any]] = deque()  # in order: the interval is the same for all
        self._asked: deque[tuple[float, Any]] = deque()
        self._unanswered: dict[str, float] = {}  # until when
        engine.start_service_task = False
        self._beats = False

    def take(self, socket: Any) -> None:
        """From now on this one is pinged from here (and once more by engine.io, which has begun to)."""
        if not self._beats:
            self._beats = True
            self._engine.start_background_task(self._run)

        def answered() -> None:
            socket.last_ping = None
            if self._unanswered.pop(socket.sid, None) is not None:
                self._due.append((time.monotonic() + self._interval, socket))

        socket.schedule_ping = answered
        self._due.append((time.monotonic() + self._interval, socket))

    def drop(self, socket: Any) -> None:
        """It has gone."""
        self._unanswered.pop(socket.sid, None)

    def beat(self, now: float) -> None:
        """Cut who did not answer, ping who is due."""
        while self._asked and self._asked[0][0] <= now:
            until, socket = self._asked.popleft()
            if self._unanswered.get(socket.sid) == until:
                del self._unanswered[socket.sid]
                socket.queue.cut("no answer")
        while self._due and self._due[0][0] <= now:
            _, socket = self._due.popleft()
            if not socket.closing and not socket.closed:
                self._unanswered[socket.sid] = now + self._timeout
                self._asked.append((now + self._timeout, socket))
                socket.queue.send(PING)

    def sweep(self) -> None:
        """What engine.io's own look does: sockets that were closed are let go, those without a line timed."""
        for name, socket in list(self._engine.sockets.items()):
            if socket.closed:
                self._engine.sockets.pop(name, None)
            elif not socket.closing:
                socket.check_ping_timeout()

    def _run(self) -> None:
        looks = 0
        while True:
            self._engine.sleep(GRAIN)
            looks += 1
            try:
                self.beat(time.monotonic())
                if looks % SWEEP_EVERY == 0:
                    self.sweep()
            except Exception:  # one socket must not end the pulse of all others
                log.exception("a ping failed")
