"""Values of the 得分计算单: one entry's ballots and score, and its place among what is published."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from live.picture.public import pool_title
from papers.calculation_values import Calculations, CalculationSheet, Place
from papers.foot import final_words, foot
from scoring.errors import RuleBroken
from scoring.rules.contest import Contest, Entry, Quota
from scoring.rules.stage import LAST_STEP, PAST_MARKING
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.contest import find_entry, load_contest, pool_id, pool_of
from scoring.store.reading.day import entry_row, entry_rows
from scoring.store.reading.standings import PoolStanding, entry_score, pool_standing, rubric_of
from web.paperwork.calculation_ballots import aside_ballots, given_ballots, mended_ballots, panel_seats
from web.paperwork.calculation_corrections import corrected, corrections_of
from web.paperwork.calculation_history import EntryHistory, histories
from web.paperwork.calculation_place import place_of
from web.paperwork.calculation_rulings import entry_rulings
from web.paperwork.wanted import Wanted, sheet_mark
from web.pool_finals import pool_final

EACH = "each"  # among the wanted parts: a file for every entry instead of one for all


def calculations(connection: Connection, wanted: Wanted) -> Calculations:
    """The wanted entry's sheet, or one for every entry (of a session, of a pool) that is closed.

    Raises NotKnown("no_entry"), RuleBroken("calculation_not_closed") for an entry whose marks nobody may
    see yet, RuleBroken("no_calculations") where no entry is closed.
    """
    contest = load_contest(connection)
    if wanted.entry is not None:
        entry = find_entry(contest, wanted.entry)
        if entry_row(connection, entry.id).phase not in PAST_MARKING:
            raise RuleBroken("calculation_not_closed", entry=entry.id)
        return Calculations(_Gathering(connection, contest, wanted.ledger_key).sheets([entry]), bundle=False)
    rows = [row for row in entry_rows(connection, wanted.session) if row.phase in PAST_MARKING]
    entries = [find_entry(contest, row.id) for row in rows]
    if wanted.pool is not None:
        entries = [entry for entry in entries if pool_id(pool_of(contest, entry)) == wanted.pool]
    if not entries:
        raise RuleBroken("no_calculations")
    sheets = _Gathering(connection, contest, wanted.ledger_key).sheets(entries)
    return Calculations(sheets, bundle=EACH not in wanted.parts)


class _Gathering:
    """What the sheets of one print share: standings, the ledger's tale, who is revealed."""

    def __init__(self, connection: Connection, contest: Contest, key: str) -> None:
        self._connection = connection
        self._contest = contest
        self._standings: dict[str, PoolStanding] = {}
        self._rows = {row.id: row for row in entry_rows(connection)}
        self._histories = histories(connection)
        self._corrected = corrected(connection)
        self._mark = sheet_mark(connection, key)

    def sheets(self, entries: Sequence[Entry]) -> tuple[CalculationSheet, ...]:
        """A sheet for each."""
        return tuple(self._sheet(entry) for entry in entries)

    def _sheet(self, entry: Entry) -> CalculationSheet:
        row, contest = self._rows[entry.id], self._contest
        told = self._histories.get(entry.id, EntryHistory())
        rubric = rubric_of(self._connection, entry.id)
        given = given_ballots(self._connection, entry.id, told)
        seats = panel_seats(self._connection, contest, entry.id, given)
        quota = pool_of(contest, entry)
        return CalculationSheet(
            contest=contest.name,
            entry=entry.id,
            kind=entry.kind,
            title=entry.title,
            circle=entry.circle,
            unit=entry.unit,
            session=_session_words(contest, entry),
            position=row.position,
            attendance=entry.attendance,
            recommendation=entry.recommendation,
            phase=row.phase,
            ended=told.ended,
            revealed=self._revealed(entry.id),
            card=contest.card,
            rubric=rubric,
            panel=seats,
            asides=aside_ballots(self._connection, entry.id, {seat.judge: seat.seat for seat in seats}, given),
            counted=tuple(counted_ballots(self._connection, entry.id)),
            overtime=row.overtime,
            score=entry_score(self._connection, contest, entry),
            quota=quota,
            awards=contest.awards,
            place=self._place(entry),
            rulings=entry_rulings(self._connection, contest, entry.id),
            corrections=corrections_of(contest, told, self._corrected, entry.id, mended_ballots(contest, seats, given)),
            mark=foot(f"得分计算单 {entry.id}", self._mark, self._final(quota)),
        )

    def _final(self, quota: Quota) -> str:
        title = pool_title(self._contest, quota)
        return final_words(pool_final(self._connection, pool_id(quota), title))

    def _revealed(self, entry: str) -> bool:
        return bool(self._rows[entry].reveal_step == LAST_STEP)

    def _place(self, entry: Entry) -> Place | None:
        if self._rows[entry.id].phase != "published":
            return None
        quota = pool_of(self._contest, entry)
        name = pool_id(quota)
        if name not in self._standings:
            self._standings[name] = pool_standing(self._connection, self._contest, quota)
        title = pool_title(self._contest, quota)
        return place_of(self._connection, self._contest, entry, self._standings[name], title, self._revealed)


def _session_words(contest: Contest, entry: Entry) -> str:
    found = next((session for session in contest.sessions if session.id == entry.session), None)
    if found is None:
        return entry.session
    return "　".join(part for part in (found.name, found.date, found.start, found.place) if part)
