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
from scoring.store.tables import entry, public_standing, revealed

OF_ITS_MOMENT = "provisional"  # of a result: it stays as it was said, whatever is revealed later
SINCE = {"out_of_competition": False}  # what older programs did not write, and what it means where it is not written


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
        strayed = copy.execute(select(revealed.c.entry).join(entry).where(revealed.c.session != entry.c.session))
        shown |= dict.fromkeys(strayed.scalars(), "another session")
    for what in sorted({*shown, *due}):
        if shown.get(what) != due.get(what):
            yield Wrong("public", {"what": what})


def _shown(connection: Connection) -> dict[str, Any]:
    steps = {f"{row.entry} {row.step}": _said(row) for row in connection.execute(select(revealed))}
    pools = {str(row.pool): json.loads(row.body) for row in connection.execute(select(public_standing))}
    return {**steps, **pools}


def _said(row: Any) -> Any:
    body = json.loads(row.body)
    if row.step < LAST_STEP:
        return body
    return {name: value for name, value in {**SINCE, **body["result"]}.items() if name != OF_ITS_MOMENT}
