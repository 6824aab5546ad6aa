"""Sockets that stay: boards and tablets, which come back by themselves as the pages do."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import socketio
from socketio.exceptions import SocketIOError

ASK_EVERY = 0.2  # s
CONNECT_WITHIN = 5  # s


class Screen:
    """One socket on one namespace; reconnects after 0.1 to 0.5 s, for ever."""

    def __init__(self, url: str, namespace: str, cookies: dict[str, str] | None = None) -> None:
        self.namespace, self.snapshots = namespace, 0
        self.client = socketio.Client(reconnection_delay=0.1, reconnection_delay_max=0.5, randomization_factor=0)
        self.client.on("snapshot", self._heard, namespace=namespace)
        sent = {"Cookie": "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())} if cookies else {}
        self.client.connect(
            url, headers=sent, transports=["websocket"], namespaces=[namespace], wait_timeout=CONNECT_WITHIN
        )

    def _heard(self, _message: Any) -> None:
        self.snapshots += 1

    def back_within(self, seconds: float) -> float | None:
        """After how many seconds it has been given the whole picture anew; None where not in time."""
        began, before, asked = time.monotonic(), self.snapshots, 0.0
        while self.snapshots == before:
            if time.monotonic() - began > seconds:
                return None
            if time.monotonic() - asked > ASK_EVERY:
                asked = time.monotonic()
                self._ask()
            time.sleep(0.01)
        return time.monotonic() - began

    def _ask(self) -> None:
        with contextlib.suppress(SocketIOError, OSError):  # it may be on its way back
            self.client.emit("resync", {}, namespace=self.namespace)

    def close(self) -> None:
        self.client.disconnect()
