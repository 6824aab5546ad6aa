"""The appeals register as JSON: read by who may see it, written by the secretariat."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Annotated, Any

from flask import Blueprint, g, jsonify, request
from pydantic import AfterValidator, Field
from sqlalchemy import Connection

from scoring.actions.appeals import answer_appeal, register_appeal, reopen_appeal, withdraw_appeal
from scoring.errors import NotKnown
from scoring.store.reading.contest import load_contest
from web.appeals_page import STATES, appeals_list, one_appeal
from web.auth import needs, office
from web.beijing import beijing
from web.forms import Form, Hex32, Reason, clean_text
from web.office import now_ms

appeals_api = Blueprint("appeals_api", __name__, url_prefix="/api/v1/desk/appeals")

# longer than is taken: the refusal says in words how long it may be
Text = Annotated[str, Field(max_length=20_000), AfterValidator(clean_text)]
Line = Annotated[str, Field(max_length=400), AfterValidator(clean_text)]
Sheet = Annotated[int, Field(strict=True, ge=0, le=2**53)]


class RegisterForm(Form):
    """`entry` is its number or its circle's name."""

    entry: Line
    asker: Line
    question: Text
    asked_on: Line
    sheet: Sheet | None = None


class AnswerForm(Form):
    answer: Text
    outcome: Line
    sheet: Sheet | None = None
    change: Hex32 | None = None


class ReasonForm(Form):
    reason: Reason


def number_of(text: str) -> int:
    """The number in an address; raises NotKnown for what is none."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotKnown("no_appeal", appeal=text[:20])
    return int(text)


def state_asked() -> str | None:
    """The state that the address asks for, None for any."""
    state = request.args.get("state")
    return state if state in STATES else None


def meant(connection: Connection, typed: str) -> str:
    """The entry's number, from its number or its circle's name."""
    number = unicodedata.normalize("NFKC", typed.strip()).upper()
    entries = load_contest(connection).entries
    if any(entry.id == number for entry in entries):
        return number
    return next((entry.id for entry in entries if entry.circle == typed.strip()), typed.strip())


def today() -> date:
    """The day in Beijing."""
    return date.fromisoformat(beijing(now_ms(), "%Y-%m-%d"))


@appeals_api.get("")
@needs("see-appeals")
def listed() -> Any:
    return jsonify(office().read(appeals_list, state_asked(), request.args.get("entry") or None))


@appeals_api.get("/<appeal>")
@needs("see-appeals")
def opened(appeal: str) -> Any:
    return jsonify(office().read(one_appeal, number_of(appeal)))


@appeals_api.post("")
@needs("appeals")
def register() -> Any:
    values = _form(RegisterForm)
    values["entry"] = office().read(meant, values["entry"])
    return jsonify(appeal=office().do(register_appeal, g.actor, **values, today=today()))


@appeals_api.post("/<appeal>/answer")
@needs("appeals")
def answer(appeal: str) -> Any:
    values = _form(AnswerForm)
    office().do(answer_appeal, g.actor, appeal=number_of(appeal), **values)
    return jsonify(ok=True)


@appeals_api.post("/<appeal>/reopen")
@needs("appeals")
def reopen(appeal: str) -> Any:
    values = _form(ReasonForm)
    office().do(reopen_appeal, g.actor, appeal=number_of(appeal), **values)
    return jsonify(ok=True)


@appeals_api.post("/<appeal>/withdraw")
@needs("appeals")
def withdraw(appeal: str) -> Any:
    values = _form(ReasonForm)
    office().do(withdraw_appeal, g.actor, appeal=number_of(appeal), **values)
    return jsonify(ok=True)


def _form(form: type[Form]) -> dict[str, Any]:
    return form.model_validate(request.get_json(silent=True) or {}).values()
