"""What the desk shows: where each hall stands, who is there, what blocks. Never a mark."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, func, select

from live.picture.acts import acts_of
from live.picture.brief import Part, brief, next_of
from live.picture.problems import problems_part
from live.picture.public import contest_part
from live.picture.seats import seats_part
from live.picture.turns import also_part, turn_part
from live.presence import Presence
from live.timer import timer_of
from live.watch import Watch
from scoring.actions.publishing import reveal_refusal
from scoring.rules.contest import Contest
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import contest_row, find_entry, load_contest
from scoring.store.reading.day import Found, entry_row, entry_rows, session_row
from scoring.store.reading.standings import PoolStanding
from scoring.store.tables import ledger, score

_NEWEST_FACT = select(func.max(ledger.c.seq))
Standings = dict[str, PoolStanding] | None  # worked out once for a picture; None for who may not reveal


def desk_parts(
    connection: Connection,
    presence: Presence,
    now: int,
    server: Mapping[str, object],
    watch: Watch | None = None,
    reveals: bool = False,
) -> dict[str, Any]:
    """The whole desk picture; only ``server`` before there is a contest.

    What may be revealed now is told where ``reveals``: at a ceremony it says who ranks last of those not shown.
    """
    parts: dict[str, Any] = {"server": _server(connection, server)}
    if contest_row(connection) is None:
        return parts
    contest = load_contest(connection)
    row: Any = contest_row(connection)
    frozen = {"fingerprint": row.fingerprint, "frozen": row.frozen_at is not None}
    parts["contest"] = {**contest_part(connection, contest), **frozen}
    standings: Standings = {} if reveals else None
    for session in contest.sessions:
        parts[f"session/{session.id}"] = session_part(connection, contest, session.id, standings)
        parts[f"seats/{session.id}"] = seats_part(connection, session.id, presence, now)
    parts["problems"] = problems_part(connection, contest, presence, now, watch)
    return parts


def desk_halls(
    connection: Connection,
    presence: Presence,
    now: int,
    server: Mapping[str, object],
    watch: Watch | None,
    reveals: bool,
    halls: Collection[str],
) -> dict[str, Any]:
    """What a ballot in these halls can change of the desk's picture."""
    contest = load_contest(connection)
    parts: dict[str, Any] = {"server": _server(connection, server)}
    standings: Standings = {} if reveals else None
    for one in contest.sessions:
        if one.id in halls:
            parts[f"session/{one.id}"] = session_part(connection, contest, one.id, standings)
            parts[f"seats/{one.id}"] = seats_part(connection, one.id, presence, now)
    parts["problems"] = problems_part(connection, contest, presence, now, watch)
    return parts


def _server(connection: Connection, server: Mapping[str, object]) -> Part:
    return {**server, "seq": connection.execute(_NEWEST_FACT).scalar() or 0}


def session_part(connection: Connection, contest: Contest, session_id: str, standings: Standings) -> Part:
    """One hall: its state, what is on, what comes, the order, and what is held back."""
    session = next(s for s in contest.sessions if s.id == session_id)
    row = session_row(connection, session_id)
    rows = entry_rows(connection, session_id)
    held = [r for r in rows if r.phase == "published" and r.reveal_step < LAST_STEP]
    return {
        "id": session.id,
        "name": session.name,
        "place": session.place,
        "mode": session.mode,
        "date": session.date,
        "start": session.start,
        "meeting_link": session.meeting_link,
        "state": row.state,
        "scene": row.scene,
        "scene_pool": row.scene_pool,
        "scene_entry": row.scene_entry,
        "page": row.page,
        "drawn": row.seed is not None,
        "seed": row.seed,
        "current": row.current_entry,
        "now": now_part(connection, contest, row, len(rows), standings),
        "also": also_part(connection, contest, row.current_entry, rows),
        "next": next_of(connection, contest, session_id),
        "held": [_held(connection, contest, r, standings) for r in held],
        "order": [_order_row(contest, r, len(rows)) for r in rows],
    }


def _held(connection: Connection, contest: Contest, row: Found, standings: Standings) -> Part:
    entry = find_entry(contest, row.id)
    part = {"entry": row.id, "circle": entry.circle, "position": row.position, "reveal_step": row.reveal_step}
    if standings is None:
        return part
    return {**part, "reveal_allowed": reveal_refusal(connection, contest, entry, standings) is None}


def _order_row(contest: Contest, row: Found, of: int) -> Part:
    extra = {"drawn_position": row.drawn_position, "phase": row.phase, "reveal_step": row.reveal_step}
    return {**brief(find_entry(contest, row.id), row, of), **extra}


def now_part(connection: Connection, contest: Contest, room: Found, of: int, standings: Standings) -> Part | None:
    """The entry on stage with its clock, its panel's progress, its blockers and the next acts."""
    current = room.current_entry
    if current is None:
        return None
    row = entry_row(connection, current)
    part = {
        **turn_part(connection, contest, row, of),
        "timer": timer_of(row, contest.card),
        "reveal_step": row.reveal_step,
        "incomplete": _incomplete(connection, current),
    }
    if standings is None:
        return {**part, "acts": acts_of(part, None, False)}
    refusal = reveal_refusal(connection, contest, find_entry(contest, current), standings)
    return {**part, "reveal_allowed": refusal is None, "acts": acts_of(part, refusal, True)}


def _incomplete(connection: Connection, entry: str) -> bool:
    body = connection.execute(
        select(score.c.body).where(score.c.entry == entry).order_by(score.c.version.desc()).limit(1)
    ).scalar()
    return body is not None and json.loads(body)["state"] == "incomplete"
