"""Results for the secretariat: every pool with what is still open, and the reason behind each place."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from live.picture.brief import Part
from live.picture.public import pool_title
from live.words import say
from scoring.rules.blockers import PROVISIONAL
from scoring.rules.contest import Contest
from scoring.rules.results import Result, format_score
from scoring.rules.rooms import room_effect
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.standings import PoolStanding, all_standings


def results_picture(connection: Connection) -> Part:
    """All pools over what is published, best first; unranked entries behind."""
    contest = load_contest(connection)
    return {"pools": [_pool(contest, standing) for standing in all_standings(connection)]}


def _pool(contest: Contest, standing: PoolStanding) -> Part:
    ordered = sorted(standing.results, key=lambda r: (r.rank is None, r.rank or 0, r.entry))
    blockers = [
        say(f"acts.pool.{blocker.code}", entry=entry, circle=find_entry(contest, entry).circle)
        for blocker in standing.blockers
        if blocker.code in PROVISIONAL
        for entry in blocker.entries
    ]
    return {
        "id": standing.id,
        "title": pool_title(contest, standing.quota),
        "provisional": standing.provisional,
        "blockers": blockers,
        "rows": [_row(contest, standing, result) for result in ordered],
        "rooms": _rooms(contest, standing),
    }


def _rooms(contest: Contest, standing: PoolStanding) -> list[Part]:
    names = {session.id: session.name for session in contest.sessions}
    finals: dict[str, list[Fraction]] = {}
    for result in standing.results:
        if result.exact_final is not None:
            session = find_entry(contest, result.entry).session
            finals.setdefault(session, []).append(Fraction(result.exact_final))
    return [
        {
            "session": room.session,
            "name": names[room.session],
            "entries": room.entries,
            "mean": format_score(room.mean, contest.card),
            "difference": format_score(room.difference, contest.card),
        }
        for room in room_effect(finals)
    ]


def _row(contest: Contest, standing: PoolStanding, result: Result) -> Part:
    entry = find_entry(contest, result.entry)
    values: dict[str, Any] = dict(result.to_json())
    if standing.provisional:
        values.update(award=None, selection=None)
    reason = values.get("selection") or (result.state if result.state != "ranked" else None)
    words = say(f"acts.reason.{reason}") if reason else {"zh": "", "en": ""}
    named = {"circle": entry.circle, "unit": entry.unit, "title": entry.title}
    return {**values, **named, "reason_zh": words["zh"], "reason_en": words["en"]}
