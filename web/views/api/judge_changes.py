"""The chief's tablet as the second person: changes that wait for a yes, with who moves."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, request
from sqlalchemy import Connection

from live.picture.moves import moves_part
from scoring.actions.changing import confirm, refuse_change
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.changes import asked_change, asked_moves, change_row, chief_may_confirm, waiting_changes
from scoring.store.reading.day import entry_rows
from scoring.store.reading.people import staff_row
from web.auth import needs, office
from web.change_words import change_words
from web.forms import Form, Reason
from web.office import now_ms

judge_changes = Blueprint("judge_changes", __name__, url_prefix="/api/v1/judge/changes")


class WithReason(Form):
    reason: Reason


@judge_changes.get("")
@needs("chief-confirm")
def waiting() -> Any:
    return jsonify(waiting=office().read(_waiting, g.actor.id, now_ms()))


def _waiting(connection: Connection, judge: str, now: int) -> list[dict[str, Any]]:
    """What this chief may answer; numbers of entries that are not revealed stay out."""
    revealed = {row.id for row in entry_rows(connection) if row.reveal_step == LAST_STEP}
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "words": change_words(connection, row.kind, asked_change(row)),
            "reason": row.reason,
            "by": getattr(staff_row(connection, row.by), "name", row.by),
            "at": row.at,
            "until": row.until,
            "moves": _without_numbers(moves_part(connection, asked_moves(row), True, revealed.__contains__)),
        }
        for row in waiting_changes(connection, now)
        if chief_may_confirm(connection, row, judge)
    ]


def _without_numbers(moves: dict[str, Any]) -> dict[str, Any]:
    """The fingerprint covers unrevealed numbers, which could be guessed from it: a tablet does not get it."""
    return {name: part for name, part in moves.items() if name != "fingerprint"}


@judge_changes.post("/<change>/confirm")
@needs("chief-confirm")
def confirm_change(change: str) -> Any:
    seen = office().read(change_row, change[:32])  # what was stored is what the tablet showed: it never changes
    office().do(confirm, g.actor, change=seen.id, expected=asked_moves(seen).fingerprint())
    return jsonify(ok=True)


@judge_changes.post("/<change>/refuse")
@needs("chief-confirm")
def refuse(change: str) -> Any:
    form = WithReason.model_validate(request.get_json(silent=True) or {})
    office().do(refuse_change, g.actor, change=change[:32], reason=form.reason)
    return jsonify(ok=True)
