"""Each pool on its way to final: what is open, what the chief judges may decide, what holds already."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from live.picture.brief import Part
from live.picture.public import pool_title
from live.picture.ties import tie_part, tied_entry
from live.words import say
from scoring.rules.contest import Contest, Entry
from scoring.rules.results import Result
from scoring.store.reading.contest import entries_of_pool, find_entry, load_contest
from scoring.store.reading.day import Found, entry_rows, judge_row
from scoring.store.reading.finals import FinalRow, finals
from scoring.store.reading.ledger import ledger_head
from scoring.store.reading.people import staff_row
from scoring.store.reading.rulings import every_decision
from scoring.store.reading.standings import PoolStanding, all_standings
from scoring.store.tables import ledger, ruling, seat

CHIEFS = ("chief", "deputy")
TAKEN = ("candidate", "reserve")


def decisions_picture(connection: Connection, now: int) -> Part:
    """All pools at a moment (ms); for who may see every result, and of an unpublished entry there is no number."""
    contest = load_contest(connection)
    seq, head = ledger_head(connection)
    rows = {row.id: row for row in entry_rows(connection)}
    return {
        "card": contest.card.fingerprint(),
        "ledger": {"seq": seq, "hash": head},
        "pools": [_pool(connection, contest, standing, rows) for standing in all_standings(connection, now)],
    }


def _pool(connection: Connection, contest: Contest, standing: PoolStanding, rows: Mapping[str, Found]) -> Part:
    entries = list(entries_of_pool(contest, standing.quota))
    versions = [_final(connection, row) for row in finals(connection, standing.id)]
    lasting = next((one for one in versions if one["ended_at"] is None), None)
    own_rulings = _rulings(connection, entries)
    return {
        "id": standing.id,
        "title": pool_title(contest, standing.quota),
        "places": {"candidates": standing.quota.candidates, "reserves": standing.quota.reserves},
        "provisional": standing.provisional,
        "state": "final" if lasting else "open" if standing.blockers else "ready",
        "blockers": [_blocker(contest, blocker) for blocker in standing.blockers],
        "ties": [tie_part(connection, contest, standing, tie) for tie in standing.ties],
        "chiefs": _chiefs(connection, {entry.session for entry in entries}),
        "decisions": _decisions(connection, contest, standing.id),
        "incomplete": _incomplete(contest, standing),
        "chosen": _chosen(contest, standing),
        "rulings": own_rulings,
        "out": _out(connection, entries, rows, own_rulings),
        "entries": [_named(entry, rows[entry.id]) for entry in entries],
        "final": lasting,
        "finals": versions,
    }


def _named(entry: Entry, row: Found) -> Part:
    return {"entry": entry.id, "circle": entry.circle, "unit": entry.unit, "phase": row.phase}


def _circle(contest: Contest, entry: str) -> Part:
    return {"entry": entry, "circle": find_entry(contest, entry).circle}


def _blocker(contest: Contest, blocker: Any) -> Part:
    named = [_circle(contest, entry) for entry in blocker.entries]
    return {"code": blocker.code, "entries": named, **say(f"decisions.blocker.{blocker.code}", count=len(named))}


def _chiefs(connection: Connection, sessions: set[str]) -> list[Part]:
    """Who may decide: the chiefs and deputies of the halls concerned."""
    query = (
        select(seat).where(seat.c.session.in_(sessions), seat.c.role.in_(CHIEFS)).order_by(seat.c.session, seat.c.role)
    )
    found: dict[str, Part] = {}
    for row in connection.execute(query):
        one = {"id": row.judge, "name": judge_row(connection, row.judge).name, "role": row.role, "session": row.session}
        found.setdefault(row.judge, one)
    return list(found.values())


def person_part(connection: Connection, who: str) -> str:
    """The name behind "secretariat-1", "staff:secretariat-1" or "judge:JA1"; the id itself where nobody has it."""
    kind, _, owner = who.rpartition(":")
    if kind == "judge":
        return str(judge_row(connection, owner).name)
    row = staff_row(connection, owner)
    return owner if row is None else str(row.name)


def _names(connection: Connection, judges: str) -> list[str]:
    return [str(judge_row(connection, judge).name) for judge in json.loads(judges)]


def _ended(connection: Connection, row: Found) -> Part:
    by = person_part(connection, row.ended_by) if row.ended_by else ""
    return {"ended_at": row.ended_at, "ended_by": by, "ended_why": row.ended_why}


def _said(connection: Connection, row: Found) -> Part:
    """Who said it, when, why; and who took it back."""
    names = {"judges": _names(connection, row.judges), "by": person_part(connection, row.by)}
    return {"id": row.id, "reason": row.reason, "at": row.at, **names, **_ended(connection, row)}


def _decisions(connection: Connection, contest: Contest, pool: str) -> list[Part]:
    """Orders that the chief judges gave, those lifted since among them, oldest first."""
    return [
        {**_said(connection, row), "order": [_circle(contest, entry) for entry in json.loads(row.entries)]}
        for row in every_decision(connection, pool)
    ]


def _rulings(connection: Connection, entries: Sequence[Entry]) -> list[Part]:
    """What was decided of single entries, those lifted since among them, oldest first."""
    named = {entry.id: entry for entry in entries}
    rows = connection.execute(select(ruling).where(ruling.c.entry.in_(named)).order_by(ruling.c.id))
    return [
        {
            **_said(connection, row),
            "entry": row.entry,
            "circle": named[row.entry].circle,
            "kind": row.kind,
            **say(f"decisions.ruling.{row.kind}"),
        }
        for row in rows
    ]


def _incomplete(contest: Contest, standing: PoolStanding) -> list[Part]:
    found = [result for result in standing.results if result.state == "incomplete"]
    least = contest.card.min_valid
    return [
        {
            **_circle(contest, result.entry),
            "valid": result.valid,
            "least": least,
            "document": find_entry(contest, result.entry).document is not None,
        }
        for result in found
    ]


def _chosen(contest: Contest, standing: PoolStanding) -> list[Part]:
    """Candidates, then reserves, best first; nobody while the pool is provisional."""
    if standing.provisional:
        return []
    taken = [result for result in standing.results if result.selection in TAKEN]
    ordered = sorted(taken, key=lambda result: (TAKEN.index(str(result.selection)), result.rank or 0, result.entry))
    return [_taken(contest, result) for result in ordered]


def _taken(contest: Contest, result: Result) -> Part:
    words = say(f"acts.selection.{result.selection}")
    return {**tied_entry(contest, result), "selection": result.selection, **words}


def _out(
    connection: Connection, entries: Sequence[Entry], rows: Mapping[str, Found], rulings: Sequence[Part]
) -> list[Part]:
    """Entries out of the contest, with the reason and whether they can be taken back by their opposite."""
    reasons = {one["entry"]: one["reason"] for one in rulings if one["kind"] == "disqualified" and not one["ended_at"]}
    return [
        {
            **_named(entry, rows[entry.id]),
            "reason": reasons.get(entry.id) or _why_withdrawn(connection, entry.id),
            **say(f"acts.reason.{rows[entry.id].phase}"),
        }
        for entry in entries
        if rows[entry.id].phase in ("withdrawn", "disqualified")
    ]


def _why_withdrawn(connection: Connection, entry: str) -> str:
    moved = (ledger.c.entry == entry, ledger.c.fact == "PhaseChanged")
    newest = select(ledger.c.body).where(*moved).order_by(ledger.c.seq.desc()).limit(1)
    body = connection.execute(newest).scalar()
    return "" if body is None else str(json.loads(body).get("reason", ""))


def _final(connection: Connection, row: FinalRow) -> Part:
    second = person_part(connection, row.second) if row.second else ""
    return {
        "version": row.version,
        "at": row.at,
        "by": person_part(connection, row.by),
        "second": second,
        "result": row.result,
        "card": row.card,
        "seq": row.ledger_seq,
        "hash": row.ledger_hash,
        **_ended(connection, row),
    }
