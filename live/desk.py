"""The desk's namespace: staff who may see the desk. The login is checked again on every event."""

from __future__ import annotations

from flask import request
from flask_socketio import Namespace, disconnect, join_room

from live.door import Door
from live.publish import Publisher
from live.rooms import DESK, login_room
from scoring.facts import Actor
from scoring.rules.access import permissions_of


def me_part(actor: Actor) -> dict[str, object]:
    """Who sits at this desk, and what they may do: the buttons follow it, the server decides anyway."""
    return {"staff": actor.id, "staff_role": actor.role, "permissions": permissions_of(actor.role)}


class DeskNamespace(Namespace):
    """Listens only: what the desk does goes by HTTP."""

    def __init__(self, publisher: Publisher, door: Door) -> None:
        super().__init__("/desk")
        self._publisher, self._door = publisher, door

    def on_connect(self, _auth: object = None) -> bool:
        actor = self._door.actor("staff", "see-desk")
        if actor is None:
            return False
        join_room(DESK)
        join_room(login_room(actor.login))
        self._send(actor)
        return True

    def on_resync(self, _message: object = None) -> None:
        actor = self._door.actor("staff", "see-desk")
        if actor is None:
            disconnect()
            return
        self._send(actor)

    def _send(self, actor: Actor) -> None:
        self._publisher.send_snapshot(DESK, request.sid, {"me": me_part(actor)})  # type: ignore[attr-defined]
