"""A device's picture of the contest, kept by the socket: a snapshot and numbered changes."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar

import socketio

from web.replay.wire import Caller, Json, ServerSilent

Found = TypeVar("Found")
ASK_AGAIN_AFTER = 2.0  # s without the awaited change: fetch the picture over HTTP
PATIENCE = 40.0  # s


class Watch:
    """Keeps the newest picture of one namespace ("judge", "desk")."""

    def __init__(self, caller: Caller, namespace: str) -> None:
        self._caller, self._name = caller, namespace
        self._space, self._poll = f"/{namespace}", f"/api/v1/{namespace}/picture"
        self._changed = threading.Condition()
        self._parts: Json = {}
        self._epoch: str | int = ""
        self._seq = -1
        self._client = socketio.Client(reconnection_delay=0.2, reconnection_delay_max=2)
        self._client.on("snapshot", self._on_snapshot, namespace=self._space)
        self._client.on("change", self._on_change, namespace=self._space)

    def connect(self) -> None:
        """Open the socket; raises ServerSilent."""
        try:
            self._client.connect(
                self._caller.url,
                headers={"Cookie": self._caller.cookies()},
                transports=["websocket"],
                namespaces=[self._space],
                wait_timeout=10,
            )
        except socketio.exceptions.ConnectionError as error:
            raise ServerSilent(f"socket {self._space}: {error}") from error

    def close(self) -> None:
        """Leave."""
        self._client.disconnect()

    def tell(self, event: str, body: Json) -> None:
        """Send one event; without contact it is simply not sent."""
        with contextlib.suppress(socketio.exceptions.SocketIOError):
            self._client.emit(event, body, namespace=self._space)

    def part(self, name: str) -> Any:
        """One part of the picture as known now, None where there is none."""
        with self._changed:
            return self._parts.get(name)

    def wait_for(self, name: str, test: Callable[[Any], Found | None], what: str) -> Found:
        """What `test` makes of a part, as soon as that is not None; raises ServerSilent."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            with self._changed:
                part = self._parts.get(name)
                found = None if part is None else test(part)
                if found is not None:
                    return found
                told = self._changed.wait(ASK_AGAIN_AFTER)
            if not told:
                self._take_whole(self._caller.get(self._poll))
        raise ServerSilent(f"waited {PATIENCE:.0f} s in vain: {what}")

    def _on_snapshot(self, picture: Json) -> None:
        self._take_whole(picture)

    def _take_whole(self, picture: Json) -> None:
        with self._changed:
            if picture["epoch"] == self._epoch and picture["seq"] < self._seq:
                return  # fetched before the newest change came
            self._epoch, self._seq = picture["epoch"], picture["seq"]
            self._parts = dict(picture["parts"])
            self._changed.notify_all()

    def _on_change(self, change: Json) -> None:
        with self._changed:
            if change["epoch"] == self._epoch and change["seq"] == self._seq + 1:
                self._seq = change["seq"]
                self._parts.update(change["parts"])
                self._changed.notify_all()
                return
        self.tell("resync", {})
