"""From rows to results: the rules' inputs gathered, the rules asked, nothing computed here."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from sqlalchemy import Connection, select

from scoring.rules.aggregate import EntryScore, score_entry
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.ledger import content_hash
from scoring.rules.ranking import PoolEntry
from scoring.rules.results import Result, pool_results
from scoring.rules.rubric import Rubric
from scoring.store.reading.ballots import counted_ballots, newest_versions
from scoring.store.reading.contest import entries_of_pool, latest_rubric, load_contest, pool_id, pools
from scoring.store.reading.day import Found, entry_row, entry_rows
from scoring.store.tables import rubric as rubric_table


@dataclass(frozen=True, slots=True)
class PoolStanding:
    """A pool's results now; ``open_entries`` is why it is provisional (empty: it is not)."""

    id: str
    quota: Quota
    results: list[Result]
    open_entries: list[str]

    @property
    def provisional(self) -> bool:
        """No award and no candidate may be shown while this holds."""
        return bool(self.open_entries)


def rubric_of(connection: Connection, entry_id: str) -> Rubric:
    """The rubric version on which an entry was marked, the newest where it has no ballot yet."""
    given = newest_versions(connection, entry_id)
    kind = entry_row(connection, entry_id).kind
    if not given:
        return latest_rubric(connection, kind)
    body = connection.execute(
        select(rubric_table.c.body).where(rubric_table.c.kind == kind, rubric_table.c.version == given[0].rubric)
    ).scalar_one()
    return Rubric.from_json(json.loads(body))


def entry_score(connection: Connection, contest: Contest, entry: Entry) -> EntryScore:
    """The entry's score from the ballots that count now."""
    row = entry_row(connection, entry.id)
    document = None if entry.document is None else Fraction(entry.document)
    rubric = rubric_of(connection, entry.id)
    return score_entry(contest.card, rubric, counted_ballots(connection, entry.id), document, row.overtime or 0)


def score_inputs(connection: Connection, contest: Contest, entry: Entry) -> str:
    """Hash over all that an entry's score follows from."""
    ballots = [[b.judge, b.seat, list(b.marks), b.chief] for b in counted_ballots(connection, entry.id)]
    row = entry_row(connection, entry.id)
    rubric = rubric_of(connection, entry.id).to_json()
    return content_hash([ballots, entry.document or "", row.overtime or 0, contest.card.fingerprint(), rubric])


def pool_entry(connection: Connection, contest: Contest, entry: Entry, row: Found, known: bool) -> PoolEntry:
    """What the ranking needs of one entry; ``known`` False leaves its score out."""
    state: Literal["present", "withdrawn", "disqualified"] = "present"
    if row.phase in ("withdrawn", "disqualified"):
        state = row.phase
    score = entry_score(connection, contest, entry) if known or state != "present" else None
    return PoolEntry(entry.id, entry.unit, entry.recommendation, state, score)


def pool_standing(
    connection: Connection, contest: Contest, quota: Quota, among: Collection[str] | None = None
) -> PoolStanding:
    """A pool's standing over its published entries, or over those of them that are ``among``."""
    rows = {row.id: row for row in entry_rows(connection)}
    entries = list(entries_of_pool(contest, quota))
    inputs, still_open = [], []
    for entry in entries:
        row = rows[entry.id]
        known = row.phase == "published" and (among is None or entry.id in among)
        if known or row.phase in ("withdrawn", "disqualified"):
            inputs.append(pool_entry(connection, contest, entry, row, known))
        else:
            still_open.append(entry.id)
    results = pool_results(contest.card, quota, contest.awards, inputs)
    still_open += [result.entry for result in results if result.state == "incomplete"]
    return PoolStanding(pool_id(quota), quota, results, still_open)


def all_standings(connection: Connection) -> list[PoolStanding]:
    """Every pool's standing over what is published."""
    contest = load_contest(connection)
    return [pool_standing(connection, contest, quota) for quota in pools(contest)]
