"""A screen's link to the server, in Python: the rules of ``static/js/lib/socket.js`` and ``store.js``.

One thread speaks Engine.IO 4 over a websocket, one watches it.  `connected` is never believed: a socket that says
nothing for a while is asked, and left where it does not answer.  Waits are some twelve times shorter than the page's.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from typing import Any

import websocket

SILENT = 0.5  # s without a word, then it is asked
PROBE = 0.5  # s in which it has to answer
CONNECT = 1.0  # s for the way in
FIRST_WAIT, LONGEST_WAIT = 0.05, 0.4  # s between two attempts
TICK = 0.1  # s

Json = dict[str, Any]


class Board:
    """The picture of one namespace as its newest message left it; ``port`` may be a proxy's."""

    def __init__(self, port: int, namespace: str, cookies: dict[str, str] | None = None) -> None:
        self.url = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self.namespace, self._cookies = namespace, cookies or {}
        self.epoch: str | None = None
        self.seq = -1
        self.parts: Json = {}
        self.connects = 0
        self._socket: websocket.WebSocket | None = None
        self._ended = False
        self._heard = time.monotonic()
        self._asked: float | None = None
        self._threads = [threading.Thread(target=run, daemon=True) for run in (self._run, self._watch)]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self._ended = True
        self._hang_up()
        for thread in self._threads:
            thread.join(3)

    def _run(self) -> None:
        wait = FIRST_WAIT
        while not self._ended:
            with contextlib.suppress(OSError, websocket.WebSocketException, ValueError, KeyError):
                self._connect()
                wait = FIRST_WAIT
                self._listen()
            self._leave()
            time.sleep(wait)
            wait = min(LONGEST_WAIT, wait * 2)

    def _connect(self) -> None:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        self._socket = websocket.create_connection(self.url, timeout=CONNECT, cookie=cookie)
        self._socket.settimeout(CONNECT)
        self._socket.recv()
        self._socket.send(f"40{self.namespace},")
        self._socket.settimeout(None)
        self.connects += 1

    def _leave(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError, websocket.WebSocketException):
                self._socket.close(timeout=0)
        self._socket = None

    def _listen(self) -> None:
        """Until the socket breaks, or the watch leaves it."""
        assert self._socket is not None
        self._heard, self._asked = time.monotonic(), None
        while not self._ended:
            text = self._socket.recv()
            if not text:
                return
            self._take(str(text))
            self._heard, self._asked = time.monotonic(), None

    def _watch(self) -> None:
        """Beside the one that listens, who may wait for the rest of a message for ever."""
        while not self._ended:
            time.sleep(TICK)
            here = self._socket
            if here is None or not here.connected:
                continue
            with contextlib.suppress(OSError, websocket.WebSocketException):
                if self._is_dead(self._heard, self._asked):
                    self._hang_up()
                elif self._asked is None and time.monotonic() - self._heard > SILENT:
                    self._asked = time.monotonic()
                    self._ask()

    def _hang_up(self) -> None:
        here = self._socket
        with contextlib.suppress(OSError, AttributeError):
            here.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    def _is_dead(self, heard: float, asked: float | None) -> bool:
        """Whether this socket is to be left."""
        return asked is not None and time.monotonic() - asked > PROBE

    def _ask(self) -> None:
        assert self._socket is not None
        self._socket.send(f'42{self.namespace},["resync"]')

    def _take(self, text: str) -> None:
        assert self._socket is not None
        if text == "2":
            self._socket.send("3")
        elif text.startswith(f"42{self.namespace},"):
            name, message = json.loads(text.partition(",")[2])
            if name in ("snapshot", "change") and self._apply(name, message):
                self._ask()

    def _apply(self, form: str, message: Json) -> bool:
        """Whether a snapshot is to be asked for."""
        if form == "snapshot":
            if message["epoch"] != self.epoch or message["seq"] >= self.seq:
                self.epoch, self.seq, self.parts = message["epoch"], message["seq"], dict(message["parts"])
            return False
        if message["epoch"] != self.epoch or message["seq"] > self.seq + 1:
            return True
        if message["seq"] == self.seq + 1:
            self.seq = message["seq"]
            self.parts.update(message["parts"])
            self.parts = {name: part for name, part in self.parts.items() if part is not None}
        return False


class TrustingBoard(Board):
    """Planted: whoever is connected is believed to hear everything."""

    def _is_dead(self, heard: float, asked: float | None) -> bool:
        return False
