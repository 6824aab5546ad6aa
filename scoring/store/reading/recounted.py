"""The recount of a pool straight from the stored rows, by questions of its own, and where it differs from the rules.

Nothing here asks what the standings ask with: who is in the pool, which ballots count, on which rubric and what
was ruled is read a second time, so that a slip in either reading shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from scoring.recount import recount_pool
from scoring.rules.codec import encode
from scoring.rules.contest import Contest, Quota
from scoring.store.reading.standings import pool_standing

Plain = dict[str, Any]
Rubrics = dict[tuple[str, int], Plain]

_SET_UP = text("select set_up from contest")
_ENTRIES = text("select id, phase, coalesce(overtime, 0) as overtime from entry")
_BALLOTS = text(
    "select b.entry, b.marks, b.rubric, p.role from panel_place p"
    " join ballot b on b.entry = p.entry and b.judge = p.judge and b.round = 'presentation'"
    " where p.state = 'submitted' and not exists (select 1 from ballot later where later.entry = b.entry"
    " and later.judge = b.judge and later.round = b.round and later.version > b.version)"
    " order by b.entry, p.seat"
)
_RULINGS = text("select entry, kind from ruling where ended_at is null")
_DECISIONS = text("select entries from chief_decision where pool = :pool and ended_at is null order by id")
_RUBRICS = text("select kind, version, body from rubric order by version")


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of an entry's result that the recount has otherwise; texts, "" for nothing, field "" for no result."""

    entry: str
    field: str
    ours: str
    recount: str


def recount_of(connection: Connection, quota: Quota) -> list[Plain]:
    """The pool's results by the recount, one plain object per entry that is published or out of the contest."""
    set_up: Plain = json.loads(connection.execute(_SET_UP).scalar_one())
    pool = quota.kind if quota.session is None else f"{quota.kind}@{quota.session}"
    decisions = [{"order": json.loads(row.entries)} for row in connection.execute(_DECISIONS, {"pool": pool})]
    return recount_pool(set_up["card"], encode(quota), set_up["awards"], _entries(connection, set_up, quota), decisions)


def _entries(connection: Connection, set_up: Plain, quota: Quota) -> list[Plain]:
    stored = {row.id: row for row in connection.execute(_ENTRIES)}
    ballots: dict[str, list[Any]] = {}
    for row in connection.execute(_BALLOTS):
        ballots.setdefault(row.entry, []).append(row)
    ruled = {(row.entry, row.kind) for row in connection.execute(_RULINGS)}
    rubrics = {(row.kind, row.version): json.loads(row.body) for row in connection.execute(_RUBRICS)}
    over = ("published", "withdrawn", "disqualified")
    mine = [e for e in set_up["entries"] if _belongs(set_up, quota, e) and stored[e["id"]].phase in over]
    return [_plain(e, stored[e["id"]], ballots.get(e["id"], []), ruled, rubrics) for e in mine]


def _belongs(set_up: Plain, quota: Quota, entry: Plain) -> bool:
    """Its own room's pool goes before that of all rooms."""
    if entry["kind"] != quota.kind:
        return False
    if quota.session is not None:
        return bool(entry["session"] == quota.session)
    return all((q["kind"], q["session"]) != (entry["kind"], entry["session"]) for q in set_up["quotas"])


def _plain(entry: Plain, row: Any, ballots: list[Any], ruled: set[tuple[str, str]], rubrics: Rubrics) -> Plain:
    newest = max(version for kind, version in rubrics if kind == entry["kind"])
    version = max((given.rubric for given in ballots), default=newest)
    shown_only = (entry["id"], "out_of_competition") in ruled
    state = row.phase if row.phase != "published" else "out_of_competition" if shown_only else "present"
    return {
        "entry": entry["id"],
        "unit": entry["unit"],
        "recommendation": entry["recommendation"],
        "state": state,
        "declined": (entry["id"], "declined") in ruled,
        "document_only": (entry["id"], "document_only") in ruled,
        "document": entry["document"],
        "overtime_seconds": row.overtime,
        "rubric": rubrics[entry["kind"], version],
        "ballots": [{"marks": json.loads(given.marks), "chief": given.role == "chief"} for given in ballots],
    }


def recount_differences(connection: Connection, contest: Contest, quota: Quota) -> list[Difference]:
    """Field by field, where the rules and the recount part; empty where they agree in everything."""
    ours = {result.entry: result.to_json() for result in pool_standing(connection, contest, quota).results}
    recount = {result["entry"]: result for result in recount_of(connection, quota)}
    found = []
    for entry in dict.fromkeys((*ours, *recount)):
        mine, other = ours.get(entry), recount.get(entry)
        if mine is None or other is None:
            found.append(Difference(entry, "", _text(mine and mine["state"]), _text(other and other["state"])))
            continue
        fields = [name for name in dict.fromkeys((*mine, *other)) if mine.get(name) != other.get(name)]
        found += [Difference(entry, name, _text(mine.get(name)), _text(other.get(name))) for name in fields]
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value)
