"""Who holds a socket: asked of the login's row on every event, never remembered.

Every event names the one permission that it needs; a namespace with an event that names none stops the start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Protocol, TypeVar, cast

from flask_socketio import Namespace, SocketIO, disconnect

from scoring.facts import Actor
from scoring.rules.access import PERMISSIONS, kind_of

EVENT = "on_"
Handler = TypeVar("Handler", bound=Callable[..., Any])


class Door(Protocol):
    """The web shell knows the cookies; the sockets only ask."""

    def actor(self, kind: str, permission: str) -> Actor | None:
        """Who holds the request's cookie of this kind, None where the login ended or may not."""


def event(permission: str) -> Callable[[Handler], Handler]:
    """The event is heard only from who holds ``permission``; its handler gets that actor before the message.

    An event has one message: what is sent beside it is not heard.
    For "public" nobody is asked and nobody is given.  Who may not is refused at connect and cut at any other event.
    """
    kind = kind_of(permission)

    def mark(handler: Handler) -> Handler:
        @wraps(handler)
        def guarded(self: GuardedNamespace, *message: Any) -> Any:
            if kind is None:
                return handler(self, *message[:1])
            actor = self.door.actor(kind, permission)
            if actor is not None:
                return handler(self, actor, *message[:1])
            if handler.__name__ != "on_connect":
                disconnect()
            return False

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(Handler, guarded)

    return mark


class GuardedNamespace(Namespace):
    """A namespace whose every event names its permission."""

    def __init__(self, path: str, door: Door) -> None:
        super().__init__(path)
        self.door = door

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        unnamed = [name for name, found in events_of(cls).items() if found not in PERMISSIONS]
        if unnamed:
            raise TypeError(f"{cls.__name__}: events without a permission: {', '.join(unnamed)}")


def refuse_unguarded(socketio: SocketIO) -> None:
    """Stop the start where a socket event is heard that no guarded namespace names."""
    server = socketio.server
    open_to_all = [path for path, found in server.namespace_handlers.items() if not isinstance(found, GuardedNamespace)]
    open_to_all += [f"{path} {name}" for path, handlers in server.handlers.items() for name in handlers]
    if open_to_all:
        raise RuntimeError(f"socket events without a permission: {', '.join(open_to_all)}")


def events_of(namespace: type[Namespace]) -> dict[str, str]:
    """Each event of a namespace and the permission it names ("" where it names none)."""
    return {
        name.removeprefix(EVENT): str(getattr(getattr(namespace, name), "permission", ""))
        for name in sorted(dir(namespace))
        if name.startswith(EVENT)
    }
