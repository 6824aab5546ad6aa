"""Values of the 推荐表."""

from __future__ import annotations

from sqlalchemy import Connection

from papers.nominations import Nominations
from scoring.errors import NotKnown
from scoring.store.reading.contest import load_contest
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import pool_sheets


def nominations(connection: Connection, wanted: Wanted) -> Nominations:
    """A sheet for every pool, or for the one that is wanted; raises NotKnown("no_pool")."""
    contest = load_contest(connection)
    pools = pool_sheets(connection, wanted.pool)
    if wanted.pool is not None and not pools:
        raise NotKnown("no_pool", pool=wanted.pool)
    return Nominations(contest.name, contest.organiser, pools, sheet_mark(connection, wanted.ledger_key))
