"""更正: what the public had seen and sees otherwise after a change, marked as such.

Only what is revealed is read here, before and after: a change of an entry that is not revealed leaves no row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlalchemy import Connection, delete, insert, select, update

from scoring.actions.public_renewal import renew_results, renew_steps
from scoring.actions.public_rows import Body, refresh_standings
from scoring.facts import RevealedCorrected, RevealTakenBack
from scoring.rules.ledger import content_hash
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import contest_row, load_contest, pool_id, pools, pools_with_entries
from scoring.store.reading.day import entry_row, entry_rows
from scoring.store.reading.ground import Ground, standing_ground
from scoring.store.tables import entry as entry_table
from scoring.store.tables import public_correction, public_standing, revealed
from scoring.store.work import Work

DROPPED_STEP = 2
RESULT = ("incomplete", "out_of_competition", "final", "rank")  # the place is that of its moment


@dataclass(frozen=True, slots=True)
class RowSeen:
    """What a pool's public standing says of an entry; texts as shown, None where there is nothing."""

    shown: str | None = None
    rank: int | None = None
    award: str | None = None
    selection: str | None = None
    provisional: bool = True

    def text(self) -> str:
        """ "86.35 #3 一等奖 candidate", as far as it was seen."""
        rank = None if self.rank is None else f"#{self.rank}"
        return " ".join(part for part in (self.shown, rank, self.award, self.selection) if part)


@dataclass(frozen=True, slots=True)
class PublicSeen:
    """What the public sees: rows by (pool, entry) for every entry with a revealed step, steps by (entry, step)."""

    rows: Mapping[tuple[str, str], RowSeen] = field(default_factory=dict)
    steps: Mapping[tuple[str, int], Body] = field(default_factory=dict)


def public_now(connection: Connection) -> PublicSeen:
    """What is on the public side; nothing before there is a contest."""
    if contest_row(connection) is None:
        return PublicSeen()
    contest = load_contest(connection)
    steps = {(row.entry, row.step): json.loads(row.body) for row in connection.execute(select(revealed))}
    pool_of = {entry.id: pool_id(quota) for quota, entries in pools_with_entries(contest) for entry in entries}
    rows = {(pool_of[entry], entry): RowSeen() for entry, _ in steps}
    for row in connection.execute(select(public_standing)):
        body = json.loads(row.body)
        for shown in body["rows"]:
            values = {name: shown[name] for name in ("shown", "rank", "award", "selection")}
            rows[row.pool, shown["entry"]] = RowSeen(**values, provisional=body["provisional"])
    return PublicSeen(rows, steps)


def correct_public(work: Work, before: PublicSeen, ground: Ground | None = None) -> None:
    """Bring revealed rows and public standings up to date and mark what differs from `before`."""
    contest = load_contest(work.connection)
    for row in entry_rows(work.connection):
        if row.reveal_step and row.phase != "published":
            take_off(work, row.id)
    ground = ground or standing_ground(work.connection)
    renew_steps(work.connection, contest, ground)
    refresh_standings(work.connection, contest, ground)
    _mark(work, before, public_now(work.connection))


def _mark(work: Work, before: PublicSeen, after: PublicSeen) -> None:
    for pool, entry in sorted({*before.rows, *after.rows}):
        was, now = before.rows.get((pool, entry)), after.rows.get((pool, entry))
        steps = [
            step
            for step in range(1, LAST_STEP + 1)
            if _other_numbers(before.steps.get((entry, step)), after.steps.get((entry, step)), step)
        ]
        if not _differs(was, now) and not (now and steps):
            continue
        sides = (was and asdict(was), now and {**asdict(now), "steps": steps})
        before_json, after_json = (json.dumps(side, ensure_ascii=False) for side in sides)
        work.connection.execute(
            insert(public_correction).values(entry=entry, pool=pool, at=work.now, before=before_json, after=after_json)
        )
        session, rest = entry_row(work.connection, entry).session, content_hash([pool, *sides])
        work.record(RevealedCorrected(session, entry, was.text() if was else "", now.text() if now else "", rest))


def _differs(was: RowSeen | None, now: RowSeen | None) -> bool:
    """Whether a value that was seen is gone or another; prizes that appear where none could be yet are none."""
    if was is None or now is None:
        return was is not now
    if (was.shown, was.rank) != (now.shown, now.rank):
        return True
    return not was.provisional and (was.award, was.selection) != (now.award, now.selection)


def _other_numbers(was: Body | None, now: Body | None, step: int) -> bool:
    """Whether a revealed step says other numbers; what the rule card has hidden since is no other number."""
    if was is None or now is None:
        return False
    if step == 1:
        seats = {seat["seat"]: seat for seat in now["seats"]}
        return len(seats) != len(was["seats"]) or any(
            _other_seat(seat, seats.get(seat["seat"])) for seat in was["seats"]
        )
    if step == DROPPED_STEP:
        pair = was["dropped"], now["dropped"]
        return (was["criteria"], was["used"]) != (now["criteria"], now["used"]) or (all(pair) and pair[0] != pair[1])
    if step == LAST_STEP:
        return any(was["result"].get(name) != now["result"].get(name) for name in RESULT)
    return was != now


def _other_seat(was: Body, now: Body | None) -> bool:
    if now is None or was["state"] != now["state"]:
        return True
    return None not in (was["total"], now["total"]) and was["total"] != now["total"]


def take_off(work: Work, entry: str) -> None:
    """Take an entry's whole reveal off the public side; who has seen it has seen it, and the ledger says so."""
    row = entry_row(work.connection, entry)
    work.connection.execute(delete(revealed).where(revealed.c.entry == entry))
    work.connection.execute(update(entry_table).where(entry_table.c.id == entry).values(reveal_step=0))
    for step in range(row.reveal_step, 0, -1):
        work.record(RevealTakenBack(row.session, entry, step))
    contest = load_contest(work.connection)
    renew_results(work.connection, contest, pools(contest))
    refresh_standings(work.connection, contest)
