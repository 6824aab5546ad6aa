"""Fixing an entry's score as a new version beside the earlier ones."""

from __future__ import annotations

import json

from sqlalchemy import func, insert, select

from scoring.facts import ResultPublished
from scoring.rules.aggregate import EntryScore
from scoring.rules.contest import Contest, Entry
from scoring.rules.ledger import content_hash
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import entry_row
from scoring.store.reading.ground import Ground, standing_ground
from scoring.store.reading.standings import entry_score, inputs_on, score_all_on, score_inputs
from scoring.store.tables import score
from scoring.store.work import Work


def fix_score(work: Work, contest: Contest, entry: Entry) -> None:
    """Fix the score that follows from what counts now; earlier versions stay."""
    fixed = entry_score(work.connection, contest, entry)
    _write(work, entry, fixed, score_inputs(work.connection, contest, entry))


def _write(work: Work, entry: Entry, fixed: EntryScore, inputs: str) -> None:
    version = newest_version(work, entry.id) + 1
    final = "" if fixed.final is None else str(fixed.final)
    body = {"final": final, "state": fixed.state, "valid": fixed.valid, "used": fixed.used}
    work.connection.execute(
        insert(score).values(entry=entry.id, version=version, body=json.dumps(body), inputs=inputs, fixed_at=work.now)
    )
    session = entry_row(work.connection, entry.id).session
    rest = content_hash([fixed.state, fixed.valid, fixed.used])
    work.record(ResultPublished(session, entry.id, version, final or fixed.state, inputs, rest))


def newest_version(work: Work, entry: str) -> int:
    """How often an entry's score was fixed, 0 before the first time."""
    newest = work.connection.execute(select(func.max(score.c.version)).where(score.c.entry == entry)).scalar()
    return int(newest or 0)


def fix_scores_anew(work: Work, ground: Ground | None = None) -> None:
    """A new score version for every published entry whose inputs are others now."""
    contest, ground = load_contest(work.connection), ground or standing_ground(work.connection)
    entries, fixed = {entry.id: entry for entry in contest.entries}, _inputs_fixed(work)
    published = [entries[name] for name, row in ground.rows.items() if row.phase == "published"]
    inputs = {entry.id: inputs_on(contest, entry, ground) for entry in published}
    moved = [entry for entry in published if fixed.get(entry.id, "") != inputs[entry.id]]
    score_all_on(contest, moved, ground)
    for entry in moved:
        _write(work, entry, ground.scores[entry.id], inputs[entry.id])


def _inputs_fixed(work: Work) -> dict[str, str]:
    """By entry, what its newest fixed score follows from."""
    rows = work.connection.execute(select(score.c.entry, score.c.inputs).order_by(score.c.version))
    return {row.entry: row.inputs for row in rows}
