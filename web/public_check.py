"""Whether what the public is shown is what follows from the contest: worked out anew on a copy, and compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, select

from scoring.actions.public_renewal import renew_steps
from scoring.actions.public_rows import refresh_standings
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import contest_row, load_contest
from scoring.store.reading.ground import standing_ground
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.rehearsal import copied_contest
from scoring.store.tables import public_standing, revealed

OF_A_RESULT = ("final", "rank", "incomplete")  # whether it was provisional is of its moment


def wrong_public(engine: Engine) -> Iterator[Wrong]:
    """Revealed steps and public standings that say otherwise, or are gone, or are too many."""
    with copied_contest(engine) as copy:
        if contest_row(copy) is None:
            return
        shown = _shown(copy)
        contest, ground = load_contest(copy), standing_ground(copy)
        renew_steps(copy, contest, ground)
        refresh_standings(copy, contest, ground)
        due = _shown(copy)
    for what in sorted({*shown, *due}):
        if shown.get(what) != due.get(what):
            yield Wrong("public", {"what": what})


def _shown(connection: Connection) -> dict[str, Any]:
    steps = {f"{row.entry} {row.step}": _said(row) for row in connection.execute(select(revealed))}
    pools = {str(row.pool): json.loads(row.body) for row in connection.execute(select(public_standing))}
    return {**steps, **pools}


def _said(row: Any) -> Any:
    body = json.loads(row.body)
    return body if row.step < LAST_STEP else {name: body["result"].get(name) for name in OF_A_RESULT}
