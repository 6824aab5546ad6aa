"""更正 in the public picture: what was seen before, told from what the public had seen and nothing else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, select

from live.picture.brief import Part
from scoring.rules.contest import Contest
from scoring.store.tables import public_correction

TOLD = 20
SEEN = ("shown", "rank", "award", "selection")


@dataclass(frozen=True, slots=True)
class Correction:
    """One row of public_correction; ``before`` and ``after`` are what was seen, None where nothing was."""

    entry: str
    pool: str
    at: int
    before: Part | None
    after: Part | None

    @property
    def steps(self) -> list[int]:
        """The revealed steps that said other numbers before."""
        return [] if self.after is None else list(self.after["steps"])

    def changed(self) -> list[str]:
        """Which of what was seen it has changed; prizes only where some could be seen before."""
        if self.before is None or self.after is None:
            return ["shown"]
        names = SEEN[:2] if self.before["provisional"] else SEEN
        return [name for name in names if self.before[name] != self.after[name]]

    def only_moved(self) -> bool:
        """Whether its score is what it was: only places or prizes are others."""
        return bool(self.changed()) and "shown" not in self.changed()


def corrections(connection: Connection) -> list[Correction]:
    """Every correction of what was revealed, newest first."""
    rows = connection.execute(select(public_correction).order_by(public_correction.c.id.desc())).all()
    return [_correction(row) for row in rows]


def _correction(row: Row[Any]) -> Correction:
    return Correction(row.entry, row.pool, row.at, _told(row.before), _told(row.after))


@lru_cache(maxsize=4096)
def _told(text: str) -> Part | None:
    """The rows never change, and every picture reads all of them."""
    found: Part | None = json.loads(text)
    return found


def _seen(what: Part | None) -> Part | None:
    return None if what is None else {name: what[name] for name in SEEN}


def row_corrected(made: Sequence[Correction], pool: str, row: Part) -> Part | None:
    """The newest correction of a standing's row: what was seen before, which of it is another now, and when."""
    newest = next((one for one in made if (one.pool, one.entry) == (pool, row["entry"])), None)
    if newest is None or newest.before is None:
        return None
    changed = [name for name in newest.changed() if newest.before[name] != row[name]]
    return {"before": _seen(newest.before), "changed": changed, "at": newest.at} if changed else None


def reveal_corrected(made: Sequence[Correction], reveal: Part) -> Part:
    """Whether a reveal says other numbers than it once did, and the score that was seen then (None: the same)."""
    entry, result = reveal["entry"]["id"], reveal["result"]
    own = [one for one in made if one.entry == entry]
    since = next((place for place, one in enumerate(own) if one.after is None), len(own))
    renewed = any(step <= reveal["step"] for one in own[:since] for step in one.steps)
    shown = None if result is None else result.get("shown")
    before = (one.before["shown"] for one in own if one.before is not None and "shown" in one.changed())
    was = next(before, None) if shown is not None else None
    return {"corrected": renewed or was not in (None, shown), "was": None if was == shown else was}


def corrections_part(made: Sequence[Correction], contest: Contest) -> list[Part]:
    """The newest of them, named, scores before the places that moved with them.

    ``inner`` is where only the numbers under a score are others.
    """
    made = sorted(made, key=lambda one: (-one.at, one.only_moved()))
    circles = {entry.id: entry.circle for entry in contest.entries}
    return [
        {
            "entry": one.entry,
            "circle": circles.get(one.entry, ""),
            "pool": one.pool,
            "at": one.at,
            "before": _seen(one.before),
            "after": _seen(one.after),
            "changed": one.changed(),
            "inner": bool(one.steps) and not one.changed(),
        }
        for one in made[:TOLD]
    ]
