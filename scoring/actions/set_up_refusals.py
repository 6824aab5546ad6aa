"""What a new set-up may not do: never at all, or not without a correction where a pool is final."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from scoring.errors import NotKnown, Refusal, RuleBroken
from scoring.rules.contest import Contest, Entry
from scoring.store.reading.ballots import has_ballots
from scoring.store.reading.certificates import holds_number
from scoring.store.reading.contest import pool_id, pool_of, pools
from scoring.store.reading.day import entry_row, session_row
from scoring.store.tables import ballot, ballot_aside, final, panel_place, scan, score, session, typed_ballot

OVER = ("published", "withdrawn", "disqualified")
ON_STAGE = ("called", "presenting", "questioning", "scoring")


def lasting_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    """What stays refused even to a correction: removing what has marks, a certificate, or has begun."""
    staying = {value.id for value in new.entries}
    found: list[Refusal] = []
    for before in old.entries:
        if before.id not in staying:
            found += _removal_refusals(connection, before.id)
    return [*found, *_people_refusals(connection, old, new), *_session_refusals(connection, old, new)]


def _removal_refusals(connection: Any, entry: str) -> list[Refusal]:
    if holds_number(connection, entry, ""):
        return [RuleBroken("entry_has_certificate", entry=entry)]
    removable = not has_ballots(connection, entry) and entry_row(connection, entry).phase == "waiting"
    return [] if removable else [RuleBroken("entry_has_ballots", entry=entry)]


def _people_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    found: list[Refusal] = []
    staying = {person.id for person in new.judges}
    for person in old.judges:
        if person.id not in staying and _has_sat(connection, person.id):
            found.append(RuleBroken("judge_has_ballots", judge=person.id, name=person.name))
        elif person.id not in staying and holds_number(connection, None, person.id):
            found.append(RuleBroken("judge_has_certificate", judge=person.id, name=person.name))
    return found


def _session_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    rooms = {value.id for value in new.sessions}
    states = {row.id: row.state for row in connection.execute(select(session.c.id, session.c.state))}
    return [
        RuleBroken("session_has_begun", session=s.id)
        for s in old.sessions
        if s.id not in rooms and states.get(s.id) != "waiting"
    ]


def _has_sat(connection: Any, person: str) -> bool:
    tables = (ballot, ballot_aside, panel_place, typed_ballot, scan)
    counts = [select(func.count()).where(table.c.judge == person) for table in tables]
    return any(connection.execute(count).scalar() for count in counts)


def final_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    """What a final fixes: its entries as they are, nobody added, its places and the prizes."""
    fixed = set(connection.execute(select(final.c.pool).where(final.c.ended_at.is_(None))).scalars())
    if not fixed:
        return []
    before, after = ({one.id: one for one in contest.entries} for contest in (old, new))
    found: list[Refusal] = [
        RuleBroken("entry_pool_final", entry=name)
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name) and _pools_of(name, old, new) & fixed
    ]
    places = [{pool_id(quota): quota for quota in pools(contest)} for contest in (old, new)]
    found += [
        RuleBroken("final_pool_fixed", pool=pool)
        for pool in sorted(fixed)
        if old.awards != new.awards or places[0].get(pool) != places[1].get(pool)
    ]
    return found


def published_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    """What a published score fixes until two persons correct it: its pool's places and the prizes.

    A pool whose entries are all over takes nobody in either: its prizes would be taken off.
    """
    scored = set(connection.execute(select(score.c.entry).distinct()).scalars())
    if not scored:
        return []
    places = [{pool_id(quota): quota for quota in pools(contest)} for contest in (old, new)]
    touched = {pool_id(pool_of(old, one)) for one in old.entries if one.id in scored}
    found: list[Refusal] = [
        RuleBroken("pool_published", pool=pool)
        for pool in sorted(touched)
        if old.awards != new.awards or places[0].get(pool) != places[1].get(pool)
    ]
    return found + _newcomers(connection, old, new, touched)


def _newcomers(connection: Any, old: Contest, new: Contest, touched: set[str]) -> list[Refusal]:
    where = {one.id: pool_id(pool_of(old, one)) for one in old.entries}
    open_pools = {pool for entry, pool in where.items() if entry_row(connection, entry).phase not in OVER}
    return [
        RuleBroken("pool_published", pool=pool)
        for one in new.entries
        if (pool := pool_id(pool_of(new, one))) in touched - open_pools and where.get(one.id) != pool
    ]


def _pools_of(name: str, *contests: Contest) -> set[str]:
    return {pool_id(pool_of(contest, one)) for contest in contests for one in contest.entries if one.id == name}


def correction_refusals(connection: Any, old: Contest, new: Contest) -> list[Refusal]:
    """What a correction may not do."""
    known = {value.id: value for value in new.entries}
    found: list[Refusal] = []
    for before in old.entries:
        after = known.get(before.id)
        moved = after is not None and (before.kind, before.session) != (after.kind, after.session)
        if moved and _on_stage(connection, before):
            found.append(RuleBroken("entry_on_stage", entry=before.id))
    return [*found, *lasting_refusals(connection, old, new), *_unsound(new)]


def _on_stage(connection: Any, entry: Entry) -> bool:
    row = entry_row(connection, entry.id)
    return row.phase in ON_STAGE and session_row(connection, row.session).current_entry == entry.id


def _unsound(new: Contest) -> list[Refusal]:
    """A kind without a rubric, a session that is not there, an entry that no pool holds would stop the day."""
    kinds, rooms = {value.kind for value in new.rubrics}, {value.id for value in new.sessions}
    found: list[Refusal] = [NotKnown("no_rubric", kind=one.kind) for one in new.entries if one.kind not in kinds]
    found += [NotKnown("no_session", session=one.session) for one in new.entries if one.session not in rooms]
    places = pools(new)
    found += [
        RuleBroken("entry_without_pool", entry=one.id, kind=one.kind, session=one.session)
        for one in new.entries
        if not any(quota.holds(one) for quota in places)
    ]
    return found
