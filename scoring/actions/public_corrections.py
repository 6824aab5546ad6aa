"""更正: what the public had seen and sees otherwise after a change, marked as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from scoring.store.work import Work


@dataclass(frozen=True, slots=True)
class PublicSeen:
    """What the public sees of each revealed entry: JSON texts by entry."""

    entries: Mapping[str, str] = field(default_factory=dict)


def public_now(connection: Connection) -> PublicSeen:
    """What is on the public side."""
    raise NotImplementedError


def correct_public(work: Work, before: PublicSeen) -> None:
    """Bring revealed rows and public standings up to date and mark what differs from `before`."""
    raise NotImplementedError
