"""Fixing an entry's score as a new version beside the earlier ones."""

from __future__ import annotations

import json

from sqlalchemy import func, insert, select

from scoring.facts import ResultPublished
from scoring.rules.contest import Contest, Entry
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.day import entry_row, entry_rows
from scoring.store.reading.standings import entry_score, score_inputs
from scoring.store.tables import score
from scoring.store.work import Work


def fix_score(work: Work, contest: Contest, entry: Entry) -> None:
    """Fix the score that follows from what counts now; earlier versions stay."""
    fixed = entry_score(work.connection, contest, entry)
    inputs = score_inputs(work.connection, contest, entry)
    version = newest_version(work, entry.id) + 1
    final = "" if fixed.final is None else str(fixed.final)
    body = {"final": final, "state": fixed.state, "valid": fixed.valid, "used": fixed.used}
    work.connection.execute(
        insert(score).values(entry=entry.id, version=version, body=json.dumps(body), inputs=inputs, fixed_at=work.now)
    )
    session = entry_row(work.connection, entry.id).session
    work.record(ResultPublished(session, entry.id, version, final or fixed.state, inputs))


def newest_version(work: Work, entry: str) -> int:
    """How often an entry's score was fixed, 0 before the first time."""
    newest = work.connection.execute(select(func.max(score.c.version)).where(score.c.entry == entry)).scalar()
    return int(newest or 0)


def fix_scores_anew(work: Work) -> None:
    """A new score version for every published entry whose inputs are others now."""
    contest = load_contest(work.connection)
    for row in entry_rows(work.connection):
        if row.phase == "published":
            entry = find_entry(contest, row.id)
            if _inputs_fixed(work, row.id) != score_inputs(work.connection, contest, entry):
                fix_score(work, contest, entry)


def _inputs_fixed(work: Work, entry: str) -> str:
    newest = select(score.c.inputs).where(score.c.entry == entry).order_by(score.c.version.desc()).limit(1)
    return str(work.connection.execute(newest).scalar() or "")
