"""Ballots that were kept aside, each beside the one that counts: what the desk looks at before it decides."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, jsonify
from sqlalchemy import Connection, select

from live.words import say
from scoring.actions.asides import TAKES
from scoring.actions.public_rows import mark_text
from scoring.errors import NotKnown
from scoring.rules.ballot import ballot_total
from scoring.rules.contest import Contest
from scoring.store.reading.asides import OPEN, answers
from scoring.store.reading.ballots import latest_ballot
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.day import entry_row, panel
from scoring.store.reading.set_ups import rubric_of_ballot
from scoring.store.reading.standings import rubric_of
from scoring.store.reading.story import open_entries
from scoring.store.tables import ballot_aside, judge, login
from web.auth import needs, office
from web.ledger_names import device_words

asides_api = Blueprint("asides_api", __name__, url_prefix="/api/v1/desk/asides")

Part = dict[str, Any]


@asides_api.get("")
@needs("see-asides")
def listed() -> Any:
    return jsonify(asides=office().read(asides_part))


def asides_part(connection: Connection) -> list[Part]:
    """All of them, oldest first; marks (whole hundredths) only where the entry's marks may be seen."""
    contest, hidden, decided = load_contest(connection), open_entries(connection), answers(connection)
    names = {row.id: row.name for row in connection.execute(select(judge.c.id, judge.c.name))}
    devices = {row.id: row.device for row in connection.execute(select(login.c.id, login.c.device))}
    rows = connection.execute(select(ballot_aside).order_by(ballot_aside.c.received_at, ballot_aside.c.id))
    found = []
    for row in rows:
        answer = decided.get(row.id)
        closed = row.entry not in hidden
        counted = latest_ballot(connection, row.entry, row.judge)
        found.append(
            {
                **_of_entry(contest, row.entry),
                "id": row.id, "judge": row.judge, "name": names.get(row.judge, row.judge), "why": row.why,
                "seat": _seat(connection, row), "at": row.received_at, "receipt": row.receipt,
                "device": device_words(devices.get(row.login, "")),
                "answer": OPEN if answer is None else answer.answer,
                "reason": "" if answer is None else answer.reason,
                "hidden": not closed,
                "criteria": _criteria(connection, row) if closed else [],
                "kept": _marks(connection, row) if closed else None,
                "counted": _counted(connection, counted, closed),
                "base": 0 if counted is None else counted.version,
                "obstacle": _obstacle(connection, row),
            }
        )  # fmt: skip
    return found


def _of_entry(contest: Contest, entry: str) -> Part:
    try:
        return {"entry": entry, "circle": find_entry(contest, entry).circle}
    except NotKnown:
        return {"entry": entry, "circle": ""}


def _seat(connection: Connection, row: Any) -> int | None:
    return next((place.seat for place in panel(connection, row.entry) if place.judge == row.judge), None)


def _criteria(connection: Connection, row: Any) -> list[Part]:
    rubric = rubric_of_ballot(connection, row)
    return [] if rubric is None else [{"number": one.number, "name": one.name} for one in rubric.criteria]


def _marks(connection: Connection, row: Any) -> Part:
    rubric, marks = rubric_of_ballot(connection, row), json.loads(row.marks)
    card = load_contest(connection).card
    total = None if rubric is None else mark_text(ballot_total(rubric, tuple(marks)), card)
    return {"marks": marks, "total": total, "comment": row.comment}


def _counted(connection: Connection, row: Any, closed: bool) -> Part | None:
    if row is None:
        return None
    told = {"version": row.version, "at": row.received_at, "receipt": row.receipt, "source": row.source}
    return {**told, **_marks(connection, row)} if closed else told


def _obstacle(connection: Connection, row: Any) -> Part | None:
    """Why it cannot be accepted now, in words; None where it can."""
    entry = entry_row(connection, row.entry)
    place = next((one for one in panel(connection, row.entry) if one.judge == row.judge), None)
    rubric = rubric_of(connection, row.entry)
    if entry.phase not in TAKES:
        return say("asides.obstacle.phase")
    if place is None:
        return say("asides.obstacle.no_place")
    if place.state == "recused":
        return say("asides.obstacle.recused")
    if (row.kind, row.rubric) != (entry.kind, rubric.version):
        return say("asides.obstacle.rubric")
    if row.presentation != entry.presentation:
        return say("asides.obstacle.presentation")
    return None
