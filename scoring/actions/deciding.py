"""评审组长合议: the order of entries that no key set apart, with reason and who decided; and ending a decision."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import insert, select, update

from scoring.actions.asked import Asked
from scoring.actions.ruling import heads_among, known_judges
from scoring.errors import Invalid, NotKnown, RuleBroken
from scoring.facts import TieDecided, TieDecisionLifted
from scoring.rules.change import TieLift, TieRuling
from scoring.store.reading.contest import find_pool, load_contest
from scoring.store.reading.rulings import decisions_of
from scoring.store.reading.standings import undecided
from scoring.store.tables import chief_decision
from scoring.store.work import Work


def decide_tie(work: Work, change: TieRuling, asked: Asked) -> None:
    """Order a tied set, exactly as it is; an earlier decision on the same set ends with this one."""
    contest = load_contest(work.connection)
    pool = find_pool(contest, change.pool)
    known_judges(work, change.judges)
    if not heads_among(work, change.judges):
        raise Invalid("chief_missing")
    for earlier in decisions_of(work.connection, change.pool):
        if sorted(earlier.order) == sorted(change.order):
            _end(work, change.pool, earlier.id, asked)
    tied = [sorted(one.entries) for one in undecided(work.connection, contest, pool)]
    if sorted(change.order) not in tied:
        raise RuleBroken("not_tied", pool=change.pool)
    _write(work, change, asked)


def _write(work: Work, change: TieRuling, asked: Asked) -> None:
    order, judges = list(change.order), list(change.judges)
    written = work.connection.execute(
        insert(chief_decision).values(
            pool=change.pool, entries=json.dumps(order), reason=asked.reason, judges=json.dumps(judges), at=work.now,
            by=asked.by, ended_at=None, ended_by="", ended_why="",
        )
    )  # fmt: skip
    key: Sequence[int] | None = written.inserted_primary_key
    assert key is not None
    work.record(TieDecided(change.pool, key[0], order, asked.reason, judges))


def lift_decision(work: Work, change: TieLift, asked: Asked) -> None:
    """A decision holds no more: its entries are tied again."""
    held = (chief_decision.c.id == change.decision, chief_decision.c.ended_at.is_(None))
    row = work.connection.execute(select(chief_decision).where(*held)).first()
    if row is None:
        raise NotKnown("no_decision")
    _end(work, row.pool, row.id, asked)


def _end(work: Work, pool: str, decision: int, asked: Asked) -> None:
    ended = {"ended_at": work.now, "ended_by": asked.by, "ended_why": asked.reason}
    work.connection.execute(update(chief_decision).where(chief_decision.c.id == decision).values(**ended))
    work.record(TieDecisionLifted(pool, decision, asked.reason))
