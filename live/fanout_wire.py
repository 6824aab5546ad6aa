"""One websocket's way out under eventlet: straight into the kernel while that takes all, a queue only while it is full.

A ``Line`` stands where engine.io has its queue, so that whatever is said to a socket – broadcasts, answers, pings –
goes one way and keeps its order.  A frame that the kernel took half of goes on before anything else.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import struct
import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from eventlet import spawn_n
from eventlet.event import Event
from eventlet.greenio.base import GreenSocket
from eventlet.hubs import IOClosed, trampoline
from eventlet.queue import Empty
from eventlet.websocket import RFC6455WebSocket

STALLED_AFTER = 8.0  # s in which a full socket takes nothing: it is cut, and comes back to a whole picture
MOST_WAITING = 4 << 20  # bytes that may wait for one judge or desk: hundreds of changes
PICTURES_KEPT = 4  # pictures that may wait one by one; whoever is further behind gets the newest in their place
KERNEL_HOLDS = 65_536  # bytes asked for (Linux doubles them): old pictures must not pile up there by the megabyte
AT_ONCE = 32  # frames that wait go out in one write

TEXT, BINARY = 0x81, 0x82  # final frame, RFC 6455 5.2
Piece = tuple[bytes | memoryview, bool]  # what is left of a frame, and whether it is a picture

log = logging.getLogger("liangfen.live")
cuts: Counter[str] = Counter()  # since this process began, by why


class Stalled(Exception):
    """A full socket took nothing for too long."""


def frame_of(message: str | bytes) -> bytes:
    """A message as one unmasked websocket frame."""
    kind, body = (TEXT, message.encode()) if isinstance(message, str) else (BINARY, bytes(message))
    length = len(body)
    if length < 126:
        return bytes((kind, length)) + body
    if length < 65_536:
        return struct.pack("!BBH", kind, 126, length) + body
    return struct.pack("!BBQ", kind, 127, length) + body


def unmask(masked: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """What stood there before the mask of 4 bytes, in one XOR; ``offset`` is the first byte's place in its frame."""
    length = len(masked) if length is None else length
    key = bytes(mask[(offset + at) % 4] for at in range(4)) * (length // 4 + 1)
    return (int.from_bytes(masked[:length]) ^ int.from_bytes(key[:length])).to_bytes(length)


def line_of(engine_socket: Any, wire: Any, newest: Callable[[], bytes | None]) -> Line | None:
    """A line in the place of the socket's queue; None where it is no plain socket (TLS): that stays as it is."""
    if type(wire) is not RFC6455WebSocket:
        return None
    wire._apply_mask = unmask
    if type(wire.socket) is not GreenSocket or wire.extensions:
        return None
    line, before = Line(wire, newest), engine_socket.queue
    wire._send = line.send
    engine_socket.queue = line
    while not before.empty():
        line.put(before.get(block=False))
    return line


def cut_wire(wire: Any) -> None:
    """End one that has no line: its reader and its writer find the end."""
    cuts["too much waits"] += 1
    log.info("socket cut: too much waits")
    with contextlib.suppress(OSError):
        wire.socket.shutdown(socket.SHUT_RDWR)


class Line:
    """What goes to one client, in order.  ``newest`` gives the frame that replaces pictures left out, or None."""

    __slots__ = (
        "_behind",
        "_busy",
        "_ended",
        "_finishing",
        "_newest",
        "_over",
        "_pictures",
        "_raw",
        "_send",
        "_size",
        "_waiting",
        "_writing",
    )

    def __init__(self, wire: Any, newest: Callable[[], bytes | None]) -> None:
        self._raw, self._newest = wire.socket.fd, newest
        self._send = self._raw.send  # not the green one: it never waits
        self._raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_HOLDS)
        self._waiting: deque[Piece] = deque()
        self._size = self._pictures = 0  # bytes and pictures that wait
        self._writing = self._behind = self._finishing = self._over = False
        self._busy = False  # writing or over
        self._ended = Event()

    # engine.io's side: its writer sleeps in get() until the end, all else is put

    def put(self, packet: Any) -> None:
        """A packet, or None as the last."""
        if packet is not None:
            self.send(frame_of(packet.encode()))
            return
        self._finishing = True
        if not self._writing:
            self._end()

    def get(self, block: bool = True, timeout: float | None = None) -> None:
        """None once all has gone out or nothing will any more."""
        if not block:
            raise Empty
        self._ended.wait()

    def task_done(self) -> None:
        """Nothing is counted."""

    def join(self) -> None:
        """Nobody waits for a reader that may not read."""

    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    # the fan-out's side

    def send(self, frame: bytes, picture: bool = False) -> None:
        """Now or in its turn; a picture may be left out for a newer one."""
        if self._busy:
            self._keep(frame, picture)
            return
        try:
            sent = self._send(frame)
        except BlockingIOError:
            sent = 0
        except OSError:
            self._stop()
            return
        if sent < len(frame):
            self._append(memoryview(frame)[sent:], picture)
            self._writing = self._busy = True
            spawn_n(self._write_on)

    def forget(self) -> None:
        """Whoever this was may see nothing more: only the frame that has begun goes on to its end."""
        self._leave_out(lambda _picture: True)
        self._behind = False

    def cut(self, why: str) -> None:
        """Its reader finds the end and does what belongs to it; the kernel forgets what it still holds."""
        cuts[why] += 1
        log.info("socket cut: %s", why)
        with contextlib.suppress(OSError):
            self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self._raw.shutdown(socket.SHUT_RDWR)
        self._stop()

    @property
    def waiting(self) -> int:
        """Bytes that wait."""
        return self._size

    def _keep(self, frame: bytes, picture: bool) -> None:
        if self._over or self._finishing or (picture and self._behind):
            return
        if picture and self._pictures >= PICTURES_KEPT:
            self._leave_out(lambda picture: picture)
            self._behind = True
            return
        self._append(frame, picture)
        if self._size > MOST_WAITING:
            self.cut("too much waits")

    def _append(self, piece: bytes | memoryview, picture: bool) -> None:
        self._waiting.append((piece, picture))
        self._size += len(piece)
        self._pictures += picture

    def _leave_out(self, which: Callable[[bool], bool]) -> None:
        """All of a kind but the first frame: that may have begun."""
        if self._waiting:
            begun, *rest = self._waiting
            self._waiting = deque([begun, *(piece for piece in rest if not which(piece[1]))])
        self._size = sum(len(piece) for piece, _ in self._waiting)
        self._pictures = sum(picture for _, picture in self._waiting)

    def _write_on(self) -> None:
        """A greenlet of its own, for as long as the socket is full."""
        moved = time.monotonic()
        try:
            while self._waiting:
                trampoline(self._raw, write=True, timeout=moved + STALLED_AFTER - time.monotonic(), timeout_exc=Stalled)
                if self._write():
                    moved = time.monotonic()
                if not self._waiting and self._behind:
                    self._catch_up()
        except Stalled:
            self.cut("stalled")
        except (OSError, IOClosed):
            self._stop()
        self._writing, self._busy = False, self._over
        if self._finishing:
            self._end()

    def _write(self) -> int:
        """As much as the kernel takes at once; raises OSError where nobody is there any more."""
        try:
            sent = count = self._raw.sendmsg([piece for piece, _ in islice(self._waiting, AT_ONCE)])
        except BlockingIOError:
            return 0
        self._size -= sent
        while count:
            piece, picture = self._waiting.popleft()
            if count < len(piece):
                self._waiting.appendleft((memoryview(piece)[count:], picture))
                break
            count -= len(piece)
            self._pictures -= picture
        return int(sent)

    def _catch_up(self) -> None:
        self._behind = False
        frame = self._newest()
        if frame is not None and not self._finishing:
            self._append(frame, True)

    def _stop(self) -> None:
        self._over, self._busy, self._behind = True, True, False
        self._waiting.clear()
        self._size = self._pictures = 0
        self._end()

    def _end(self) -> None:
        if not self._ended.ready():
            self._ended.send(None)
