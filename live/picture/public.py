"""What everybody may see. Reads set-up, calls, timers and revealed rows: no ballot, no score row.

How many ballots are in is read only where the rule card publishes it (公开已交票数).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, select

from live.picture.brief import Part, brief_of, next_of
from live.picture.corrected import corrections, corrections_part, reveal_corrected, row_corrected
from live.timer import timer_of
from scoring.rules.contest import Contest
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import contest_row, entries_of_pool, load_contest, pool_id, pools
from scoring.store.reading.day import entry_row, entry_rows, judge_row, panel, seats, session_row
from scoring.store.tables import public_standing, revealed

LIT = {"submitted": "lit", "recused": "recused", "missing": "missing"}
SEEN_PHASE = {"complete": "scoring", "published": "scoring", "disqualified": "withdrawn"}


def contest_part(connection: Connection, contest: Contest) -> Part:
    """The contest's names, halls and pools."""
    row: Any = contest_row(connection)
    return {
        "name": contest.name,
        "organiser": contest.organiser,
        "year": contest.year,
        "sample": bool(row.sample),
        "reveal_when": contest.card.reveal_when,
        "show_judges": contest.card.show_judges,
        "show_count": contest.card.show_count,
        "kinds": list(dict.fromkeys(entry.kind for entry in contest.entries)),
        "pools": [
            {"id": pool_id(q), "kind": q.kind, "session": q.session, "title": pool_title(contest, q)}
            for q in pools(contest)
        ],
        "sessions": [
            {"id": s.id, "name": s.name, "place": s.place, "mode": s.mode, "date": s.date, "start": s.start}
            for s in contest.sessions
        ],
    }


def pool_title(contest: Contest, quota: Any) -> str:
    """The kind, with the hall's name where the pool is one hall's."""
    names = {session.id: session.name for session in contest.sessions}
    return quota.kind if quota.session is None else f"{quota.kind} {names.get(quota.session, quota.session)}"


def stage_part(connection: Connection, contest: Contest, session: str) -> Part:
    """What is on in one hall."""
    row = session_row(connection, session)
    current = row.current_entry
    entry = entry_row(connection, current) if current is not None else None
    phase = "idle" if entry is None else SEEN_PHASE.get(entry.phase, entry.phase)
    if entry is not None and entry.phase == "published" and entry.reveal_step == LAST_STEP:
        phase = "revealed"
    typed = entry is not None and entry.phase not in ("called", "presenting")
    return {
        "session": session,
        "scene": row.scene,
        "scene_pool": row.scene_pool,
        "scene_entry": row.scene_entry,
        "page": row.page,
        "phase": phase,
        "entry": brief_of(connection, contest, session, current),
        "timer": None if entry is None else timer_of(entry, contest.card, phase),
        "overtime": entry.overtime if entry is not None and typed else None,
        "seats": _seats(connection, contest, session, current, phase),
        "count": _count(connection, contest, current),
        "next": next_of(connection, contest, session),
    }


def _seats(connection: Connection, contest: Contest, session: str, current: str | None, phase: str) -> list[Part]:
    sitting = seats(connection, session)
    places: Any = panel(connection, current) if current is not None else []
    open_lamps = contest.card.show_count == "lamps" or phase == "revealed"
    if not places:
        places = list(sitting)
    return [
        {
            "seat": place.seat if hasattr(place, "seat") else place.number,
            "attendance": place.attendance,
            "chief": place.role == "chief",
            "name": judge_row(connection, place.judge).name if contest.card.show_judges == "name" else None,
            "lamp": LIT.get(getattr(place, "state", ""), "hollow") if open_lamps else "hollow",
        }
        for place in places
    ]


def _count(connection: Connection, contest: Contest, current: str | None) -> int | None:
    if contest.card.show_count != "count" or current is None:
        return None
    return len([place for place in panel(connection, current) if place.state == "submitted"])


def reveal_part(connection: Connection, contest: Contest, session: str) -> Part | None:
    """The reveal that this hall's boards show: the one on the scene, else the newest."""
    row = session_row(connection, session)
    shown = row.scene_entry if row.scene == "reveal" else None
    newest = connection.execute(
        select(revealed.c.entry).where(revealed.c.session == session).order_by(revealed.c.at.desc()).limit(1)
    ).scalar()
    return revealed_entry(connection, contest, shown or newest)


def revealed_entry(connection: Connection, contest: Contest, entry_id: str | None) -> Part | None:
    """Everything revealed of one entry, None where nothing has been."""
    rows = connection.execute(select(revealed).where(revealed.c.entry == entry_id).order_by(revealed.c.step)).all()
    if not rows or entry_id is None:
        return None
    entry = brief_of(connection, contest, rows[0].session, entry_id)
    whole = merged_steps(entry, [json.loads(row.body) for row in rows])
    return {**whole, **reveal_corrected(corrections(connection), whole)}


def merged_steps(entry: Part | None, bodies: list[Part]) -> Part:
    """The picture of a reveal from its steps; what later steps bring is null until then."""
    whole: Part = {
        "entry": entry,
        "step": len(bodies),
        "criteria": None,
        "used": None,
        "arithmetic": None,
        "result": None,
        "corrected": False,
        "was": None,
    }
    for body in bodies:
        whole.update(body)
    dropped = whole.pop("dropped", {})
    whole["seats"] = [{**seat, "dropped": dropped.get(str(seat["seat"]))} for seat in whole["seats"]]
    return whole


def standing_parts(connection: Connection, contest: Contest) -> dict[str, Part]:
    """Every pool's public standing, empty ones too."""
    stored = {row.pool: json.loads(row.body) for row in connection.execute(select(public_standing))}
    made = corrections(connection)
    for pool, body in stored.items():
        body["rows"] = [{**row, "corrected": row_corrected(made, pool, row)} for row in body["rows"]]
    out = {row.id for row in entry_rows(connection) if row.phase in ("withdrawn", "disqualified")}
    parts = {}
    for quota in pools(contest):
        empty = {
            "provisional": True,
            "revealed": 0,
            "of": sum(entry.id not in out for entry in entries_of_pool(contest, quota)),
            "rows": [],
        }
        name = pool_id(quota)
        parts[f"standings/{name}"] = {
            "pool": name,
            "title": pool_title(contest, quota),
            "kind": quota.kind,
            "session": quota.session,
            "tie_names": _tie_names(contest, quota.kind),
            **stored.get(name, empty),
        }
    return parts


def _tie_names(contest: Contest, kind: str) -> dict[str, str]:
    rubric = next((r for r in contest.rubrics if r.kind == kind), None)
    return {} if rubric is None else {c.tie_role: c.name for c in rubric.criteria if c.tie_role is not None}


def public_parts(connection: Connection) -> dict[str, Any]:
    """The whole public picture; no parts before there is a contest."""
    if contest_row(connection) is None:
        return {}
    contest = load_contest(connection)
    parts: dict[str, Any] = {
        "contest": contest_part(connection, contest),
        "corrections": corrections_part(corrections(connection), contest),
    }
    for session in contest.sessions:
        parts[f"stage/{session.id}"] = stage_part(connection, contest, session.id)
        parts[f"reveal/{session.id}"] = reveal_part(connection, contest, session.id)
    parts.update(standing_parts(connection, contest))
    return parts


def public_halls(connection: Connection, halls: Collection[str]) -> dict[str, Part]:
    """What a ballot in these halls can change of the public picture: whose lamp is lit, how many are in."""
    contest = load_contest(connection)
    return {f"stage/{one.id}": stage_part(connection, contest, one.id) for one in contest.sessions if one.id in halls}
