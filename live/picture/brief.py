"""How an entry is named in every picture."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from scoring.rules.contest import Contest, Entry
from scoring.store.reading.contest import find_entry
from scoring.store.reading.day import entry_rows

Part = dict[str, Any]
AHEAD = ("waiting", "postponed")


def brief(entry: Entry, row: Any, of: int) -> Part:
    """Number, names, kind, place in the order."""
    return {
        "id": entry.id,
        "title": entry.title,
        "circle": entry.circle,
        "unit": entry.unit,
        "kind": entry.kind,
        "attendance": entry.attendance,
        "position": row.position,
        "of": of,
    }


def brief_of(connection: Connection, contest: Contest, session: str, entry_id: str | None) -> Part | None:
    """The entry with this id, named; None for None."""
    if entry_id is None:
        return None
    rows = entry_rows(connection, session)
    row = next((r for r in rows if r.id == entry_id), None)
    return None if row is None else brief(find_entry(contest, entry_id), row, len(rows))


def next_of(connection: Connection, contest: Contest, session: str) -> Part | None:
    """The first entry in the order that has not been on stage: first those still waiting."""
    rows = entry_rows(connection, session)
    waiting = sorted((r for r in rows if r.phase in AHEAD), key=lambda r: (r.phase != "waiting", r.position))
    if not waiting:
        return None
    return brief(find_entry(contest, waiting[0].id), waiting[0], len(rows))
