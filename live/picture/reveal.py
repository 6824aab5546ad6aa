"""The private preview: what the four steps would show. Never pushed, never cached."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from live.picture.brief import Part, brief_of
from live.picture.public import merged_steps
from scoring.actions.public_rows import step_body
from scoring.errors import RuleBroken
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.day import entry_row

SEEN_AFTER = ("complete", "published")


def preview_of(connection: Connection, entry_id: str) -> Part:
    """The whole reveal of an entry; refused before its close, when marks are nobody's business."""
    contest = load_contest(connection)
    entry = find_entry(contest, entry_id)
    row = entry_row(connection, entry_id)
    if row.phase not in SEEN_AFTER:
        raise RuleBroken("no_preview_before_close", entry=entry_id)
    bodies: list[Any] = [step_body(connection, contest, entry, step) for step in (1, 2, 3)]
    bodies.append(step_body(connection, contest, entry, 4) if row.phase == "published" else {"result": None})
    return merged_steps(brief_of(connection, contest, row.session, entry_id), bodies)
