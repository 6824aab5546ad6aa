"""The contest's results gathered as rows to be shown: standings, selection, awards, a column per judge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from live.picture.public import pool_title
from live.words import sentence
from papers.result_rows import JudgeColumn, PoolRow, PoolSheet, SessionRow, SessionSheet
from papers.workbook_write import ResultsBook, results_workbook
from scoring.actions.public_rows import mark_text
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.contest import Session as Room
from scoring.rules.panels import SeatScore
from scoring.rules.results import Result
from scoring.rules.stage import PAST_MARKING
from scoring.store.reading.ballots import newest_versions
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import Found, entry_rows, judge_row, panel, seats
from scoring.store.reading.standings import PoolStanding, all_standings, entry_score
from web.pool_finals import pool_final

COUNTING = ("complete", "published")  # of the others no total is dropped, for none is counted
FROM_PAPER, FROM_CORRECTION = "（纸）", "（更正）"
SIGNS = {"paper": FROM_PAPER, "mended": FROM_CORRECTION}  # by a ballot's source
DROPPED_NOTE = "[ ]：去掉的最高或最低总分，不计入平均。"
MENDED_NOTE = "（更正）：定分以后更正过的评分，原来的评分保存在案。"
ALONE_NOTE = "计分 0 而有名次：评审组长合议，只以文审得分为最终得分。"
PAPER_NOTE = "（纸）：由纸质评分表录入。"
BY_CRITERION_NOTE = "本赛事逐项去分：各评审项目分别去掉最高分和最低分，总分不作标记。"
RANK_NOTE = "计分/有效：计入平均的评分份数/有效评分份数。名次：该成果在其组别内的名次。"
PROVISIONAL_NOTE = "暂定：有成果尚未定分，名次可能变动。"


def results_file(connection: Connection) -> bytes:
    """The results as an .xlsx file."""
    return results_workbook(results_book(connection))


def results_book(connection: Connection) -> ResultsBook:
    """All that `papers.workbook_write.results_workbook` puts on paper, from one consistent state."""
    contest = load_contest(connection)
    return ResultsBook(contest.name, pool_sheets(connection), session_sheets(connection))


def pool_sheets(connection: Connection, pool: str | None = None) -> tuple[PoolSheet, ...]:
    """The standing of every pool, or of the one with this id; those without a rank stand last."""
    contest = load_contest(connection)
    found = [standing for standing in all_standings(connection) if pool in (None, standing.id)]
    return tuple(_pool(connection, contest, standing) for standing in found)


def session_sheets(connection: Connection, session: str | None = None) -> tuple[SessionSheet, ...]:
    """评审汇总 of every session, or of the one with this id."""
    contest = load_contest(connection)
    standings = all_standings(connection)
    rooms = [room for room in contest.sessions if session in (None, room.id)]
    return tuple(_session(connection, contest, room, standings) for room in rooms)


def words(area: str, code: str | None) -> str:
    """The Chinese words of a code of the rules, nothing for none."""
    return sentence("zh", f"acts.{area}.{code}") if code else ""


def _pool(connection: Connection, contest: Contest, standing: PoolStanding) -> PoolSheet:
    entries = {entry.id: entry for entry in contest.entries}
    ordered = sorted(standing.results, key=lambda r: (r.rank is None, r.rank or 0, r.entry))
    rows = [_pool_row(entries[result.entry], result, standing) for result in ordered]
    known = {result.entry for result in ordered}
    rows += [_open_row(entries[entry]) for entry in sorted(standing.open_entries) if entry not in known]
    title = pool_title(contest, standing.quota)
    final = pool_final(connection, standing.id, title)
    return PoolSheet(title, tuple(rows), standing.provisional, _places(standing.quota), final)


def _places(quota: Quota) -> str:
    cap = "" if quota.unit_cap is None else f"，每单位上限 {quota.unit_cap} 个"
    return f"全国候选 {quota.candidates} 个，候补 {quota.reserves} 个{cap}"


def _open_row(entry: Entry) -> PoolRow:
    return PoolRow(
        *("", entry.id, entry.kind, entry.title, entry.circle, entry.unit),
        state=words("reason", "open"),
        members="、".join(entry.members),
        recommender=entry.recommender,
        recommendation=entry.recommendation,
    )


def _pool_row(entry: Entry, result: Result, standing: PoolStanding) -> PoolRow:
    provisional = standing.provisional
    selection = None if provisional else result.selection
    undecided = any(tie.code == "rank" and entry.id in tie.entries for tie in standing.ties)
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
        state=words("reason", _beside_marks(result)),
        reason=words("decided", "undecided" if undecided else result.decided_by),
        award="" if provisional else result.award or "",
        selection=words("selection", selection),
        selection_reason=words("reason", selection),
        members="、".join(entry.members),
        recommender=entry.recommender,
        recommendation=entry.recommendation,
        selected=selection or "",
    )


def _beside_marks(result: Result) -> str | None:
    """Why an entry has no rank; of a ranked one that its document score alone stands for the whole."""
    if result.state != "ranked":
        return result.state
    return "document_only" if result.used == 0 else None


def _session(connection: Connection, contest: Contest, room: Room, standings: Sequence[PoolStanding]) -> SessionSheet:
    rows = entry_rows(connection, room.id)
    columns = session_judges(connection, room.id)
    entries = {entry.id: entry for entry in contest.entries}
    results = {result.entry: result for standing in standings for result in standing.results}
    judged = [
        _session_row(connection, contest, entries[row.id], row, results.get(row.id), list(columns)) for row in rows
    ]
    here = {row.id for row in rows}
    shown = [s for s in standings if here.intersection((*s.open_entries, *(r.entry for r in s.results)))]
    provisional = any(standing.provisional for standing in shown)
    return SessionSheet(
        id=room.id,
        name=room.name,
        judges=tuple(JudgeColumn(seat, judge_row(connection, judge).name) for judge, seat in columns.items()),
        rows=tuple(judged),
        notes=_notes(contest, judged, provisional),
        provisional=provisional,
        finals=tuple(pool_final(connection, s.id, pool_title(contest, s.quota)) for s in shown),
    )


def _notes(contest: Contest, rows: Sequence[SessionRow], provisional: bool) -> tuple[str, ...]:
    marks = [mark for row in rows for mark in row.marks]
    kept = (
        (RANK_NOTE, True),
        (DROPPED_NOTE, any(mark.startswith("[") for mark in marks)),
        (BY_CRITERION_NOTE, contest.card.drop_mode == "criterion"),
        (PAPER_NOTE, any(mark.endswith(FROM_PAPER) for mark in marks)),
        (MENDED_NOTE, any(mark.endswith(FROM_CORRECTION) for mark in marks)),
        (ALONE_NOTE, any(row.used == "0" and row.rank.isdigit() for row in rows)),
        (PROVISIONAL_NOTE, provisional),
    )
    return tuple(note for note, holds in kept if holds)


def session_judges(connection: Connection, session: str) -> dict[str, int]:
    """Seats by judge: everyone who sits in the session or sat for one of its entries."""
    sat = {place.judge: place.seat for row in entry_rows(connection, session) for place in panel(connection, row.id)}
    sat.update({seat.judge: seat.number for seat in seats(connection, session)})
    return dict(sorted(sat.items(), key=lambda item: (item[1], item[0])))


def _session_row(
    connection: Connection, contest: Contest, entry: Entry, row: Found, result: Result | None, judges: Sequence[str]
) -> SessionRow:
    ranked = result is not None and result.state == "ranked"
    rank = "" if result is None else str(result.rank) if ranked else words("reason", result.state)
    return SessionRow(
        position=str(row.position),
        entry=entry.id,
        title=entry.title,
        circle=entry.circle,
        kind=entry.kind,
        marks=_marks(connection, contest, entry, row.phase, judges),
        valid="" if result is None else str(result.valid),
        used=str(result.used) if result is not None and ranked else "0",
        presentation=(result.presentation or "") if result is not None else "",
        final=(result.shown or "") if result is not None else "",
        rank=rank,
    )


def _marks(
    connection: Connection, contest: Contest, entry: Entry, phase: str, judges: Sequence[str]
) -> tuple[str, ...]:
    """One text per judge: the ballot's total, or why there is none that counts."""
    if phase not in PAST_MARKING:
        return ("",) * len(judges)
    signs = {ballot.judge: SIGNS.get(ballot.source, "") for ballot in newest_versions(connection, entry.id)}
    counts = phase in COUNTING
    scored = entry_score(connection, contest, entry).seats
    totals = {seat.judge: _total(contest, seat, counts, signs) for seat in scored}
    states: Mapping[str, str] = {place.judge: place.state for place in panel(connection, entry.id)}
    return tuple(totals.get(judge) or words("seat", _absent(states.get(judge))) for judge in judges)


def _total(contest: Contest, seat: SeatScore, counts: bool, signs: Mapping[str, str]) -> str:
    text = mark_text(seat.total, contest.card)
    shown = f"[{text}]" if seat.dropped and counts else text
    return f"{shown}{signs.get(seat.judge, '')}"


def _absent(state: str | None) -> str | None:
    return state if state in ("recused", "missing") else None
