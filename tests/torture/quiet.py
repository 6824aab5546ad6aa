"""The same day without any trouble, and what either run ends in: nothing of it depends on when it was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from scoring.actions import publishing, running, seats, sessions
from scoring.actions.judging import BallotSent, submit_ballot
from scoring.facts import Actor
from scoring.rules.stage import LAST_STEP
from tests.torture.hall import KIND, Day, Turn, closed, opened
from tests.torture.held import rows
from tests.torture.outbox import content_hash
from web.office import Office
from web.results_book import results_book

DESK = Actor("staff", "secretariat-1", "secretariat", "0" * 32)
LASTING = {
    "ballots": "select entry, judge, version, id, hash, marks, receipt, source from ballot order by 1, 2, 3",
    "asides": "select entry, judge, id, why from ballot_aside order by id",
    "places": "select entry, judge, seat, state from panel_place order by entry, judge",
    "entries": "select id, phase, reveal_step, overtime from entry order by id",
    "revealed": "select entry, step, body from revealed order by entry, step",
    "standings": "select pool, body from public_standing order by pool",
    "facts": "select fact, entry, judge, count(*) as n from ledger where fact not in ('Refused', 'LoggedIn',"
    " 'LoginEnded', 'CardIssued') group by 1, 2, 3 order by 1, 2, 3",
    "heads": "select why, count(*) as n from signed_head group by 1 order by 1",
}  # fmt: skip


def final_export(folder: Path) -> dict[str, Any]:
    """The results book, and the lasting rows of a DATA_DIR that nobody serves."""
    office = opened(folder)
    try:
        book = office.read(_book)
    finally:
        closed(office)
    return {"book": book, **{name: rows(folder, query) for name, query in LASTING.items()}}


def _book(connection: Connection) -> Any:
    return results_book(connection)


def differences(found: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    """Where an export differs from that of the quiet run, a sentence for each part."""
    return [
        f"export: {name} differ: {_first(found[name], wanted[name])}" for name in wanted if found[name] != wanted[name]
    ]


def _first(found: Any, wanted: Any) -> str:
    if isinstance(found, list):
        pairs = [(a, b) for a, b in zip(found, wanted, strict=False) if a != b]
        return f"{len(found)} and {len(wanted)} rows; {pairs[:1]}"[:300]
    return f"{found} / {wanted}"[:300]


def play_quietly(day: Day, folder: Path) -> dict[str, Any]:
    """Play a day through the actions alone, on a fresh copy of its ground; what it ends in."""
    office = opened(folder)
    try:
        for hall, turns in day.halls.items():
            office.do(sessions.open_session, DESK, session=hall)
            for turn in turns:
                _play(office, day, turn)
            office.do(sessions.close_session, DESK, session=hall)
    finally:
        closed(office)
    return final_export(folder)


def _play(office: Office, day: Day, turn: Turn) -> None:
    for act in (running.call, running.start_presenting):
        office.do(act, DESK, entry=turn.entry)
    for judge in turn.missing:
        office.do(seats.declare_missing, DESK, entry=turn.entry, judge=judge, reason="离席")
    for judge, versions in turn.ballots.items():
        _submit(office, day, turn.entry, judge, versions[0], 0)
    for act in (running.end_presenting, running.end_questions):
        office.do(act, DESK, entry=turn.entry)
    for judge in turn.returned:
        office.do(seats.return_ballot, DESK, entry=turn.entry, judge=judge, reason="请更正")
        _submit(office, day, turn.entry, judge, turn.ballots[judge][1], 1)
    for act in (running.close_entry, publishing.publish_entry):
        office.do(act, DESK, entry=turn.entry)
    for step in range(1, LAST_STEP + 1):
        office.do(publishing.reveal, DESK, entry=turn.entry, step=step)


def _submit(office: Office, day: Day, entry: str, judge: str, marks: tuple[int, ...], base: int) -> None:
    content: dict[str, Any] = {
        "base": base, "comment": "", "entry": entry, "id": day.new_id(judge, entry, base), "judge": judge,
        "kind": KIND, "marks": list(marks), "round": "presentation", "rubric": 1,
    }  # fmt: skip
    sent = BallotSent(**{**content, "marks": marks, "hash": content_hash(content)})
    office.do(submit_ballot, Actor("judge", judge, "judge", "1" * 32), sent=sent)
