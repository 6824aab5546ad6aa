"""The desk's namespace: staff who may see the desk. The login is checked again on every event."""

from __future__ import annotations

from flask import request
from flask_socketio import join_room

from live.door import Door, GuardedNamespace, event
from live.publish import Publisher
from live.rooms import desk_room, login_room
from scoring.facts import Actor
from scoring.rules.access import permissions_of


def me_part(actor: Actor) -> dict[str, object]:
    """Who sits at this desk, and what they may do: the buttons follow it, the server decides anyway."""
    return {"staff": actor.id, "staff_role": actor.role, "permissions": permissions_of(actor.role)}


class DeskNamespace(GuardedNamespace):
    """Listens only: what the desk does goes by HTTP."""

    def __init__(self, publisher: Publisher, door: Door) -> None:
        super().__init__("/desk", door)
        self._publisher = publisher

    @event("see-desk")
    def on_connect(self, actor: Actor, _auth: object = None) -> None:
        join_room(desk_room(actor.role))
        join_room(login_room(actor.login))
        self._send(actor)

    @event("see-desk")
    def on_resync(self, actor: Actor, _message: object = None) -> None:
        self._send(actor)

    def _send(self, actor: Actor) -> None:
        room, socket = desk_room(actor.role), request.sid  # type: ignore[attr-defined]
        self._publisher.send_snapshot(room, socket, {"me": me_part(actor)})
