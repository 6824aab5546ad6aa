"""The appeals register for its page: the list, and one appeal with its steps."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from live.words import say
from scoring.store.reading.appeals import Found, appeal_row, appeal_rows, appeal_steps
from scoring.store.reading.story import done_changes
from web.beijing import beijing
from web.ledger_names import Names, names_now

Part = dict[str, Any]
STATES = ("open", "answered", "withdrawn")


def appeals_list(connection: Connection, state: str | None = None, entry: str | None = None) -> Part:
    """{appeals: newest first, counts: by state}."""
    names = names_now(connection)
    everything = appeal_rows(connection)
    return {
        "appeals": [_part(row, names) for row in appeal_rows(connection, state, entry)],
        "counts": {one: sum(row.state == one for row in everything) for one in STATES},
    }


def one_appeal(connection: Connection, number: int) -> Part:
    """One appeal with its steps and the corrections that an answer may name; raises NotKnown."""
    row, names = appeal_row(connection, number), names_now(connection)
    return {
        **_part(row, names),
        "steps": [_step(step, names) for step in appeal_steps(connection, number)],
        "changes": [_change(change) for change in done_changes(connection, row.entry)],
    }


def _part(row: Found, names: Names) -> Part:
    return {
        "number": row.number,
        "entry": row.entry,
        "circle": names.entries.get(row.entry, ""),
        "asker": row.asker,
        "asked_on": row.asked_on,
        "state": row.state,
        "state_words": say(f"appeals.state.{row.state}"),
        "at": beijing(row.at, "%Y-%m-%d %H:%M"),
        "by": _staff(row.by, names),
    }


def _step(step: Found, names: Names) -> Part:
    return {
        "kind": step.kind,
        "kind_words": say(f"appeals.step.{step.kind}"),
        "text": step.text,
        "outcome": step.outcome,
        "outcome_words": say(f"appeals.outcome.{step.outcome}") if step.outcome else None,
        "sheet": step.sheet,
        "change": step.change,
        "at": beijing(step.at, "%Y-%m-%d %H:%M"),
        "by": _staff(step.by, names),
    }


def _change(row: Found) -> Part:
    return {"id": row.id, "at": beijing(row.at, "%m-%d %H:%M"), "kind": say(f"ledger.change.{row.kind}"),
            "reason": row.reason}  # fmt: skip


def _staff(by: str, names: Names) -> str:
    return names.staff.get(by, ("", ""))[0] or by
