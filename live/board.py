"""The public's namespace: boards and phones. No login; everybody joins the one public room."""

from __future__ import annotations

from flask import request
from flask_socketio import join_room

from live.door import Door, GuardedNamespace, event
from live.publish import Publisher
from live.rooms import PUBLIC


class BoardNamespace(GuardedNamespace):
    """Connect gives the snapshot, ``resync`` gives it again; there is nothing else to ask."""

    def __init__(self, publisher: Publisher, door: Door) -> None:
        super().__init__("/public", door)
        self._publisher = publisher

    @event("public")
    def on_connect(self, _auth: object = None) -> None:
        join_room(PUBLIC)
        self._publisher.send_snapshot(PUBLIC, request.sid)  # type: ignore[attr-defined]

    @event("public")
    def on_resync(self, _message: object = None) -> None:
        self._publisher.send_snapshot(PUBLIC, request.sid)  # type: ignore[attr-defined]
