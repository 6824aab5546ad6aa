"""Who holds a socket: asked of the login's row on every event, never remembered."""

from __future__ import annotations

from typing import Protocol

from scoring.facts import Actor


class Door(Protocol):
    """The web shell knows the cookies; the sockets only ask."""

    def actor(self, kind: str, permission: str) -> Actor | None:
        """Who holds the request's cookie of this kind, None where the login ended or may not."""
