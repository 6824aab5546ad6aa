"""Who moves by a change, with names, for the pages that ask for a yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from live.picture.public import pool_title
from live.words import say
from scoring.rules.contest import Contest
from scoring.rules.moves import Moved, Moves, Printed, Seen
from scoring.store.reading.contest import load_contest, pool_id, pools
from scoring.store.reading.day import entry_rows

Part = dict[str, Any]
Shown = Callable[[str], bool]


def moves_part(connection: Connection, moves: Moves, two: bool, may_show: Shown = lambda entry: True) -> Part:
    """The moves with names for a page; numbers of entries that `may_show` refuses stay out."""
    contest = load_contest(connection)
    titles = {pool_id(quota): pool_title(contest, quota) for quota in pools(contest)}
    steps = {row.id: row.reveal_step for row in entry_rows(connection)}
    return {
        "fingerprint": moves.fingerprint(),
        "two": two,
        "entries": [_moved(contest, titles, steps, one, may_show(one.entry)) for one in moves.entries],
        "certificates": [_printed(contest, one) for one in moves.certificates],
        **{
            name: [{"pool": pool, "title": titles.get(pool, pool)} for pool in getattr(moves, name)]
            for name in ("finals", "opened", "settled")
        },
    }


def _moved(contest: Contest, titles: dict[str, str], steps: dict[str, int], moved: Moved, shown: bool) -> Part:
    entry = next((one for one in contest.entries if one.id == moved.entry), None)
    now = moved.after or moved.before
    both = (moved.before, moved.after)
    return {
        "entry": moved.entry,
        "circle": "" if entry is None else entry.circle,
        "unit": "" if entry is None else entry.unit,
        "pool": "" if now is None else titles.get(now.pool, now.pool),
        "reveal": steps.get(moved.entry, 0),
        "hidden": not shown,
        "before": _seen(moved.before, shown),
        "after": _seen(moved.after, shown),
        "text_changed": all(both) and len({one.set_up for one in both if one is not None}) > 1,
    }


def _seen(seen: Seen | None, shown: bool) -> Part | None:
    if seen is None:
        return None
    part: Part = {"phase": seen.phase, "waits": seen.waits, "version": seen.version, "state": seen.state}
    if not shown:
        return part
    told = ("score", "rank", "decided_by", "award", "selection")
    return {**part, **{name: getattr(seen, name) for name in told}}


def _printed(contest: Contest, printed: Printed) -> Part:
    entry = next((one for one in contest.entries if one.id == printed.entry), None)
    return {
        "number": printed.number,
        "entry": printed.entry,
        "circle": "" if entry is None else entry.circle,
        "prints": printed.prints,
        "wrong": [say(f"changes.wrong.{field}") for field in printed.wrong],
    }
