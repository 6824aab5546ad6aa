"""Everything that a change can move, read in one go, to be compared before and after."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sqlalchemy import Connection, func, select

from scoring.rules.codec import encode
from scoring.rules.contest import Contest
from scoring.rules.ledger import content_hash
from scoring.rules.moves import ContestSeen, Printed, Seen
from scoring.rules.names_apart import apart, renamed_entry
from scoring.rules.results import Result
from scoring.store.reading.certificates import KINDS, certificate_rows, drift, ground_of, matched, prints_of
from scoring.store.reading.contest import load_contest, pool_id, pools_with_entries
from scoring.store.reading.day import entry_rows
from scoring.store.reading.names import name_salts
from scoring.store.reading.standings import PoolStanding, all_standings
from scoring.store.tables import final, panel_place, score


def contest_seen(connection: Connection) -> ContestSeen:
    """Entries, certificates, finals and provisional pools as they stand."""
    contest = load_contest(connection)
    standings = all_standings(connection)
    return ContestSeen(
        entries=_entries(connection, contest, standings),
        certificates=_certificates(connection, standings),
        finals=_finals(connection),
        provisional=frozenset(standing.id for standing in standings if standing.provisional),
    )


def _entries(connection: Connection, contest: Contest, standings: list[PoolStanding]) -> dict[str, Seen]:
    results = {result.entry: (standing, result) for standing in standings for result in standing.results}
    rows = {row.id: row for row in entry_rows(connection)}
    versions, waits = _versions(connection), _waits(connection)
    pools = {entry.id: pool_id(quota) for quota, entries in pools_with_entries(contest) for entry in entries}
    named, seen = apart(name_salts(connection)), {}
    for entry in contest.entries:
        standing, result = results.get(entry.id, (None, None))
        about = Seen(
            pool=pools[entry.id],
            phase=rows[entry.id].phase,
            set_up=content_hash(renamed_entry(encode(entry), named))[:16],
            version=versions.get(entry.id, 0),
            waits=waits[entry.id],
        )
        seen[entry.id] = _placed(about, standing, result)
    return seen


def _placed(about: Seen, standing: PoolStanding | None, result: Result | None) -> Seen:
    """With the score and place of an entry that has one; award and selection only where the pool is complete."""
    if standing is None or result is None:
        return about
    placed = replace(
        about,
        state=result.state,
        score=result.shown or "",
        exact=result.exact_final or "",
        rank=result.rank,
        decided_by=result.decided_by or "",
    )
    if standing.provisional:
        return placed
    return replace(placed, award=result.award or "", selection=result.selection or "")


def _versions(connection: Connection) -> dict[str, int]:
    newest = select(score.c.entry, func.max(score.c.version)).group_by(score.c.entry)
    return {entry: int(version) for entry, version in connection.execute(newest)}


def _waits(connection: Connection) -> Counter[str]:
    owed = select(panel_place.c.entry).where(panel_place.c.state.in_(("expected", "returned")))
    return Counter(connection.execute(owed).scalars())


def _certificates(connection: Connection, standings: list[PoolStanding]) -> dict[str, Printed]:
    rows = [row for row in certificate_rows(connection) if row.state == "valid"]
    if not rows:
        return {}
    ground = ground_of(connection, standings)
    prints = prints_of(connection, [row.number for row in rows])
    answered = {number: claim for kind in KINDS for number, claim in matched(ground, rows, kind).answered.items()}
    found = {}
    for row in rows:
        claim = answered.get(row.number)
        wrong = ("right",) if claim is None else tuple(sorted({one.field for one in drift(ground, row, claim)}))
        found[row.number] = Printed(row.number, row.entry or "", prints.get(row.number, 0), wrong)
    return found


def _finals(connection: Connection) -> dict[str, int]:
    rows = connection.execute(select(final.c.pool, final.c.version).where(final.c.ended_at.is_(None)))
    return {pool: int(version) for pool, version in rows}
