"""Values of the 评分表: a judge's own ballots, of entries whose marks may be seen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import Connection, select

from papers.judge_sheets import JudgeRow, JudgeSheet, JudgeSheets, JudgeTable
from papers.rule_words import plain, points
from scoring.actions.public_rows import mark_text
from scoring.errors import NotKnown
from scoring.rules.ballot import ballot_total
from scoring.rules.contest import Contest, Entry
from scoring.rules.ledger import MENDED
from scoring.rules.rubric import Criterion, Rubric
from scoring.rules.stage import PAST_MARKING
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import Found, entry_rows, judge_row, place_of, session_row
from scoring.store.reading.set_ups import rubric_of_ballot
from scoring.store.reading.standings import rubric_of
from scoring.store.tables import ballot
from web.beijing import beijing
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import COUNTING, session_judges, words

CORRECTED, MENDED_HERE = "已更正", "定分后更正"


def judge_sheets(connection: Connection, wanted: Wanted) -> JudgeSheets:
    """A sheet for each judge of each session, narrowed as wanted; raises NotKnown("no_session", "no_judge")."""
    contest = load_contest(connection)
    if wanted.session is not None:
        session_row(connection, wanted.session)
    if wanted.judge is not None:
        judge_row(connection, wanted.judge)
    sheets = tuple(
        _sheet(connection, contest, room.id, judge, seat)
        for room in contest.sessions
        if wanted.session in (None, room.id)
        for judge, seat in session_judges(connection, room.id).items()
        if wanted.judge in (None, judge)
    )
    if wanted.judge is not None and not sheets:
        raise NotKnown("no_judge", judge=wanted.judge)
    return JudgeSheets(contest.name, contest.organiser, sheets, sheet_mark(connection, wanted.ledger_key))


@dataclass(frozen=True, slots=True)
class _Marked:
    """A row with the rubric on which it was marked."""

    rubric: Rubric
    row: JudgeRow


def _sheet(connection: Connection, contest: Contest, session: str, judge: str, seat: int) -> JudgeSheet:
    person = judge_row(connection, judge)
    name = next(room.name for room in contest.sessions if room.id == session)
    entries = {entry.id: entry for entry in contest.entries}
    rows = entry_rows(connection, session)
    seen = [row for row in rows if row.phase in PAST_MARKING]
    marked = [one for row in seen for one in _rows(connection, contest, entries[row.id], row, judge)]
    return JudgeSheet(judge, person.name, person.unit, f"J{seat} 席", name, _tables(marked), len(rows) - len(seen))


def _tables(marked: Sequence[_Marked]) -> tuple[JudgeTable, ...]:
    by_rubric: dict[tuple[str, int], list[_Marked]] = {}
    for one in marked:
        by_rubric.setdefault((one.rubric.kind, one.rubric.version), []).append(one)
    return tuple(
        JudgeTable(
            f"{kind}（评审表第 {version} 版）",
            tuple(_heading(criterion) for criterion in group[0].rubric.criteria),
            tuple(one.row for one in group),
        )
        for (kind, version), group in by_rubric.items()
    )


def _heading(criterion: Criterion) -> str:
    factor = "" if criterion.factor == 1 else f"×{plain(criterion.factor)}"
    return f"{criterion.name}\n{points(criterion.maximum)}{factor}"


def _rows(connection: Connection, contest: Contest, entry: Entry, row: Found, judge: str) -> Iterator[_Marked]:
    """The judge's versions for an entry, the newest first; one row of words where there is none."""
    place = place_of(connection, entry.id, judge)
    given = _versions(connection, entry.id, judge)
    gone = words("reason", row.phase) if row.phase not in COUNTING else ""
    if place is None and not given and not gone:
        return
    state = "absent" if place is None else place.state
    remark = "、".join(part for part in (gone, _absence(state, gone)) if part)
    if not given:
        marked = JudgeRow(str(row.position), entry.id, entry.circle, remark=remark, counts=False)
        yield _Marked(rubric_of(connection, entry.id), marked)
    for at, version in enumerate(given):
        counts = at == 0 and state == "submitted" and not gone
        mended = MENDED_HERE if version.source == MENDED else ""
        why = "、".join(part for part in (mended, remark) if part) if at == 0 else CORRECTED
        yield _version(connection, contest, entry, row, version, why, counts)


def _absence(state: str, gone: str) -> str:
    """Why nothing of this seat counts; of an entry that is gone only what the seat itself was."""
    if state == "submitted" or (gone and state not in ("recused", "missing")):
        return ""
    return words("seat", state)


def _version(
    connection: Connection, contest: Contest, entry: Entry, row: Found, version: Found, why: str, counts: bool
) -> _Marked:
    marks = tuple(json.loads(version.marks))
    rubric = rubric_of_ballot(connection, version) or rubric_of(connection, entry.id)
    shown = JudgeRow(
        position=str(row.position),
        entry=entry.id,
        circle=entry.circle,
        marks=tuple(mark_text(Fraction(mark, 100), contest.card) for mark in marks),
        total=mark_text(ballot_total(rubric, marks), contest.card),
        version=str(version.version),
        at=beijing(version.received_at, "%m-%d %H:%M"),
        remark=why,
        counts=counts,
        paper=version.source == "paper",
    )
    return _Marked(rubric, shown)


def _versions(connection: Connection, entry: str, judge: str) -> Sequence[Found]:
    query = select(ballot).where(ballot.c.entry == entry, ballot.c.judge == judge, ballot.c.round == PRESENTATION)
    return connection.execute(query.order_by(ballot.c.version.desc())).all()
