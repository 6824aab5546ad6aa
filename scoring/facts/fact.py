"""What a fact is, and who acts."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: ``kind`` staff, judge or system; ``id`` of the person; ``login`` is the device's."""

    kind: str
    id: str
    role: str
    login: str = ""


SYSTEM = Actor("system", "system", "system")


@dataclass(frozen=True, slots=True)
class Fact:
    """The common root; :meth:`body` is what the ledger hashes."""

    def body(self) -> dict[str, Any]:
        """The fact as JSON values: ``fact`` is its name, the rest its fields."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {"fact": type(self).__name__, **values}


@dataclass(frozen=True, slots=True)
class Refused(Fact):
    """An attempt that was refused: what was asked for, of what, and why not."""

    command: str
    code: str
    about: str = ""
