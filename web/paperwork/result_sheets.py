"""Values of the 成绩表."""

from __future__ import annotations

from sqlalchemy import Connection

from papers.result_sheets import ResultSheets
from scoring.errors import NotKnown
from scoring.store.reading.contest import load_contest
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import pool_sheets


def result_sheets(connection: Connection, wanted: Wanted) -> ResultSheets:
    """A sheet for every pool, or for the one that is wanted; raises NotKnown("no_pool")."""
    contest = load_contest(connection)
    pools = pool_sheets(connection, wanted.pool)
    if wanted.pool is not None and not pools:
        raise NotKnown("no_pool", pool=wanted.pool)
    return ResultSheets(contest.name, contest.organiser, contest.card, pools, sheet_mark(connection, wanted.ledger_key))
