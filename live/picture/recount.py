"""The second computation of a pool beside the first, with the fingerprints of what was compared."""

from __future__ import annotations

from sqlalchemy import Connection

from live.picture.brief import Part
from live.words import say
from scoring.rules.ledger import content_hash
from scoring.store.reading.contest import find_pool, load_contest
from scoring.store.reading.finals import results_json
from scoring.store.reading.ledger import ledger_head
from scoring.store.reading.recounted import Difference, recount_differences
from scoring.store.reading.standings import pool_standing


def recount_part(connection: Connection, pool: str) -> Part:
    """Where the recount of a pool differs, field by field; raises NotKnown("no_pool")."""
    contest = load_contest(connection)
    quota = find_pool(contest, pool)
    results = results_json(pool_standing(connection, contest, quota))
    seq, head = ledger_head(connection)
    return {
        "pool": pool,
        "entries": len(results),
        "differences": [_difference(found) for found in recount_differences(connection, contest, quota)],
        "card": contest.card.fingerprint(),
        "result": content_hash(results),
        "seq": seq,
        "hash": head,
    }


def _difference(found: Difference) -> Part:
    return {
        "entry": found.entry,
        "field": say(f"decisions.field.{found.field or 'result'}"),
        "stored": found.ours,
        "recounted": found.recount,
    }
