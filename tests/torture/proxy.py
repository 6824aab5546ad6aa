"""A bad network on this machine: a TCP proxy on 127.0.0.1 that does to connections what a schedule says.

One thread moves all bytes; it knows nothing of HTTP or of websockets.  A fault holds from ``begin`` to ``end``
(seconds after `play`) for its share of the connections.  What a connection has suffered stays with it: who was
swallowed by a black hole hears nothing any more, healed or not, until it gives up by itself.
"""

from __future__ import annotations

import contextlib
import random
import selectors
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterable

from tests.torture.proxy_lines import DOWN, UP, Fault, Line, Way

TICK = 0.01  # s
READ_AT_MOST = 65536  # bytes


class Proxy:
    """`with Proxy(port) as proxy:` – ``proxy.url`` stands for the server at 127.0.0.1:``port``."""

    def __init__(self, port: int, seed: int = 0) -> None:
        self._target, self._random = ("127.0.0.1", port), random.Random(seed)
        self._listener: socket.socket | None = None
        self._lines: dict[socket.socket, tuple[Line, str]] = {}
        self._selector = selectors.DefaultSelector()
        self._faults: tuple[Fault, ...] = ()
        self._began, self._ended = 0.0, False
        self.counts: Counter[str] = Counter()  # how often each kind bit
        self.port = 0
        self._listen()
        self.port = self._listener.getsockname()[1] if self._listener else 0
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)

    def __enter__(self) -> Proxy:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended = True
        self._thread.join(5)

    def play(self, faults: Iterable[Fault]) -> None:
        """Begin a schedule now, in place of the one that there was."""
        self._began, self._faults = time.monotonic(), tuple(faults)

    def heal(self) -> None:
        """From now on nothing goes wrong that has not gone wrong already; what waits goes out at once."""
        self._faults = ()

    # ── the thread ───────────────────────────────────────────────────────────

    def _run(self) -> None:
        while not self._ended:
            self._mind_the_door()
            for key, _ in self._selector.select(TICK):
                if key.fileobj is self._listener:
                    self._accept()
                elif isinstance(key.fileobj, socket.socket) and key.fileobj in self._lines:
                    self._read(key.fileobj)
            self._send_what_is_due()
        for line in {id(line): line for line, _ in self._lines.values()}.values():
            self._end(line)
        self._hang_up()
        self._selector.close()

    def _active(self, *kinds: str) -> list[Fault]:
        at = time.monotonic() - self._began
        return [fault for fault in self._faults if fault.kind in kinds and fault.begin <= at < fault.end]

    def _listen(self) -> None:
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind(("127.0.0.1", self.port))
        self._listener.listen(256)
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ)

    def _hang_up(self) -> None:
        if self._listener is not None:
            self._selector.unregister(self._listener)
            self._listener.close()
        self._listener = None

    def _mind_the_door(self) -> None:
        refuse = bool(self._active("refuse"))
        if refuse and self._listener is not None:
            self._hang_up()
            self.counts["refuse"] += 1
        elif not refuse and self._listener is None:
            with contextlib.suppress(OSError):
                self._listen()

    def _accept(self) -> None:
        assert self._listener is not None
        try:
            client, _ = self._listener.accept()
        except OSError:
            return
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line = Line(client, None)
        if any(self._bites(fault, line) for fault in self._active("black_hole")):
            self.counts["black_hole"] += 1
        else:
            line = self._through(client)
        for end, way in zip(line.sockets, (UP, DOWN), strict=False):
            end.setblocking(False)
            self._lines[end] = line, way
            self._selector.register(end, selectors.EVENT_READ)

    def _through(self, client: socket.socket) -> Line:
        server = socket.socket()
        try:
            server.settimeout(2.0)
            server.connect(self._target)
        except OSError:
            server.close()
            return Line(client, None)
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return Line(client, server)

    def _bites(self, fault: Fault, line: Line) -> bool:
        """Whether this connection is among those that a fault is for; thrown once."""
        return line.hit.setdefault(fault, self._random.random() < fault.share)

    def _read(self, end: socket.socket) -> None:
        line, way = self._lines[end]
        try:
            taken = end.recv(READ_AT_MOST)
        except BlockingIOError:
            return
        except OSError:
            self._gone(line, end, way, reset=True)
            return
        if not taken and line.dead:
            self._gone(line, end, way)
        elif not taken:
            self._selector.unregister(end)
            line.ways[way].over = True
        elif not line.dead:
            self._pass_on(line, way, taken)

    def _gone(self, line: Line, end: socket.socket, way: str, *, reset: bool = False) -> None:
        """An end was closed; on a dead line the client does not even hear of that."""
        if line.dead and way == DOWN:
            self._selector.unregister(end)
        else:
            self._end(line, reset=reset)

    def _pass_on(self, line: Line, way: str, taken: bytes) -> None:
        if way == DOWN and self._first(line, "answer_lost"):
            self._end(line, reset=True)
            return
        if self._first(line, "half_open"):
            line.dead = True  # swallowed, and everything after it
            return
        left = self._before_the_cut(line, way, taken)
        if left is not None:
            self._queue(line, way, taken[: left[0]])
            self._send(line.ways[way], at_once=True)
            self._end(line, reset=left[1])
            return
        self._queue(line, way, taken)

    def _first(self, line: Line, kind: str) -> bool:
        bitten = any(self._bites(fault, line) for fault in self._active(kind))
        self.counts[kind] += bitten
        return bitten

    def _before_the_cut(self, line: Line, way: str, taken: bytes) -> tuple[int, bool] | None:
        """How many of these bytes still go through, and whether RST follows; None where nothing is cut."""
        for fault in self._active("cut", "reset"):
            if fault.way == way and self._bites(fault, line):
                passed = line.ways[way].passed
                if passed[fault] + len(taken) > fault.at:
                    self.counts[fault.kind] += 1
                    return fault.at - passed[fault], fault.kind == "reset"
                passed[fault] += len(taken)
        return None

    def _queue(self, line: Line, way: str, taken: bytes) -> None:
        """Behind what waits already: nothing overtakes."""
        waiting = line.ways[way].waiting
        due = max(time.monotonic(), waiting[-1][0] if waiting else 0.0)
        for fault in self._active("delay", "trickle"):
            if not self._bites(fault, line):
                continue
            self.counts[fault.kind] += 1
            due = max(due, time.monotonic() + fault.seconds)
            if fault.kind == "trickle":
                pieces = [taken[n : n + fault.at] for n in range(0, len(taken), fault.at)]
                waiting.extend((due + n * fault.seconds, piece) for n, piece in enumerate(pieces))
                return
        waiting.append((due, taken))

    def _send_what_is_due(self) -> None:
        for line in {id(line): line for line, _ in self._lines.values()}.values():
            try:
                over = [self._send(way, at_once=not self._faults) for way in line.ways.values() if not line.dead]
            except OSError:
                self._end(line, reset=True)
                continue
            if any(over):
                self._end(line)

    def _send(self, way: Way, *, at_once: bool = False) -> bool:
        """Send what is due; whether the source has ended and everything is sent."""
        now = time.monotonic()
        while way.waiting and (at_once or way.waiting[0][0] <= now):
            due, piece = way.waiting[0]
            try:
                sent = way.target.send(piece) if piece else 0
            except BlockingIOError:
                return False
            way.waiting.popleft()
            if sent < len(piece):
                way.waiting.appendleft((due, piece[sent:]))
                return False
        return way.over and not way.waiting

    def _end(self, line: Line, *, reset: bool = False) -> None:
        for end in line.sockets:
            if self._lines.pop(end, None) is not None:
                with contextlib.suppress(KeyError, ValueError):
                    self._selector.unregister(end)
        line.close(reset=reset)
