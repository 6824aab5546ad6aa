"""What the public side holds of an entry or a pool: built here, once, in the reveal's transaction."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from scoring.rules.aggregate import EntryScore
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.results import Result, format_score
from scoring.rules.rulecard import RuleCard
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import entries_of_pool, find_entry, latest_rubric, pool_id, pool_of, pools
from scoring.store.reading.day import entry_row, judge_row, panel
from scoring.store.reading.standings import PoolStanding, entry_score, pool_standing
from scoring.store.tables import public_standing, revealed

NEIGHBOURS = 4  # rows around the new entry on the board's last step

Body = dict[str, Any]


def mark_text(value: Fraction, card: RuleCard) -> str:
    """A judge's total as it is read out: one place where the step allows it, else two."""
    exact = value * 10
    return format_score(value, card, 1 if exact.denominator == 1 and card.step % 10 == 0 else 2)


def percent(weight: Fraction) -> str:
    """0.6 → 60%."""
    scaled = weight * 100
    return f"{scaled}%" if scaled.denominator == 1 else f"{scaled.numerator}/{scaled.denominator}%"


def step_body(connection: Connection, contest: Contest, entry: Entry, step: int) -> Body:
    """What step ``step`` (1–4) adds to the public's knowledge of an entry."""
    scored = entry_score(connection, contest, entry)
    if step == 1:
        return _seats(connection, contest, entry, scored)
    if step == 2:
        return _dropped(connection, contest, entry, scored)
    if step == 3:
        return _arithmetic(contest.card, scored)
    return _result(connection, contest, entry)


def _seats(connection: Connection, contest: Contest, entry: Entry, scored: EntryScore) -> Body:
    totals = {seat.judge: mark_text(seat.total, contest.card) for seat in scored.seats}
    shown = contest.card.show_judges
    seats = [
        {
            "seat": place.seat,
            "attendance": place.attendance,
            "name": judge_row(connection, place.judge).name if shown == "name" else None,
            "state": "counted" if place.judge in totals else place.state,
            "total": None if shown == "hidden" else totals.get(place.judge),
            "dropped": None,
        }
        for place in panel(connection, entry.id)
    ]
    return {"seats": seats, "criterion_mode": contest.card.drop_mode == "criterion"}


def _dropped(connection: Connection, contest: Contest, entry: Entry, scored: EntryScore) -> Body:
    hidden = contest.card.show_judges == "hidden"
    dropped = {} if hidden else {str(seat.seat): seat.dropped for seat in scored.seats if seat.dropped}
    criteria = None
    if contest.card.drop_mode == "criterion" and scored.criteria:
        names = [criterion.name for criterion in latest_rubric(connection, entry.kind).criteria]
        criteria = [
            {"name": name, "trimmed": format_score(mean, contest.card)}
            for name, mean in zip(names, scored.criteria, strict=True)
        ]
    return {"dropped": dropped, "criteria": criteria, "used": scored.used}


def _arithmetic(card: RuleCard, scored: EntryScore) -> Body:
    def text(value: Fraction | None) -> str | None:
        return None if value is None else format_score(value, card)

    return {
        "arithmetic": {
            "mean": text(scored.trimmed),
            "used": scored.used,
            "deduction": text(scored.deduction),
            "presentation": text(scored.presentation),
            "document": text(scored.document),
            "presentation_share": percent(card.presentation_weight),
            "document_share": percent(card.document_weight),
        }
    }


def revealed_ids(connection: Connection) -> set[str]:
    """Entries whose last step the public has seen."""
    return set(connection.execute(select(revealed.c.entry).where(revealed.c.step == LAST_STEP)).scalars())


def public_standing_of(connection: Connection, contest: Contest, pool: Quota, known: set[str]) -> PoolStanding:
    """A pool's standing over what is revealed; a ceremony, which begins when the pool is whole, names true places.

    Digits and keys of ties still come from the revealed alone: they would tell of a neighbour above.
    """
    standing = pool_standing(connection, contest, pool, among=known)
    if contest.card.reveal_when != "ceremony":
        return standing
    whole = pool_standing(connection, contest, pool)
    if whole.provisional:
        return standing
    true = {result.entry: result for result in whole.results}
    results = [
        replace(r, rank=true[r.entry].rank, award=true[r.entry].award, selection=true[r.entry].selection)
        for r in standing.results
    ]
    return PoolStanding(standing.id, pool, results, [])


