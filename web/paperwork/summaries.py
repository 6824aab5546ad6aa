"""Values of the 评审汇总表."""

from __future__ import annotations

from sqlalchemy import Connection

from papers.summary_sheets import Summaries
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import session_row
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import session_sheets


def summaries(connection: Connection, wanted: Wanted) -> Summaries:
    """A sheet for every session, or for the one that is wanted; raises NotKnown("no_session")."""
    if wanted.session is not None:
        session_row(connection, wanted.session)
    contest = load_contest(connection)
    sheets = session_sheets(connection, wanted.session)
    return Summaries(contest.name, contest.organiser, sheets, sheet_mark(connection, wanted.ledger_key))
