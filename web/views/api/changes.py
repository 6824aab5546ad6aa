"""Changes of contested things: previewed, asked for, confirmed by a second person, refused, taken back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, jsonify, request
from sqlalchemy import Connection

from live.picture.moves import moves_part
from scoring.actions.changing import ask, confirm, refuse_change, take_back_change
from scoring.errors import NotAllowed
from scoring.rules.access import allowed
from scoring.rules.change import Change, SetUpChange
from scoring.store.reading.changes import Found, all_changes, asked_change, asked_moves, state_of, waiting_changes
from scoring.store.reading.day import judge_row
from scoring.store.reading.people import staff_row
from web.auth import needs, office
from web.change_forms import Expected, Reasoned, read_change
from web.change_words import change_words
from web.changes import moves_part as previewed_part
from web.changes import previewed
from web.office import now_ms
from web.views.api.setup import UPLOAD_LIMIT

changes = Blueprint("changes", __name__, url_prefix="/api/v1/desk/changes")

DONE = 100  # changes that a page lists


def _body() -> dict[str, Any]:
    request.max_content_length = UPLOAD_LIMIT
    body = request.get_json(silent=True)
    return body if isinstance(body, dict) else {}


def _change(body: dict[str, Any]) -> Change:
    """The change that a page asks for; raises NotAllowed where its kind is not for this role."""
    permission, asked = read_change(body)
    if not allowed(g.actor.role, permission):
        raise NotAllowed("not_your_role")
    change: Change = office().away(office().read, asked)
    return change


@changes.post("/preview")
@needs("correct")
def preview() -> Any:
    body = _body()
    reason = Reasoned.model_validate({"reason": body.pop("reason", "")}).reason
    found = previewed(office(), g.actor, _change(body), reason)
    return jsonify(moves=previewed_part(office(), found.moves, found.two))


@changes.post("/ask")
@needs("correct")
def ask_for() -> Any:
    body = _body()
    reason = Reasoned.model_validate({"reason": body.pop("reason", "")}).reason
    expected = Expected.model_validate({"expected": body.pop("expected", "")}).expected
    answer = office().do(ask, g.actor, change=_change(body), reason=reason, expected=expected)
    return jsonify(id=answer.id, state=answer.state, until=answer.until)


def _reason() -> str:
    return Reasoned.model_validate(request.get_json(silent=True) or {}).reason


@changes.post("/<change>/confirm")
@needs("confirm-change")
def confirm_change(change: str) -> Any:
    form = Expected.model_validate(request.get_json(silent=True) or {})
    answer = office().do(confirm, g.actor, change=change[:32], expected=form.expected)
    return jsonify(id=answer.id, state=answer.state)


@changes.post("/<change>/refuse")
@needs("confirm-change")
def refuse(change: str) -> Any:
    office().do(refuse_change, g.actor, change=change[:32], reason=_reason())
    return jsonify(ok=True)


@changes.post("/<change>/take-back")
@needs("correct")
def take_back(change: str) -> Any:
    office().do(take_back_change, g.actor, change=change[:32], reason=_reason())
    return jsonify(ok=True)


@changes.get("")
@needs("see-changes")
def listed() -> Any:
    return jsonify(office().away(office().read, _lists, g.actor.id, now_ms()))


def _lists(connection: Connection, me: str, now: int) -> dict[str, Any]:
    waiting = {row.id for row in waiting_changes(connection, now)}
    rows = all_changes(connection, DONE)
    return {
        "waiting": [_part(connection, row, me, now) for row in reversed(rows) if row.id in waiting],
        "done": [_part(connection, row, me, now) for row in rows if row.id not in waiting],
        "at": now,
    }


def _part(connection: Connection, row: Found, me: str, now: int) -> dict[str, Any]:
    change = asked_change(row)
    made = row.id if isinstance(change, SetUpChange) and row.state == "done" else ""
    return {
        "id": row.id,
        "kind": row.kind,
        "words": change_words(connection, row.kind, change, made),
        "entry": getattr(change, "entry", None),
        "reason": row.reason,
        "state": state_of(row, now),
        "by": _staff(connection, row.by),
        "at": row.at,
        "until": row.until,
        "mine": row.by == me,
        "answered_by": _answered(connection, row.answered_by),
        "answered_at": row.answered_at,
        "answered_why": row.answered_why,
        "moves": moves_part(connection, asked_moves(row), True) if row.state == "waiting" else None,
    }


def _staff(connection: Connection, staff: str) -> str:
    return str(getattr(staff_row(connection, staff), "name", staff))


def _answered(connection: Connection, who: str) -> str:
    kind, _, name = who.partition(":")
    if kind == "judge":
        return str(judge_row(connection, name).name)
    return _staff(connection, name) if name else ""
