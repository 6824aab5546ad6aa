"""The contest's results gathered for the workbook: standings, selection, awards, a column per judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from live.words import sentence
from papers.workbook_write import (
    JudgeColumn,
    PoolRow,
    PoolSheet,
    ResultsBook,
    SessionRow,
    SessionSheet,
    results_workbook,
)
from scoring.actions.public_rows import mark_text
from scoring.rules.contest import Contest, Entry
from scoring.rules.contest import Session as Room
from scoring.rules.results import Result
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import entry_rows, judge_row, panel, seats
from scoring.store.reading.standings import PoolStanding, all_standings, entry_score

MARKS_MAY_BE_SEEN = ("complete", "published", "withdrawn", "disqualified")  # never a mark before the close


def results_file(connection: Connection) -> bytes:
    """The results as an .xlsx file."""
    return results_workbook(results_book(connection))


def results_book(connection: Connection) -> ResultsBook:
    """All that `papers.workbook_write.results_workbook` puts on paper, from one consistent state."""
    contest = load_contest(connection)
    standings = all_standings(connection)
    results = {result.entry: result for standing in standings for result in standing.results}
    return ResultsBook(
        contest_name=contest.name,
        pools=[_pool(contest, standing) for standing in standings],
        sessions=[_session(connection, contest, room, results) for room in contest.sessions],
    )


def _words(area: str, code: str | None) -> str:
    return sentence("zh", f"acts.{area}.{code}") if code else ""


def _pool(contest: Contest, standing: PoolStanding) -> PoolSheet:
    entries = {entry.id: entry for entry in contest.entries}
    ordered = sorted(standing.results, key=lambda r: (r.rank is None, r.rank or 0, r.entry))
    rows = [_pool_row(entries[result.entry], result, standing.provisional) for result in ordered]
    return PoolSheet(standing.id, rows, standing.provisional)


def _pool_row(entry: Entry, result: Result, provisional: bool) -> PoolRow:
    return PoolRow(
        rank="" if result.rank is None else str(result.rank),
        entry=entry.id,
        kind=entry.kind,
        title=entry.title,
        circle=entry.circle,
        unit=entry.unit,
        presentation=result.presentation or "",
        deduction=result.deduction or "",
        document=result.document or "",
        final=result.shown or "",
        state="" if result.state == "ranked" else _words("reason", result.state),
        reason=_words("decided", result.decided_by),
        award="" if provisional else result.award or "",
        selection="" if provisional else _words("selection", result.selection),
        selection_reason="" if provisional else _words("reason", result.selection),
        members="、".join(entry.members),
        recommender=entry.recommender,
    )


def _session(connection: Connection, contest: Contest, room: Room, results: Mapping[str, Result]) -> SessionSheet:
    rows = entry_rows(connection, room.id)
    columns = _columns(connection, room.id, [row.id for row in rows])
    entries = {entry.id: entry for entry in contest.entries}
    return SessionSheet(
        id=room.id,
        name=room.name,
        judges=[JudgeColumn(seat, judge_row(connection, judge).name) for judge, seat in columns.items()],
        rows=[
            _session_row(
                entries[row.id],
                row.position,
                results.get(row.id),
                _marks(connection, contest, entries[row.id], row.phase, list(columns)),
            )
            for row in rows
        ],
    )


def _columns(connection: Connection, session: str, entries: Sequence[str]) -> dict[str, int]:
    """Seats by judge: everyone who sits in the session or sat for one of its entries."""
    sat = {place.judge: place.seat for entry in entries for place in panel(connection, entry)}
    sat.update({seat.judge: seat.number for seat in seats(connection, session)})
    return dict(sorted(sat.items(), key=lambda item: (item[1], item[0])))


def _session_row(entry: Entry, position: int, result: Result | None, marks: Sequence[str]) -> SessionRow:
    known = result is not None and result.state == "ranked"
    return SessionRow(
        position=str(position),
        entry=entry.id,
        title=entry.title,
        circle=entry.circle,
        kind=entry.kind,
        marks=marks,
        valid="" if result is None else str(result.valid),
        used=str(result.used) if result is not None and known else "0",
        presentation=(result.presentation or "") if result is not None else "",
        final=(result.shown or "") if result is not None else "",
        rank=str(result.rank) if result is not None and known else "",
    )


def _marks(connection: Connection, contest: Contest, entry: Entry, phase: str, judges: Sequence[str]) -> list[str]:
    """One text per judge: the ballot's total, or why there is none that counts."""
    if phase not in MARKS_MAY_BE_SEEN:
        return [""] * len(judges)
    totals = {seat.judge: mark_text(seat.total, contest.card) for seat in entry_score(connection, contest, entry).seats}
    states = {place.judge: place.state for place in panel(connection, entry.id)}
    return [totals.get(judge) or _words("seat", _absent(states.get(judge))) for judge in judges]


def _absent(state: str | None) -> str | None:
    return state if state in ("recused", "missing") else None
