"""Revealed steps brought up to date: each says what is true now of what it said then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import Connection, func, select, update

from scoring.actions.public_rows import Body, public_standing_of, result_among, revealed_ids, standing_rows, step_body
from scoring.rules.contest import Contest, Quota
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import entries_of_pool, pools
from scoring.store.reading.day import Found
from scoring.store.reading.ground import Ground
from scoring.store.reading.standings import score_on
from scoring.store.tables import ledger, panel_place, revealed


def renew_steps(connection: Connection, contest: Contest, ground: Ground) -> None:
    """Every revealed step anew; which steps are revealed stays."""
    inner = select(revealed).where(revealed.c.step < LAST_STEP).order_by(revealed.c.entry, revealed.c.step)
    entries = {entry.id: entry for entry in contest.entries}
    seats = _panels(connection)
    for name, rows in groupby(connection.execute(inner).all(), lambda row: str(row.entry)):
        entry = entries[name]
        scored = score_on(contest, entry, ground)
        for row in rows:
            _keep(
                connection,
                name,
                row.step,
                row.body,
                step_body(connection, contest, entry, row.step, scored, seats.get(name, [])),
            )
    renew_results(connection, contest, pools(contest), ground)


def _panels(connection: Connection) -> dict[str, list[Found]]:
    """Every entry's panel, by seat."""
    found: dict[str, list[Found]] = {}
    for row in connection.execute(select(panel_place).order_by(panel_place.c.entry, panel_place.c.seat)):
        found.setdefault(row.entry, []).append(row)
    return found


def renew_results(connection: Connection, contest: Contest, of: Iterable[Quota], ground: Ground | None = None) -> None:
    """The last steps of these pools anew: each place is that of its moment, among what was revealed up to it."""
    order = _in_order_of_reveal(connection)
    for pool in of:
        ids = {entry.id for entry in entries_of_pool(contest, pool)}
        mine = {name: body for name, body in order.items() if name in ids}
        if not mine:
            continue
        standing = public_standing_of(connection, contest, pool, revealed_ids(connection), ground)
        rows = standing_rows(contest, standing, None)
        known: set[str] = set()
        for name, body in mine.items():
            known.add(name)
            _keep(connection, name, LAST_STEP, body, {"result": result_among(contest, standing, rows, name, known)})


def _in_order_of_reveal(connection: Connection) -> dict[str, str]:
    """The body of each revealed last step, in the order in which they were shown."""
    told = select(ledger.c.entry, func.max(ledger.c.seq).label("seq")).where(ledger.c.fact == "ResultRevealed")
    seqs = {row.entry: int(row.seq) for row in connection.execute(told.group_by(ledger.c.entry))}
    rows = connection.execute(select(revealed).where(revealed.c.step == LAST_STEP)).all()
    rows = sorted(rows, key=lambda row: (seqs.get(row.entry, 0), row.at, row.entry))
    return {row.entry: row.body for row in rows}


def _keep(connection: Connection, entry: str, step: int, was: str, body: Body) -> None:
    if json.loads(was) == body:
        return
    connection.execute(
        update(revealed)
        .where(revealed.c.entry == entry, revealed.c.step == step)
        .values(body=json.dumps(body, ensure_ascii=False))
    )
