"""Versions of rubrics: one that a ballot may have been given on is never overwritten."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, delete, insert

from scoring.rules.contest import Contest
from scoring.rules.ledger import canonical_json
from scoring.rules.rubric import Rubric
from scoring.store.reading.contest import contest_row, newest_rubric
from scoring.store.tables import rubric
from scoring.store.work import Work


def numbered(connection: Connection, contest: Contest) -> Contest:
    """The set-up with its rubrics' versions as they are stored: the same criteria keep theirs, others get the next.

    Before the first session opens nobody has marked: the version is the sheet's.
    """
    row = contest_row(connection)
    if row is None or getattr(row, "frozen_at", None) is None:
        return contest
    return replace(contest, rubrics=tuple(_numbered(connection, value) for value in contest.rubrics))


def _numbered(connection: Connection, value: Rubric) -> Rubric:
    newest = newest_rubric(connection, value.kind)
    if newest is None:
        return value
    return newest if newest.criteria == value.criteria else replace(value, version=newest.version + 1)


def write_rubrics(work: Work, rubrics: tuple[Rubric, ...]) -> None:
    """Store what is new or other; expects versions from `numbered`."""
    for value in rubrics:
        if newest_rubric(work.connection, value.kind) == value:
            continue
        here = (rubric.c.kind == value.kind, rubric.c.version >= value.version)
        work.connection.execute(delete(rubric).where(*here))
        work.connection.execute(
            insert(rubric).values(kind=value.kind, version=value.version, body=canonical_json(value.to_json()).decode())
        )


def marked_otherwise(old: Contest, new: Contest) -> set[str]:
    """The kinds whose ballots have to be given anew; other guidance beside a mark is no other mark."""
    before = {value.kind: _bare(value) for value in old.rubrics}
    return {value.kind for value in new.rubrics if before.get(value.kind, _bare(value)) != _bare(value)}


def _bare(value: Rubric) -> Rubric:
    return replace(value, version=0, criteria=tuple(replace(one, guidance=()) for one in value.criteria))
