"""The judges' namespace: each tablet joins its own judge's room, as the server decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import request
from flask_socketio import join_room

from live.door import Door, GuardedNamespace, event
from live.presence import Beat, Presence
from live.publish import Publisher
from live.rooms import DESKS, judge_room, login_room
from scoring.facts import Actor


def whole_number(value: object, most: int) -> int | None:
    """The value where it is a whole number from 0 to ``most``, else None."""
    return value if type(value) is int and 0 <= value <= most else None


class JudgeNamespace(GuardedNamespace):
    """Announces the picture, hears presence; ballots go by HTTP."""

    def __init__(self, publisher: Publisher, door: Door, presence: Presence, now: Callable[[], int]) -> None:
        super().__init__("/judge", door)
        self._publisher, self._presence, self._now = publisher, presence, now
        self._judges: dict[str, str] = {}

    @event("judge")
    def on_connect(self, actor: Actor, _auth: object = None) -> None:
        socket = request.sid  # type: ignore[attr-defined]
        self._judges[socket] = actor.id
        join_room(judge_room(actor.id))
        join_room(login_room(actor.login))
        self._presence.joined(actor.id, socket, self._now())
        self._publisher.touch(*DESKS)
        self._publisher.send_snapshot(judge_room(actor.id), socket)

    @event("public")
    def on_disconnect(self, _reason: object = None) -> None:
        socket = request.sid  # type: ignore[attr-defined]
        judge = self._judges.pop(socket, None)
        if judge is not None:
            self._presence.left(judge, socket)
            self._publisher.touch(*DESKS)

    @event("judge")
    def on_resync(self, actor: Actor, _message: object = None) -> None:
        self._publisher.send_snapshot(judge_room(actor.id), request.sid)  # type: ignore[attr-defined]

    @event("judge")
    def on_presence(self, actor: Actor, message: Any = None) -> dict[str, int]:
        """The tablet's own report; answered with the server's time (ms)."""
        report = message if isinstance(message, dict) else {}
        beat = Beat(
            self._now(),
            whole_number(report.get("battery"), 100),
            whole_number(report.get("queue"), 10_000) or 0,
            whole_number(report.get("latency"), 600_000),
        )
        self._presence.heard(actor.id, beat)
        return {"at": self._now()}
