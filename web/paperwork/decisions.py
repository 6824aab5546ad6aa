"""Values of the 合议决定书: every decision and ruling, those that were lifted too, in the order of what happened."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from papers.decisions import Decisions
from papers.foot import final_words
from scoring.actions.public_rows import revealed_ids
from scoring.store.reading.contest import find_entry, find_pool, load_contest, pool_id
from web.paperwork.decision_rulings import ruled_sheets
from web.paperwork.decision_ties import tie_sheets
from web.paperwork.wanted import Wanted, sheet_mark
from web.pool_finals import pool_final


def decisions(connection: Connection, wanted: Wanted) -> Decisions:
    """All of them, those of a pool, or those that speak of an entry; raises NotKnown("no_entry", "no_pool")."""
    contest = load_contest(connection)
    entry = None if wanted.entry is None else find_entry(contest, wanted.entry)
    only = None if wanted.pool is None else pool_id(find_pool(contest, wanted.pool))
    found = [*tie_sheets(connection, contest), *ruled_sheets(connection, contest)]
    kept = [
        one
        for one in sorted(found, key=lambda one: one.at)
        if only in (None, one.pool) and (entry is None or entry.id in one.entries)
    ]
    finals = {pool: final_words(pool_final(connection, pool, "")) for pool in {one.pool for one in kept}}
    seen = revealed_ids(connection)
    sheets = tuple(
        replace(one.sheet, final=finals[one.pool], hidden=one.sheet.scored and not seen.issuperset(one.entries))
        for one in kept
    )
    return Decisions(contest.name, contest.organiser, sheets, sheet_mark(connection, wanted.ledger_key))
