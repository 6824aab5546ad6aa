"""The ballots of one entry as a 得分计算单 lists them, each on the rubric that it was given on."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, select

from papers.calculation_values import AsideBallot, BallotVersion, PanelSeat
from scoring.actions.public_rows import mark_text
from scoring.rules.ballot import ballot_total
from scoring.rules.contest import Contest
from scoring.rules.ledger import MENDED
from scoring.store.reading.ballots import PRESENTATION, asides
from scoring.store.reading.day import judge_row, panel
from scoring.store.reading.set_ups import rubric_of_ballot
from scoring.store.tables import ballot
from web.paperwork.calculation_history import EntryHistory, moment_words


@dataclass(frozen=True, slots=True)
class Given:
    """One version with the moment (ms) that it came at."""

    at: int
    version: BallotVersion


@dataclass(frozen=True, slots=True)
class MendedBallot:
    """A corrected version: the moment (ms), whose it is as the card lets it be said, the totals before and after."""

    at: int
    whose: str
    before: str
    after: str


AllGiven = dict[str, list[Given]]


def given_ballots(connection: Connection, entry: str, told: EntryHistory) -> AllGiven:
    """Every version by judge, oldest first."""
    mine = (ballot.c.entry == entry, ballot.c.round == PRESENTATION)
    found: AllGiven = defaultdict(list)
    for row in connection.execute(select(ballot).where(*mine).order_by(ballot.c.version)):
        version = BallotVersion(
            number=row.version,
            total=_total(connection, row) or Fraction(0),
            marks=tuple(json.loads(row.marks)),
            at=moment_words(row.received_at),
            paper=row.source == "paper",
            returned=told.returned.get((row.judge, row.version), ""),
            mended=row.source == MENDED,
            aside=told.aside.get(row.id, ""),
        )
        found[row.judge].append(Given(row.received_at, version))
    return found


def _total(connection: Connection, row: Any) -> Fraction | None:
    """A ballot's total on its own rubric; the plain sum of its marks where nothing tells which that was."""
    marks, rubric = tuple(json.loads(row.marks)), rubric_of_ballot(connection, row)
    return Fraction(sum(marks), 100) if rubric is None else ballot_total(rubric, marks)


def panel_seats(connection: Connection, contest: Contest, entry: str, given: AllGiven) -> tuple[PanelSeat, ...]:
    """The panel with each place's versions."""
    named = contest.card.show_judges == "name"
    return tuple(
        PanelSeat(
            seat=place.seat,
            judge=place.judge,
            name=judge_row(connection, place.judge).name if named else "",
            role=place.role,
            attendance=place.attendance,
            state=place.state,
            reason=place.reason,
            versions=tuple(one.version for one in given.get(place.judge, [])),
        )
        for place in panel(connection, entry)
    )


def aside_ballots(
    connection: Connection, entry: str, seats: dict[str, int], given: AllGiven
) -> tuple[AsideBallot, ...]:
    """What came late, in conflict, or from a judge that is no more in the panel."""
    kept = [
        AsideBallot(seats.get(row.judge, 0), row.why, moment_words(row.received_at), _total(connection, row))
        for row in asides(connection, entry)
        if row.round == PRESENTATION
    ]
    left = [
        AsideBallot(0, "left", one.version.at, one.version.total)
        for judge, theirs in given.items()
        if judge not in seats
        for one in theirs
    ]
    return (*kept, *left)


def mended_ballots(contest: Contest, seats: tuple[PanelSeat, ...], given: AllGiven) -> list[MendedBallot]:
    """Every corrected version of the panel's ballots."""
    return [
        MendedBallot(
            later.at,
            "一份评分" if contest.card.show_judges == "hidden" else f"{seat.seat} 号席{seat.name}的评分",
            f"总分 {mark_text(earlier.version.total, contest.card)}",
            f"总分 {mark_text(later.version.total, contest.card)}",
        )
        for seat in seats
        for earlier, later in pairwise(given.get(seat.judge, []))
        if later.version.mended
    ]
