"""Making a pool final, once its recount agrees; and ending a final that a correction moves."""

from __future__ import annotations

from sqlalchemy import insert, update

from scoring.actions.asked import Asked
from scoring.errors import RuleBroken
from scoring.facts import FinalLifted, PoolFinalised
from scoring.rules.change import Finalising, FinalLift
from scoring.rules.ledger import canonical_json, content_hash
from scoring.store.reading.contest import find_pool, load_contest
from scoring.store.reading.finals import (
    FinalRow,
    lasting_final,
    lasting_finals,
    next_final_version,
    results_json,
    still_holds,
)
from scoring.store.reading.ledger import ledger_head
from scoring.store.reading.recounted import recount_differences
from scoring.store.reading.standings import PoolStanding, all_standings, pool_standing
from scoring.store.tables import final
from scoring.store.work import Work


def finalise(work: Work, change: Finalising, asked: Asked) -> None:
    """Fix a pool's results: nothing may be open in it, and a second scoring must come to the same."""
    contest = load_contest(work.connection)
    pool = find_pool(contest, change.pool)
    if lasting_final(work.connection, change.pool) is not None:
        raise RuleBroken("pool_is_final", pool=change.pool)
    standing = pool_standing(work.connection, contest, pool, now=work.now)
    for blocker in standing.blockers[:1]:
        raise RuleBroken(f"final_{blocker.code}", pool=change.pool, entry=blocker.entries[0])
    for found in recount_differences(work.connection, contest, pool)[:1]:
        raise RuleBroken("recount_differs", pool=change.pool, entry=found.entry, field=found.field)
    _write(work, standing, contest.card.fingerprint(), asked)
    work.sign_head("finalised")


def _write(work: Work, standing: PoolStanding, card: str, asked: Asked) -> None:
    """The head that is kept is that of the fact itself, the very one that is signed."""
    body = results_json(standing)
    version = next_final_version(work.connection, standing.id)
    work.record(PoolFinalised(standing.id, version, content_hash(body), card))
    seq, head = ledger_head(work.connection)
    work.connection.execute(
        insert(final).values(
            pool=standing.id, version=version, body=canonical_json(body).decode(), result=content_hash(body), card=card,
            ledger_seq=seq, ledger_hash=head, at=work.now, by=asked.by, second=f"{work.actor.kind}:{work.actor.id}",
            ended_at=None, ended_by="", ended_why="",
        )
    )  # fmt: skip


def lift_final(work: Work, change: FinalLift, asked: Asked) -> None:
    """A final holds no more, though nothing of it has moved."""
    row = lasting_final(work.connection, change.pool)
    if row is None:
        raise RuleBroken("pool_not_final", pool=change.pool)
    _end(work, row, asked)


def end_moved_finals(work: Work, asked: Asked) -> None:
    """End every final whose results are others now."""
    lasting = lasting_finals(work.connection)
    if not lasting:
        return
    standings = {standing.id: standing for standing in all_standings(work.connection)}
    for row in lasting:
        if not still_holds(row, standings.get(row.pool)):
            _end(work, row, asked)


def _end(work: Work, row: FinalRow, asked: Asked) -> None:
    work.connection.execute(
        update(final)
        .where(final.c.pool == row.pool, final.c.version == row.version)
        .values(ended_at=work.now, ended_by=asked.by, ended_why=asked.reason)
    )
    work.record(FinalLifted(row.pool, row.version, asked.reason))
