"""Says one thing to a whole room: encoded once, framed once, and handed to each socket directly.

Under eventlet and on plain sockets.  Under TLS each socket's engine packs and sends, with a limit to what may wait.  In
threading mode, and wherever the libraries are not the ones this was written against (``fanout_guard``), it is
python-socketio's own way.  Spectators get the newest picture, not
every picture; what a judge or the desk is told all arrives, in order, or their socket is cut.
"""

from __future__ import annotations

import importlib
import json
import logging
import time
from collections.abc import Callable
from typing import Any

from engineio.packet import MESSAGE, Packet
from flask_socketio import SocketIO
from socketio.packet import EVENT

from live import fanout_guard
from live.fanout_pulse import Pulse
from live.rooms import PUBLIC, namespace_of

PICTURES = ("change", "snapshot")
LAST_WORDS = "ended"
SPECTATORS = namespace_of(PUBLIC)
BREATH = 200  # spectators that are served in one go, about 2 ms: then whoever waits is heard
MOST_QUEUED = 200  # packets in the queue of a socket under TLS: then it is cut
FRESH_FOR = 1.0  # s that the newest picture's frame is kept for others who were left behind

log = logging.getLogger("liangfen.live")
Emit = Callable[..., None]


def make_fan_out(socketio: SocketIO, stock: Emit, unlike: str | None = None) -> Direct | Stock:
    """The direct one where it can be; ``unlike`` says what keeps it from that (asked of the libraries where None)."""
    if socketio.async_mode != "eventlet":
        return Stock(stock)
    unlike = fanout_guard.differing() if unlike is None else unlike
    if unlike:
        log.warning("fan-out as the libraries have it, slower and without back-pressure: %s", unlike)
        return Stock(stock, unlike)
    return Direct(socketio)


class Stock:
    """python-socketio's own way; ``unlike`` names the libraries that are not as expected."""

    def __init__(self, stock: Emit, unlike: str = "") -> None:
        self.deliver, self.unlike = stock, unlike
        self.waiting = self.cut = lambda: 0  # the libraries count neither
        self.newest: Callable[[], tuple[int, dict[str, Any]] | None] | None = None


class Direct:
    """Knows each socket's line.  ``newest`` gives the public's number and picture as it was sent last."""

    unlike = ""

    def __init__(self, socketio: SocketIO) -> None:
        self._server, self._sleep = socketio.server, socketio.sleep
        self._wires = importlib.import_module("live.fanout_wire")
        self._lines: dict[str, Any] = {}
        self._others: dict[str, Any] = {}  # under TLS
        self._kept: tuple[int, float, bytes] | None = None
        self.newest: Callable[[], tuple[int, dict[str, Any]] | None] | None = None
        engine = socketio.server.eio
        self._pulse = Pulse(engine)
        before = engine._async["websocket"]

        def open_wire(handler: Any, server: Any) -> Any:
            door = before(Reader(handler, self), server)
            door._negotiate_permessage_deflate = _refuse
            door.support_legacy_versions = False
            return door

        engine._async = {**engine._async, "websocket": open_wire}

    def deliver(
        self, event: str, message: dict[str, Any], *, room: str | None = None, to: str | None = None, namespace: str
    ) -> None:
        """Say something to a room or (``to``) one socket."""
        made = self._packet(event, message, namespace)
        frame, picture = self._wires.frame_of(made.encode()), namespace == SPECTATORS and event in PICTURES
        held = self._lines
        sockets = [socket for _, socket in self._server.manager.get_participants(namespace, room or to)]
        if event == LAST_WORDS:
            for line in filter(None, map(held.get, sockets)):
                line.forget()
        for first in range(0, len(sockets), BREATH):
            if first and picture:
                self._sleep(0)
            for socket in sockets[first : first + BREATH]:
                line = held.get(socket)
                if line is None:
                    self._by_queue(socket, made)
                else:
                    line.send(frame, picture)

    def waiting(self) -> int:
        """Bytes that wait for all sockets; frames shared by many count for each."""
        return sum(line.waiting for line in self._lines.values())

    def cut(self) -> int:
        """How many clients were cut since the process began: stalled, or too much waited for them."""
        return int(self._wires.cuts.total())

    def take(self, engine_socket: Any, wire: Any) -> None:
        """A websocket that has shaken hands."""
        line = self._wires.line_of(engine_socket, wire, self._newest_frame)
        if line is None:
            self._others[engine_socket.sid] = wire
            return
        self._lines[engine_socket.sid] = line
        self._pulse.take(engine_socket)

    def drop(self, engine_socket: Any) -> None:
        """It has gone."""
        self._lines.pop(engine_socket.sid, None)
        self._others.pop(engine_socket.sid, None)
        self._pulse.drop(engine_socket)

    def _packet(self, event: str, message: dict[str, Any], namespace: str) -> Packet:
        """As python-socketio makes it, but with Chinese as it is: half the bytes of its escapes."""
        said = json.dumps([event, message], ensure_ascii=False, separators=(",", ":"))
        return Packet(MESSAGE, f"{EVENT}{namespace},{said}")

    def _by_queue(self, socket: str, packet: Packet) -> None:
        """One that is no plain socket: its engine packs and sends."""
        held = self._server.eio.sockets.get(socket)
        if held is None or held.closed:
            return
        if held.queue.qsize() < MOST_QUEUED:
            held.send(packet)
        elif socket in self._others:
            self._wires.cut_wire(self._others[socket])

    def _newest_frame(self) -> bytes | None:
        found = self.newest() if self.newest is not None else None
        if found is None:
            return None
        seq, message = found
        now = time.monotonic()
        if self._kept is None or self._kept[0] != seq or now - self._kept[1] > FRESH_FOR:
            self._kept = seq, now, self._wires.frame_of(self._packet("snapshot", message, SPECTATORS).encode())
        return self._kept[2]


class Reader:
    """engine.io's reader of one socket (a bound method, and still one to whoever asks for its ``__self__``)."""

    def __init__(self, handler: Any, fan_out: Direct) -> None:
        self._handler, self._fan_out, self.__self__ = handler, fan_out, handler.__self__

    def __call__(self, wire: Any) -> Any:
        self._fan_out.take(self.__self__, wire)
        try:
            return self._handler(wire)
        finally:
            self._fan_out.drop(self.__self__)


def _refuse(_offered: Any) -> None:
    """permessage-deflate: nearly twice the CPU, a compressor for each socket, and no frame could be shared."""
