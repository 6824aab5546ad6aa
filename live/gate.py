"""Who may hold a socket open at all: enough for a hall behind one address, and only for who joins something.

Engine.IO keeps a socket that never joins a namespace for ever, and meets what it cannot read with a
traceback in the server's log.  Here both are cut, without a word that the other side could learn from.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable
from typing import Any

from flask_socketio import SocketIO

JOIN_WITHIN = 5.0  # s from the handshake to the first namespace
MOST_FRAGMENTS = 8  # of one message; browsers send ours, of 16 KB at most, in one
CONTROL, PING = 8, 9  # opcodes (RFC 6455, 5.2)
MOST_PER_ADDRESS = 5_000  # sockets: a hall, its guests' phones and a proxy all come from one address

log = logging.getLogger("liangfen.live")


class Gate:
    """Counts sockets by address, cuts those that join nothing and those that send what is no frame of ours."""

    def __init__(
        self, socketio: SocketIO, join_within: float = JOIN_WITHIN, most: int = MOST_PER_ADDRESS,
        known: Callable[[dict[str, Any]], bool] = lambda _environ: False,
    ) -> None:  # fmt: skip
        """``known`` says whether who asks now holds a login: such are let in where an address is full, up to twice."""
        self._socketio, self._join_within, self._most, self._known = socketio, join_within, most, known
        self._server, self._engine = socketio.server, socketio.server.eio
        self._addresses: dict[str, str] = {}
        self._held: Counter[str] = Counter()
        self._stand()

    def held(self, address: str) -> int:
        """How many sockets an address holds now."""
        return self._held[address]

    def _stand(self) -> None:
        engine = self._engine
        connected, heard, left = (engine.handlers[name] for name in ("connect", "message", "disconnect"))

        def on_connect(socket: str, environ: dict[str, Any]) -> Any:
            address = str(environ.get("REMOTE_ADDR", ""))
            held = self._held[address]
            if held >= 2 * self._most or (held >= self._most and not self._known(environ)):
                return False
            self._addresses[socket] = address
            self._held[address] += 1
            self._socketio.start_background_task(self._cut_unjoined, socket)
            return connected(socket, environ)

        def on_message(socket: str, frame: Any) -> None:
            try:
                heard(socket, frame)
            except Exception as unreadable:  # noqa: BLE001 - whatever it was, it is no frame of ours
                log.info("socket cut: %s", type(unreadable).__name__)
                self._cut(socket)

        def on_disconnect(socket: str, *reason: Any) -> None:
            address = self._addresses.pop(socket, None)
            if address is not None:
                self._held[address] -= 1
                if not self._held[address]:
                    del self._held[address]
            left(socket, *reason)

        engine.on("connect", on_connect)
        engine.on("message", on_message)
        engine.on("disconnect", on_disconnect)
        stock = engine._async["websocket"]  # the one place where a reader meets its socket
        engine._async = {
            **engine._async,
            "websocket": lambda handler, server: stock(_quiet(handler, self._take_turns), server),
        }

    def _take_turns(self, wire: Any) -> None:
        """After each frame everybody else is heard: who never stops talking never waits, and nobody else would run.

        A message in ever more fragments, which eventlet would gather for ever, ends its socket.
        """
        name = "_recv_frame" if hasattr(wire, "_recv_frame") else "wait"  # eventlet answers pings within its own wait
        before, fragments = getattr(wire, name), 0

        def one(*given: Any, **more: Any) -> Any:
            nonlocal fragments
            frame = before(*given, **more)
            if not getattr(frame, "opcode", PING) & CONTROL:  # a ping may stand between two fragments
                fragments = 0 if frame.finished else fragments + 1
            if fragments > MOST_FRAGMENTS:
                raise ValueError("more fragments than any message of ours has")
            self._socketio.sleep(0)
            return frame

        setattr(wire, name, one)

    def _cut_unjoined(self, socket: str) -> None:
        self._socketio.sleep(self._join_within)
        if socket in self._addresses and not self._joined(socket):
            self._cut(socket)

    def _joined(self, socket: str) -> bool:
        manager = self._server.manager
        return any(manager.sid_from_eio_sid(socket, namespace) for namespace in list(manager.get_namespaces()))

    def _cut(self, socket: str) -> None:
        """Never by ``disconnect``, which waits for a reader that may not read."""
        held = self._engine.sockets.get(socket)
        if held is not None:
            held.close(wait=False, abort=True)


def _quiet(handler: Callable[[Any], Any], prepare: Callable[[Any], None]) -> Callable[[Any], Any]:
    """Engine.IO's reader of one socket: what it cannot read ends the socket, not with a traceback."""

    def read(wire: Any) -> Any:
        try:
            prepare(wire)
            return handler(wire)
        except Exception as unreadable:  # noqa: BLE001 - a frame of any shape may come from anybody
            log.info("socket cut: %s", type(unreadable).__name__)
            handler.__self__.close(wait=False, abort=True)  # type: ignore[attr-defined]
            return []

    return read
