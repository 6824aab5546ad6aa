"""What the public side holds of an entry or a pool: built here, once, in the reveal's transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from scoring.rules.aggregate import EntryScore
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.results import Result, format_score
from scoring.rules.rulecard import RuleCard
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import entries_of_pool, find_entry, pool_id, pool_of, pools
from scoring.store.reading.day import Found, judge_row, panel
from scoring.store.reading.ground import Ground, standing_ground
from scoring.store.reading.standings import PoolStanding, entry_score, pool_standing, rubric_of
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


def step_body(
    connection: Connection,
    contest: Contest,
    entry: Entry,
    step: int,
    scored: EntryScore | None = None,
    places: Sequence[Found] | None = None,
) -> Body:
    """What step ``step`` (1–4) adds to the public's knowledge of an entry.

    ``scored`` saves working it out again, ``places`` reading its panel again.
    """
    if step == LAST_STEP:
        return _result(connection, contest, entry)
    scored = scored or entry_score(connection, contest, entry)
    if step == 1:
        return _seats(connection, contest, scored, panel(connection, entry.id) if places is None else places)
    if step == 2:
        return _dropped(connection, contest, entry, scored)
    return _arithmetic(contest.card, scored)


def _seats(connection: Connection, contest: Contest, scored: EntryScore, places: Sequence[Found]) -> Body:
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
        for place in places
    ]
    return {"seats": seats, "criterion_mode": contest.card.drop_mode == "criterion"}


def _dropped(connection: Connection, contest: Contest, entry: Entry, scored: EntryScore) -> Body:
    hidden = contest.card.show_judges == "hidden"
    dropped = {} if hidden else {str(seat.seat): seat.dropped for seat in scored.seats if seat.dropped}
    criteria = None
    if contest.card.drop_mode == "criterion" and scored.criteria:
        names = [criterion.name for criterion in rubric_of(connection, entry.id).criteria]
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


def public_standing_of(
    connection: Connection, contest: Contest, pool: Quota, known: set[str], ground: Ground | None = None
) -> PoolStanding:
    """A pool's standing over what is revealed; a ceremony, which begins when the pool is whole, names true places.

    Digits and keys of ties still come from the revealed alone: they would tell of a neighbour above.
    """
    standing = pool_standing(connection, contest, pool, among=known, ground=ground)
    if contest.card.reveal_when != "ceremony":
        return standing
    whole = pool_standing(connection, contest, pool, ground=ground)
    true = {result.entry: result for result in whole.results}
    if whole.provisional and not _from_below(true, known):
        return standing
    results = [
        replace(r, rank=true[r.entry].rank, award=true[r.entry].award, selection=true[r.entry].selection)
        for r in standing.results
    ]
    return replace(whole, results=results)


def _from_below(true: Mapping[str, Result], known: Collection[str]) -> bool:
    """Whether what is revealed are the last places: a ceremony that a reopened entry has interrupted."""
    ranks = {entry: result.rank for entry, result in true.items() if result.rank is not None}
    best = min((rank for entry, rank in ranks.items() if entry in known), default=0)
    return all(entry in known or rank <= best for entry, rank in ranks.items())


def _result(connection: Connection, contest: Contest, entry: Entry) -> Body:
    """Step 4 among what is revealed now, this entry with it."""
    known = revealed_ids(connection) | {entry.id}
    standing = public_standing_of(connection, contest, pool_of(contest, entry), known)
    return {"result": result_among(contest, standing, standing_rows(contest, standing, None), entry.id, known)}


def result_among(
    contest: Contest, standing: PoolStanding, all_rows: list[Body], entry: str, known: Collection[str]
) -> Body:
    """Score and place of an entry among the ``known`` of its pool, whose whole public standing is given.

    So a result of an earlier moment can be said anew: its place counts those that were revealed then. Where two
    look alike among them, more digits and the key that told them apart are said.
    """
    results = {result.entry: result for result in standing.results}
    rows = [row for row in all_rows if row["entry"] in known]
    mine = results.get(entry)
    if mine is None or mine.rank is None:
        near = [_neighbour(contest, row, rows, results) for row in rows[:NEIGHBOURS]]
        out = mine is not None and mine.state == "out_of_competition"
        return {"incomplete": True, "out_of_competition": out, "provisional": True, "neighbours": near}
    index = next(i for i, row in enumerate(rows) if row["entry"] == entry)
    first = max(0, min(index - 1, len(rows) - NEIGHBOURS))
    own = _neighbour(contest, rows[index], rows, results)
    later = len(rows) < len(all_rows) and contest.card.reveal_when != "ceremony"
    return {
        "incomplete": False,
        "out_of_competition": False,
        "final": mine.final,
        "shown": own["shown"],
        "rank": own["rank"],
        "provisional": standing.provisional or later,
        "decided_by": mine.decided_by if _alike(mine.final, rows, results) else None,
        "neighbours": [_neighbour(contest, row, rows, results) for row in rows[first : first + NEIGHBOURS]],
    }


def _alike(final: str | None, rows: list[Body], results: Mapping[str, Result]) -> bool:
    return sum(results[row["entry"]].final == final for row in rows) > 1


def _neighbour(contest: Contest, row: Body, rows: list[Body], results: Mapping[str, Result]) -> Body:
    """A row beside a result, with its place among ``rows``; a ceremony names true places."""
    rank = row["rank"] if contest.card.reveal_when == "ceremony" else 1 + sum(r["rank"] < row["rank"] for r in rows)
    final = results[row["entry"]].final
    shown = row["shown"] if _alike(final, rows, results) else final
    return {"rank": rank, "circle": row["circle"], "shown": shown, "entry": row["entry"]}


def standing_rows(contest: Contest, standing: PoolStanding, newest: str | None) -> list[Body]:
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


def refresh_standing(
    connection: Connection, contest: Contest, pool: Quota, newest: str | None = None, ground: Ground | None = None
) -> None:
    """Work a pool's public standing out anew over what has been revealed, and store it."""
    known = revealed_ids(connection)
    ground = ground or standing_ground(connection)
    standing = public_standing_of(connection, contest, pool, known, ground)
    in_pool = list(entries_of_pool(contest, pool))
    out = [entry for entry in in_pool if ground.rows[entry.id].phase in ("withdrawn", "disqualified")]
    body = {
        "provisional": standing.provisional,
        "revealed": sum(entry.id in known for entry in in_pool),
        "of": len(in_pool) - len(out),
        "rows": standing_rows(contest, standing, newest),
    }
    connection.execute(delete(public_standing).where(public_standing.c.pool == pool_id(pool)))
    connection.execute(insert(public_standing).values(pool=pool_id(pool), body=json.dumps(body, ensure_ascii=False)))


def refresh_standings(connection: Connection, contest: Contest, ground: Ground | None = None) -> None:
    """After a change of the set-up: each standing that the public has, with the names and pools of now."""
    stored = {row.pool: json.loads(row.body)["rows"] for row in connection.execute(select(public_standing))}
    known, ground = revealed_ids(connection), ground or standing_ground(connection)
    connection.execute(delete(public_standing))
    for pool in pools(contest):
        if pool_id(pool) in stored or any(entry.id in known for entry in entries_of_pool(contest, pool)):
            newest = next((row["entry"] for row in stored.get(pool_id(pool), []) if row["newest"]), None)
            refresh_standing(connection, contest, pool, newest, ground)
