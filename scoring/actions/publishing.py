"""Fixing a score, and revealing it step by step: one transaction copies each step to the public side."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from scoring.actions.public_renewal import renew_results
from scoring.actions.public_rows import refresh_standing, step_body
from scoring.actions.scores import fix_score
from scoring.errors import RuleBroken
from scoring.facts import PhaseChanged, ResultRevealed, RevealTakenBack, SceneShown
from scoring.rules.contest import Contest, Entry
from scoring.rules.stage import LAST_STEP, PAST_MARKING, next_phase
from scoring.store.reading.contest import entries_of_pool, find_entry, load_contest, pool_id, pool_of
from scoring.store.reading.day import entry_row, entry_rows, session_row
from scoring.store.reading.standings import PoolStanding, pool_standing
from scoring.store.tables import entry as entry_table
from scoring.store.tables import revealed
from scoring.store.tables import session as session_table
from scoring.store.work import Work

AHEAD = (("called", "presenting", "questioning", "scoring"), ("waiting",), ("postponed",))


def publish_entry(work: Work, entry: str) -> None:
    """Fix an entry's score. The public sees nothing of it before the reveal."""
    row = entry_row(work.connection, entry)
    after = next_phase("publish-entry", row.phase)
    if after is None:
        raise RuleBroken("not_now", command="publish-entry", entry=entry, phase=row.phase)
    contest = load_contest(work.connection)
    work.connection.execute(
        update(entry_table).where(entry_table.c.id == entry).values(phase=after, published_at=work.now)
    )
    work.record(PhaseChanged(row.session, entry, "publish-entry", row.phase, after))
    fix_score(work, contest, find_entry(contest, entry))
    work.sign_head("published")


def reveal_refusal(
    connection: Any, contest: Contest, entry: Entry, worked_out: dict[str, PoolStanding] | None = None
) -> RuleBroken | None:
    """Why the rule card does not let this entry be revealed yet, None where it does.

    Whoever asks for many entries of one state passes ``worked_out``, which keeps each pool's standing.
    """
    row = entry_row(connection, entry.id)
    if row.phase != "published":
        return RuleBroken("not_published", entry=entry.id)
    if contest.card.reveal_when == "after_next":
        return _after_next_refusal(connection, row)
    if contest.card.reveal_when == "ceremony":
        return _ceremony_refusal(connection, contest, entry, {} if worked_out is None else worked_out)
    return None


def _after_next_refusal(connection: Any, row: Any) -> RuleBroken | None:
    """The next is whoever was marked after this entry, in whatever order they came; nobody left holds nothing."""
    others = [other for other in entry_rows(connection, row.session) if other.id != row.id]
    if any(r.phase in PAST_MARKING and (r.scoring_from or 0) > row.scoring_from for r in others):
        return None
    ahead = [r for phases in AHEAD for r in others if r.phase in phases]
    return RuleBroken("reveal_after_next", entry=row.id, next=ahead[0].id) if ahead else None


def _ceremony_refusal(
    connection: Any, contest: Contest, entry: Entry, worked_out: dict[str, PoolStanding]
) -> RuleBroken | None:
    pool = pool_of(contest, entry)
    if pool_id(pool) not in worked_out:
        worked_out[pool_id(pool)] = pool_standing(connection, contest, pool)
    standing = worked_out[pool_id(pool)]
    if standing.provisional:
        return RuleBroken("pool_not_complete", entry=standing.open_entries[0])
    steps = {row.id: row.reveal_step for row in entry_rows(connection)}
    ranks = {r.entry: r.rank for r in standing.results if r.rank is not None and steps[r.entry] < LAST_STEP}
    last = max(ranks.values(), default=0)
    if ranks.get(entry.id, last) != last:
        below = next(other for other, rank in ranks.items() if rank == last)
        return RuleBroken("reveal_from_below", entry=below)
    return None


def reveal(work: Work, entry: str, step: int) -> None:
    """Reveal one step: 1 the judges' totals, 2 what was dropped, 3 the arithmetic, 4 score and rank."""
    contest = load_contest(work.connection)
    value = find_entry(contest, entry)
    row = entry_row(work.connection, entry)
    refusal = reveal_refusal(work.connection, contest, value)
    if refusal is not None:
        raise refusal
    if step != row.reveal_step + 1 or not 1 <= step <= LAST_STEP:
        raise RuleBroken("reveal_step_order", entry=entry, step=row.reveal_step)
    work.connection.execute(
        update(entry_table).where(entry_table.c.id == entry).values(reveal_step=step, revealed_at=work.now)
    )
    body = json.dumps(step_body(work.connection, contest, value, step), ensure_ascii=False)
    work.connection.execute(
        insert(revealed).values(entry=entry, step=step, session=row.session, body=body, at=work.now)
    )
    work.record(ResultRevealed(row.session, entry, step))
    _show_reveal(work, row.session, entry)
    if step == LAST_STEP:
        refresh_standing(work.connection, contest, pool_of(contest, value), newest=entry)


def _show_reveal(work: Work, session: str, entry: str) -> None:
    row = session_row(work.connection, session)
    if row.scene == "reveal" and row.scene_entry == entry:
        return
    work.connection.execute(
        update(session_table)
        .where(session_table.c.id == session)
        .values(scene="reveal", scene_pool=None, scene_entry=entry, page=1)
    )
    work.record(SceneShown(session, "reveal", None, entry, 1))


def unreveal(work: Work, entry: str, step: int) -> None:
    """Take the newest step off the screens; who has seen it has seen it, and the ledger says so."""
    row = entry_row(work.connection, entry)
    if step < 1 or step != row.reveal_step:
        raise RuleBroken("reveal_step_order", entry=entry, step=row.reveal_step)
    work.connection.execute(delete(revealed).where(revealed.c.entry == entry, revealed.c.step == step))
    work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(reveal_step=step - 1))
    work.record(RevealTakenBack(row.session, entry, step))
    if step == LAST_STEP:
        contest = load_contest(work.connection)
        pool = pool_of(contest, find_entry(contest, entry))
        renew_results(work.connection, contest, [pool])
        refresh_standing(work.connection, contest, pool)


def refresh_after_withdrawal(work: Work, entry: str) -> None:
    """A withdrawal may complete a pool: its public standing is worked out anew, if it has one."""
    contest = load_contest(work.connection)
    pool = pool_of(contest, find_entry(contest, entry))
    ids = [other.id for other in entries_of_pool(contest, pool)]
    shown = select(func.count()).select_from(revealed).where(revealed.c.entry.in_(ids), revealed.c.step == LAST_STEP)
    if work.connection.execute(shown).scalar():
        refresh_standing(work.connection, contest, pool)
