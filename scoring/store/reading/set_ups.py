"""The set-up as it was: earlier versions, and the rubric that a ballot was given on."""

from __future__ import annotations

import json
from functools import lru_cache

from sqlalchemy import Connection, bindparam, select

from scoring.errors import NotKnown
from scoring.rules.contest import Contest
from scoring.rules.rubric import Rubric
from scoring.store.prepared import Prepared
from scoring.store.reading.ballots import Found
from scoring.store.reading.contest import find_entry, load_contest, parsed_rubric
from scoring.store.tables import rubric as rubric_table
from scoring.store.tables import set_up_version

_RUBRIC = Prepared(  # asked for each ballot that comes
    select(rubric_table.c.body).where(
        rubric_table.c.kind == bindparam("kind"), rubric_table.c.version == bindparam("version")
    )
)


@lru_cache(maxsize=8)
def _parsed(body: str) -> Contest:
    return Contest.from_json(json.loads(body))


def set_up_at(connection: Connection, version: int) -> Contest:
    """The set-up of a version; raises NotKnown("no_set_up_version")."""
    body = connection.execute(select(set_up_version.c.body).where(set_up_version.c.version == version)).scalar()
    if body is None:
        raise NotKnown("no_set_up_version", version=version)
    return _parsed(body)


def version_of_change(connection: Connection, change: str) -> int | None:
    """The version that a change made, None where it made none (yet)."""
    found = connection.execute(select(set_up_version.c.version).where(set_up_version.c.change == change)).scalar()
    return None if found is None else int(found)


def rubric_at(connection: Connection, kind: str, version: int) -> Rubric | None:
    """One version of a kind's rubric, None where there is none."""
    body = _RUBRIC.scalar(connection, kind=kind, version=version)
    return None if body is None else parsed_rubric(body)


def rubric_of_ballot(connection: Connection, given: Found) -> Rubric | None:
    """The rubric on which a ballot's row was marked, whatever kind its entry is by now; None where nothing tells."""
    later = select(set_up_version.c.version).where(set_up_version.c.at > given.received_at)
    first_later = connection.execute(later.order_by(set_up_version.c.version).limit(1)).scalar()
    contest = load_contest(connection) if first_later is None else set_up_at(connection, max(1, first_later - 1))
    found = rubric_at(connection, find_entry(contest, given.entry).kind, given.rubric)
    return found if found is not None and len(found.criteria) == len(json.loads(given.marks)) else None
