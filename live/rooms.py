"""Room names, and who may join: decided by the server, never asked for by the client."""

from __future__ import annotations

from scoring.rules.access import allowed

PUBLIC = "public"
DESK = "desk"
DESK_THAT_REVEALS = "desk:reveals"  # the same picture, with what may be revealed now: that tells who ranks where
DESKS = (DESK, DESK_THAT_REVEALS)
NAMESPACES = {"public": "/public", "desk": "/desk", "judge": "/judge"}


def desk_room(role: str) -> str:
    """The desk's room of a role."""
    return DESK_THAT_REVEALS if allowed(role, "reveal") else DESK


def judge_room(judge: str) -> str:
    """The room of one judge's tablet."""
    return f"judge:{judge}"


def login_room(login: str) -> str:
    """The room of one login's sockets, so that they can be cut together."""
    return f"login:{login}"


def namespace_of(room: str) -> str:
    """The namespace that a room belongs to."""
    return NAMESPACES[room.split(":", 1)[0]]