def _result(connection: Connection, contest: Contest, entry: Entry) -> Body:
    known = revealed_ids(connection) | {entry.id}
    standing = public_standing_of(connection, contest, pool_of(contest, entry), known)
    rows = _rows(contest, standing, entry.id)
    mine = next((result for result in standing.results if result.entry == entry.id), None)
    if mine is None or mine.rank is None:
        return {"result": {"incomplete": True, "provisional": True, "neighbours": rows[:NEIGHBOURS]}}
    index = next(i for i, row in enumerate(rows) if row["entry"] == entry.id)
    first = max(0, min(index - 1, len(rows) - NEIGHBOURS))
    near = [{k: row[k] for k in ("rank", "circle", "shown", "entry")} for row in rows[first : first + NEIGHBOURS]]
    return {
        "result": {
            "incomplete": False,
            "final": mine.final,
            "shown": mine.shown,
            "rank": mine.rank,
            "provisional": standing.provisional,
            "decided_by": mine.decided_by,
            "neighbours": near,
        }
    }


def _rows(contest: Contest, standing: PoolStanding, newest: str | None) -> list[Body]:
    ranked = [result for result in standing.results if result.rank is not None]
    rows = [_row(contest, standing, result, newest) for result in ranked]
    return sorted(rows, key=lambda row: (row["rank"], row["entry"]))


def _row(contest: Contest, standing: PoolStanding, result: Result, newest: str | None) -> Body:
    entry = find_entry(contest, result.entry)
    final = not standing.provisional
    return {
        "entry": entry.id,
        "circle": entry.circle,
        "unit": entry.unit,
        "title": entry.title,
        "rank": result.rank,
        "shown": result.shown,
        "decided_by": result.decided_by,
        "award": result.award if final else None,
        "selection": result.selection if final else None,
        "newest": entry.id == newest,
    }


def forget_neighbour(connection: Connection, entry: str) -> None:
    """Take an entry out of the neighbours that other entries were shown with."""
    others = select(revealed).where(revealed.c.step == LAST_STEP, revealed.c.entry != entry)
    for row in connection.execute(others).all():
        body = json.loads(row.body)
        near = body["result"]["neighbours"]
        left = [neighbour for neighbour in near if neighbour["entry"] != entry]
        if left != near:
            body["result"]["neighbours"] = left
            connection.execute(
                update(revealed)
                .where(revealed.c.entry == row.entry, revealed.c.step == row.step)
                .values(body=json.dumps(body, ensure_ascii=False))
            )


def refresh_standing(connection: Connection, contest: Contest, pool: Quota, newest: str | None = None) -> None:
    """Work a pool's public standing out anew over what has been revealed, and store it."""
    known = revealed_ids(connection)
    standing = public_standing_of(connection, contest, pool, known)
    in_pool = list(entries_of_pool(contest, pool))
    out = [entry for entry in in_pool if entry_row(connection, entry.id).phase in ("withdrawn", "disqualified")]
    body = {
        "provisional": standing.provisional,
        "revealed": sum(entry.id in known for entry in in_pool),
        "of": len(in_pool) - len(out),
        "rows": _rows(contest, standing, newest),
    }
    connection.execute(delete(public_standing).where(public_standing.c.pool == pool_id(pool)))
    connection.execute(insert(public_standing).values(pool=pool_id(pool), body=json.dumps(body, ensure_ascii=False)))


def refresh_standings(connection: Connection, contest: Contest) -> None:
    """After a change of the set-up: each standing that the public has, with the names and pools of now."""
    stored = {row.pool: json.loads(row.body)["rows"] for row in connection.execute(select(public_standing))}
    known = revealed_ids(connection)
    connection.execute(delete(public_standing))
    for pool in pools(contest):
        if pool_id(pool) in stored or any(entry.id in known for entry in entries_of_pool(contest, pool)):
            newest = next((row["entry"] for row in stored.get(pool_id(pool), []) if row["newest"]), None)
            refresh_standing(connection, contest, pool, newest)
