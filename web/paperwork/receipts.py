"""Values of the 回执清单: what arrived from whom, without a mark."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, select

from papers.receipts import ReceiptRow, Receipts, SeatReceipts, SessionReceipts
from scoring.rules.contest import Entry, Session
from scoring.rules.ledger import MENDED
from scoring.store.reading.ballots import PRESENTATION
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import Found, entry_rows, judge_row, session_row
from scoring.store.tables import ballot, ballot_aside
from web.beijing import beijing
from web.paperwork.wanted import Wanted, sheet_mark
from web.results_book import session_judges

SOURCES = {"tablet": "平板", "paper": "纸质", MENDED: "更正"}
WHY = {
    "late": "截止后送达，未计入",
    "conflict": "与已收到的不同，未计入",
    "taken_over": "来自被接管的设备，未计入",
}
EARLIER = "已有更新版次"
DASH = "—"


def receipts(connection: Connection, wanted: Wanted) -> Receipts:
    """A list for every session, or for the one that is wanted; raises NotKnown("no_session")."""
    if wanted.session is not None:
        session_row(connection, wanted.session)
    contest = load_contest(connection)
    entries = {entry.id: entry for entry in contest.entries}
    rooms = [room for room in contest.sessions if wanted.session in (None, room.id)]
    sessions = tuple(_session(connection, room, entries) for room in rooms)
    return Receipts(contest.name, sessions, sheet_mark(connection, wanted.ledger_key))


def _session(connection: Connection, room: Session, entries: dict[str, Entry]) -> SessionReceipts:
    rows = entry_rows(connection, room.id)
    seats = (
        SeatReceipts(
            f"J{seat} 席",
            judge,
            judge_row(connection, judge).name,
            tuple(one for row in rows for one in _of(connection, entries[row.id], row, judge)),
        )
        for judge, seat in session_judges(connection, room.id).items()
    )
    return SessionReceipts(room.name, tuple(seats))


def _of(connection: Connection, entry: Entry, row: Found, judge: str) -> Iterator[ReceiptRow]:
    """Every version that arrived, the first one first, then what was kept aside."""
    mine = (ballot.c.entry == entry.id, ballot.c.judge == judge, ballot.c.round == PRESENTATION)
    versions = connection.execute(select(ballot).where(*mine).order_by(ballot.c.version)).all()
    for one in versions:
        note = EARLIER if one is not versions[-1] else ""
        yield _row(entry, row, one, str(one.version), SOURCES.get(one.source, one.source), note)
    kept = (ballot_aside.c.entry == entry.id, ballot_aside.c.judge == judge)
    for one in connection.execute(select(ballot_aside).where(*kept).order_by(ballot_aside.c.received_at)):
        yield _row(entry, row, one, DASH, SOURCES["tablet"], WHY.get(one.why, one.why))


def _row(entry: Entry, row: Found, one: Found, version: str, source: str, note: str) -> ReceiptRow:
    at = beijing(one.received_at, "%m-%d %H:%M:%S")
    return ReceiptRow(str(row.position), entry.id, entry.circle, version, at, source, one.receipt, note)
