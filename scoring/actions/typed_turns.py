"""The turns of a paper ballot that wait: how they end, whatever ends them."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from scoring.facts import PaperBallotDropped
from scoring.store.prepared import Prepared
from scoring.store.reading.day import entry_row
from scoring.store.tables import typed_ballot
from scoring.store.work import Work

_WAITING = Prepared(  # asked for each ballot that comes
    select(typed_ballot.c.id)
    .where(typed_ballot.c.entry == bindparam("entry"), typed_ballot.c.judge == bindparam("judge"))
    .where(typed_ballot.c.state == "waiting")
    .order_by(typed_ballot.c.turn)
)


def end_waiting(work: Work, entry: str, judge: str, state: str) -> list[str]:
    """Set every waiting typing of a place to ``state`` (settled, dropped); their ids by turn."""
    ids = [row.id for row in _WAITING.all(work.connection, entry=entry, judge=judge)]
    if ids:
        work.connection.execute(update(typed_ballot).where(typed_ballot.c.id.in_(ids)).values(state=state))
    return ids


def drop_waiting(work: Work, entry: str, judge: str, reason: str) -> list[str]:
    """Put what was typed for a place aside, with its fact; nothing where nothing waits."""
    ids = end_waiting(work, entry, judge, "dropped")
    if ids:
        work.record(PaperBallotDropped(entry_row(work.connection, entry).session, entry, judge, ids, reason))
    return ids
