"""The sample's day played through the actions alone, in a second, for tests of what comes after it."""

from __future__ import annotations

import csv
import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from papers.workbook_read import read_workbook
from scoring.actions import publishing, running, seats, sessions
from scoring.actions.judging import BallotSent, submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import Actor
from scoring.rules.ledger import content_hash
from scoring.setup.parse import parse_contest
from scoring.store.reading.day import entry_row, place_of
from web.config import ROOT, read_settings
from web.office import Office, open_office

SAMPLE = ROOT / "sample"
DESK = Actor("staff", "secretariat-1", "secretariat", "0" * 32)
CLOSED_WITHIN = 30.0  # s
Line = dict[str, str]
ids = itertools.count(1)


def lines(name: str) -> list[Line]:
    with (SAMPLE / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def turns() -> Iterator[tuple[str, list[Line]]]:
    """Each entry with its ballots, in order."""
    for entry, rows in itertools.groupby(lines("ballots.csv"), lambda row: row["entry"]):
        yield entry, list(rows)


def sent(row: Line, kind: str) -> BallotSent:
    marks = tuple(int(Decimal(row[f"m{number}"]) * 100) for number in range(1, 7))
    draft = BallotSent(
        id=f"{next(ids):032x}", entry=row["entry"], judge=row["judge"], round="presentation",
        base=int(row["revision"]) - 1, rubric=1, marks=marks, comment="", hash="", kind=kind,
    )  # fmt: skip
    return replace(draft, hash=content_hash(draft.content()))


def play_line(office: Office, row: Line) -> None:
    who = {"entry": row["entry"], "judge": row["judge"], "reason": "样例"}
    if row["status"] == "missing":
        office.do(seats.declare_missing, DESK, **who)
    elif row["status"] == "recused":
        if office.read(place_of, row["entry"], row["judge"]).state != "recused":
            office.do(seats.recuse, DESK, **who)
    else:
        if row["revision"] != "1":
            office.do(seats.return_ballot, DESK, **who)
        kind = office.read(entry_row, row["entry"]).kind
        office.do(submit_ballot, Actor("judge", row["judge"], "judge", "1" * 32), sent=sent(row, kind))


def play_turn(office: Office, entry: str, rows: list[Line], over: dict[str, int], gone: set[str]) -> None:
    for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
        office.do(act, DESK, entry=entry)
    if entry in over:
        office.do(running.set_overtime, DESK, entry=entry, seconds=over[entry], reason="秒表")
    for row in rows:
        play_line(office, row)
    if entry in gone:
        office.do(running.withdraw, DESK, entry=entry, reason="样例")
        return
    office.do(running.close_entry, DESK, entry=entry)
    office.do(publishing.publish_entry, DESK, entry=entry)
    for step in (1, 2, 3, 4):
        office.do(publishing.reveal, DESK, entry=entry, step=step)


def played_office(folder: Path) -> Office:
    """An office whose contest is over; the caller closes its writer."""
    office = open_office(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
    contest = parse_contest(read_workbook((SAMPLE / "contest.xlsx").read_bytes())).contest
    assert contest is not None
    office.do(apply_set_up, DESK, contest=contest)
    for room in contest.sessions:
        office.do(sessions.open_session, DESK, session=room.id)
    over = {row["entry"]: int(row["seconds_over"]) for row in lines("overtime.csv")}
    gone = {row["entry"] for row in lines("withdrawn.csv")}
    for entry, rows in turns():
        play_turn(office, entry, rows, over, gone)
    return office


def played_folder(folder: Path) -> Path:
    """A DATA_DIR whose contest is over and that nobody has open: its journal has gone into the database."""
    played_office(folder).writer.close()
    give_up = time.monotonic() + CLOSED_WITHIN
    while (folder / "contest.db-wal").exists():
        assert time.monotonic() < give_up, "the writer never closed"
        time.sleep(0.01)
    return folder
