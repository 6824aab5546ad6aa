"""What one judge's tablet shows: the entry on stage, the own ballots, and nobody else's marks."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from live.picture.brief import Part, brief_of, next_of
from live.picture.judge_entry import asked_again, entry_for, returned_to
from live.timer import timer_of
from scoring.actions.public_rows import mark_text
from scoring.rules.ballot import ballot_total
from scoring.rules.contest import Contest
from scoring.rules.stage import takes_ballots
from scoring.store.reading.ballots import ballots_of, drafts, is_set_aside, latest_ballot
from scoring.store.reading.changes import chief_may_confirm, waiting_changes
from scoring.store.reading.contest import contest_row, find_entry, latest_rubric, load_contest
from scoring.store.reading.day import (
    entry_row,
    judge_row,
    panel,
    place_of,
    places_on_stage,
    seats_of,
    session_row,
)
from scoring.store.reading.ledger import ledger_origin
from scoring.store.reading.people import took_over_at
from scoring.store.reading.standings import rubric_of


def judge_parts(connection: Connection, judge: str, now: int = 0) -> dict[str, Any]:
    """The whole picture of one judge; `now` (ms) leaves out changes that can be confirmed no more."""
    contest = load_contest(connection)
    row: Any = contest_row(connection)
    kinds = dict.fromkeys(entry.kind for entry in contest.entries)
    parts: dict[str, Any] = {
        "me": {
            "id": judge,
            "name": judge_row(connection, judge).name,
            "contest": contest.name,
            "sample": bool(row.sample),
            "step": contest.card.step,
            "full": contest.card.full,
            "origin": ledger_origin(connection)[:16],
            "took_over_at": took_over_at(connection, judge),
        },
        "rubrics": {kind: _rubric(connection, kind) for kind in kinds},
        "earlier": _earlier(connection, contest, judge),
        "changes": changes_part(connection, judge, now),
    }
    for session, seat in _sits(connection, judge).items():
        parts[f"session/{session}"] = _session(connection, contest, judge, seat)
    return parts


def judge_halls(connection: Connection, judge: str, halls: Collection[str]) -> dict[str, Any]:
    """What a ballot in these halls can change of a judge's picture."""
    contest = load_contest(connection)
    parts: dict[str, Any] = {"earlier": _earlier(connection, contest, judge)}
    for session, seat in _sits(connection, judge).items():
        if session in halls:
            parts[f"session/{session}"] = _session(connection, contest, judge, seat)
    return parts


def _sits(connection: Connection, judge: str) -> dict[str, Any]:
    """By session, the seat there or the place that is still to be finished."""
    sitting = {seat.session: seat for seat in seats_of(connection, judge)}
    finishing = {place.session: place for place in places_on_stage(connection, judge)}
    return {session: sitting.get(session) or finishing[session] for session in sorted({*sitting, *finishing})}


def _rubric(connection: Connection, kind: str) -> Part:
    rubric = latest_rubric(connection, kind)
    return {
        "version": rubric.version,
        "criteria": [
            {
                "number": c.number,
                "name": c.name,
                "maximum": c.maximum,
                "factor": str(c.factor),
                "guidance": list(c.guidance),
            }
            for c in rubric.criteria
        ],
    }


def _session(connection: Connection, contest: Contest, judge: str, seat: Any) -> Part:
    session = next(s for s in contest.sessions if s.id == seat.session)
    stage = session_row(connection, seat.session).current_entry
    current = entry_for(connection, seat.session, judge, stage)
    entry = entry_row(connection, current) if current is not None else None
    place = place_of(connection, current, judge) if current is not None else None
    ballot = _ballot(connection, judge, entry, place)
    return {
        "session": seat.session,
        "name": session.name,
        "place": session.place,
        "seat": place.seat if place is not None else seat.number,
        "role": seat.role,
        "attendance": seat.attendance,
        "meeting_link": session.meeting_link or None,
        "phase": "idle" if entry is None else entry.phase,
        "entry": brief_of(connection, contest, seat.session, current),
        "again": current != stage,
        "asked": len(asked_again(connection, seat.session, judge, stage)),
        "timer": None if entry is None or current != stage else timer_of(entry, contest.card),
        "ballot": ballot,
        "lamp": "lit" if ballot["state"] == "submitted" else "hollow",
        "panel": _panel(connection, current) if seat.role in ("chief", "deputy") else None,
        "next": next_of(connection, contest, seat.session),
    }


def _state(entry: Any, place: Any) -> str:
    if entry is None:
        return "waiting"
    if place is None:
        return "not_in_panel"
    if place.state in ("submitted", "recused", "missing"):
        return str(place.state)
    if entry.phase in ("called", "waiting"):
        return "waiting"
    if not takes_ballots(entry.phase):
        return "closed"
    return "returned" if place.state == "returned" else "open"


def _ballot(connection: Connection, judge: str, entry: Any, place: Any) -> Part:
    newest = latest_ballot(connection, entry.id, judge) if entry is not None else None
    version = newest.version if newest is not None else 0
    if newest is not None and place is not None and place.state != "submitted" and is_set_aside(connection, newest):
        newest = None  # nothing of it is carried into the next one
    return {
        "state": _state(entry, place),
        "version": version,
        "base": version,
        "presentation": entry.presentation if entry is not None else 1,
        "reason": (place.reason or None) if place is not None else None,
        "receipt": newest.receipt if newest is not None else None,
        "at": newest.received_at if newest is not None else None,
        "marks": json.loads(newest.marks) if newest is not None else None,
        "comment": newest.comment if newest is not None else "",
        "source": newest.source if newest is not None else None,
    }


def changes_part(connection: Connection, judge: str, now: int) -> Part:
    """Changes that this chief may say yes or no to, with the time (ms) until which."""
    waiting = [row for row in waiting_changes(connection, now) if chief_may_confirm(connection, row, judge)]
    return {"waiting": [{"id": row.id, "until": row.until} for row in waiting]}


def _panel(connection: Connection, current: str | None) -> list[Part]:
    if current is None:
        return []
    drafted = drafts(connection, current)
    return [
        {
            "seat": place.seat,
            "judge": place.judge,
            "name": judge_row(connection, place.judge).name,
            "role": place.role,
            "attendance": place.attendance,
            "state": "drafting" if place.state == "expected" and place.judge in drafted else place.state,
        }
        for place in panel(connection, current)
    ]


def _earlier(connection: Connection, contest: Contest, judge: str) -> list[Part]:
    newest = {row.entry: row for row in ballots_of(connection, judge)}
    returned = returned_to(connection, judge)
    rows = []
    for entry_id, row in newest.items():
        if entry_id in returned and is_set_aside(connection, row):
            continue
        entry = find_entry(contest, entry_id)
        marks = json.loads(row.marks)
        total = ballot_total(rubric_of(connection, entry_id), tuple(marks))
        rows.append(
            {
                "entry": entry_id,
                "position": entry_row(connection, entry_id).position,
                "circle": entry.circle,
                "title": entry.title,
                "kind": entry.kind,
                "session": entry.session,
                "total": mark_text(total, contest.card),
                "marks": marks,
                "version": row.version,
                "source": row.source,
                "receipt": row.receipt,
                "at": row.received_at,
            }
        )
    return sorted(rows, key=lambda row: (row["session"], row["position"]))
