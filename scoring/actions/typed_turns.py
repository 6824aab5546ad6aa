"""The turns of a paper ballot that wait: how they end, whatever ends them."""

from __future__ import annotations

from sqlalchemy import select, update

from scoring.facts import PaperBallotDropped
from scoring.store.reading.day import entry_row
from scoring.store.tables import typed_ballot
from scoring.store.work import Work


def end_waiting(work: Work, entry: str, judge: str, state: str) -> list[str]:
    """Set every waiting typing of a place to ``state`` (settled, dropped); their ids by turn."""
    here = (typed_ballot.c.entry == entry, typed_ballot.c.judge == judge, typed_ballot.c.state == "waiting")
    ids = list(work.connection.execute(select(typed_ballot.c.id).where(*here).order_by(typed_ballot.c.turn)).scalars())
    if ids:
        work.connection.execute(update(typed_ballot).where(*here).values(state=state))
    return ids


def drop_waiting(work: Work, entry: str, judge: str, reason: str) -> list[str]:
    """Put what was typed for a place aside, with its fact; nothing where nothing waits."""
    ids = end_waiting(work, entry, judge, "dropped")
    if ids:
        work.record(PaperBallotDropped(entry_row(work.connection, entry).session, entry, judge, ids, reason))
    return ids
