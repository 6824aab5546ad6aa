"""The appeals register's page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g, render_template, request
from sqlalchemy import Connection

from scoring.rules.access import allowed
from scoring.store.reading.contest import contest_row, load_contest
from web.appeals_page import STATES, appeals_list, one_appeal
from web.auth import needs, office
from web.views.api.appeals import number_of, state_asked, today

appeals_page = Blueprint("appeals_page", __name__)


@appeals_page.get("/desk/appeals")
@needs("see-appeals")
def register() -> str:
    number = request.args.get("appeal")
    state, entry = state_asked(), request.args.get("entry", "")[:40]
    return render_template(
        "desk/appeals.html",
        register=office().read(appeals_list, state, entry or None),
        opened=None if number is None else office().read(one_appeal, number_of(number)),
        entries=office().read(_entries),
        states=STATES,
        state=state,
        entry=entry,
        writes=allowed(g.actor.role, "appeals"),
        today=today().isoformat(),
    )


def _entries(connection: Connection) -> list[dict[str, Any]]:
    if contest_row(connection) is None:
        return []
    return [{"id": entry.id, "circle": entry.circle} for entry in load_contest(connection).entries]
