"""Room names, and who may join: decided by the server, never asked for by the client."""

from __future__ import annotations

PUBLIC = "public"
DESK = "desk"
NAMESPACES = {"public": "/public", "desk": "/desk", "judge": "/judge"}


def judge_room(judge: str) -> str:
    """The room of one judge's tablet."""
    return f"judge:{judge}"


def login_room(login: str) -> str:
    """The room of one login's sockets, so that they can be cut together."""
    return f"login:{login}"


def namespace_of(room: str) -> str:
    """The namespace that a room belongs to."""
    return NAMESPACES[room.split(":", 1)[0]]
