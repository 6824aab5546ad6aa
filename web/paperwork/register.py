"""The register of certificates as the desk sees it: what is due, what was given, what differs now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from live.words import say
from scoring.actions.certificates import certificate_problems
from scoring.errors import RuleBroken
from scoring.facts import SYSTEM
from scoring.rules.certificate_claims import Matched
from scoring.rules.contest import Contest
from scoring.store.reading.certificates import (
    KINDS,
    Found,
    Ground,
    all_prints,
    certificate_rows,
    drift,
    frozen_text,
    ground_of,
    in_ceremony_order,
    matched,
)
from scoring.store.reading.people import staff_names
from scoring.store.reading.standings import PoolStanding

Names = Mapping[str, str]
COMMAND_LINE = "命令行 command line"


def register_picture(connection: Connection) -> dict[str, Any]:
    """Problems, pools, what is due and the whole register, from one consistent state."""
    ground = ground_of(connection)
    rows = certificate_rows(connection)
    found = {kind: matched(ground, rows, kind) for kind in KINDS}
    return {
        "problems": [_words(problem) for problem in certificate_problems(ground.contest)],
        "pools": [_pool(ground.contest, standing) for standing in ground.standings],
        "due": {kind: len(found[kind].due) for kind in KINDS},
        "rows": _rows(connection, ground, rows, found),
    }


def register_rows(connection: Connection) -> list[dict[str, Any]]:
    """The register alone, in the order of the ceremony."""
    ground = ground_of(connection)
    rows = certificate_rows(connection)
    return _rows(connection, ground, rows, {kind: matched(ground, rows, kind) for kind in KINDS})


def _words(refusal: RuleBroken) -> dict[str, str]:
    return say(f"error.{refusal.code}", **refusal.params)


def pool_title(contest: Contest, standing: PoolStanding) -> str:
    """A pool by its kind, with the name of its session where it has one of its own."""
    rooms = {session.id: session.name for session in contest.sessions}
    quota = standing.quota
    return quota.kind if quota.session is None else f"{quota.kind}（{rooms.get(quota.session, quota.session)}）"


def _pool(contest: Contest, standing: PoolStanding) -> dict[str, Any]:
    ranked = [] if standing.provisional else [result for result in standing.results if result.rank is not None]
    awarded = sum(result.award is not None for result in ranked)
    short = {result.entry for result in standing.results if result.state == "incomplete"}
    blockers = [
        RuleBroken("certificate_entry_short" if entry in short else "certificate_entry_open", entry=entry)
        for entry in standing.open_entries
    ]
    return {
        "id": standing.id,
        "title": pool_title(contest, standing),
        "ready": not standing.provisional,
        "blockers": [_words(blocker) for blocker in blockers],
        "awarded": awarded,
        "unawarded": len(ranked) - awarded,
    }


def _rows(
    connection: Connection, ground: Ground, rows: Sequence[Found], found: Mapping[Any, Matched]
) -> list[dict[str, Any]]:
    names = {SYSTEM.id: COMMAND_LINE} | {row.id: row.name for row in staff_names(connection)}
    prints = all_prints(connection)
    successors = {row.replaces: row.number for row in rows if row.replaces}
    shown = []
    for row in in_ceremony_order(ground, rows):
        claim = found[row.kind].answered.get(row.number)
        differs = drift(ground, row, claim) if row.state == "valid" else ()
        shown.append(
            {
                **_what(row),
                **_life(row, names),
                "replaced_by": successors.get(row.number),
                "prints": [_print(print_row, names) for print_row in prints.get(row.number, [])],
                "differs": [{"field": d.field, "printed": d.printed, "now": d.now} for d in differs],
            }
        )
    return shown


def _what(row: Found) -> dict[str, Any]:
    text = frozen_text(row)
    return {
        "number": row.number, "kind": row.kind, "entry": row.entry, "circle": text.circle, "unit": text.unit,
        "title": text.title, "person": text.person, "award": text.award,
    }  # fmt: skip


def _life(row: Found, names: Names) -> dict[str, Any]:
    return {
        "version": row.version, "state": row.state, "replaces": row.replaces,
        "issued_at": row.issued_at, "issued_by": names.get(row.issued_by, row.issued_by),
        "ended_at": row.ended_at, "ended_by": names.get(row.ended_by, row.ended_by), "ended_why": row.ended_why,
    }  # fmt: skip


def _print(row: Found, names: Names) -> dict[str, Any]:
    return {"again": row.again, "reason": row.reason, "at": row.at, "by": names.get(row.by, row.by)}
