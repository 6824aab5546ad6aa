"""Hall A of the small contest, played through an open office: A1 the best, then A2, A3, A4."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from scoring.actions import publishing, running, sessions
from scoring.actions.certificates import issue_certificates
from scoring.actions.judging import submit_ballot
from scoring.facts import SYSTEM
from scoring.rules.contest import AwardTier, Contest
from scoring.store.reading.certificates import certificate_rows
from scoring.store.reading.day import place_of
from tests.office import MARKS, as_judge, ballot, small_contest
from web.office import Office

ENTRIES = ("A1", "A2", "A3", "A4")
TIERS = (AwardTier("一等奖", Fraction(25)), AwardTier("二等奖", Fraction(50)))


def certified_contest(**changes: Any) -> Contest:
    """The small contest with a date for its certificates; a quarter has the first prize, a half the second."""
    given = {"certificate_date": "2026-12-18", "certificate_number": "证{年份}-{序号:03}", "awards": TIERS, **changes}
    return replace(small_contest(), **given)


def publish(office: Office, entry: str) -> None:
    """The whole turn of an entry up to its fixed score."""
    for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
        office.do(act, SYSTEM, entry=entry)
    worse = int(entry[1:]) - 1
    for judge, total in MARKS.items():
        if office.read(place_of, entry, judge).state == "expected":
            office.do(submit_ballot, as_judge(judge), sent=ballot(entry, judge, total - worse))
    office.do(running.close_entry, SYSTEM, entry=entry)
    office.do(publishing.publish_entry, SYSTEM, entry=entry)


def play_hall_a(office: Office) -> None:
    """All of hall A published, nothing revealed."""
    office.do(sessions.open_session, SYSTEM, session="A")
    for entry in ENTRIES:
        publish(office, entry)


def reveal(office: Office, *entries: str, steps: tuple[int, ...] = (1, 2, 3, 4)) -> None:
    for entry in entries:
        for step in steps:
            office.do(publishing.reveal, SYSTEM, entry=entry, step=step)


def issue(office: Office, kind: str = "award") -> dict[str, str]:
    """Numbers given; the number of each entry, or of each judge."""
    office.do(issue_certificates, SYSTEM, kind=kind)
    rows = [row for row in office.read(certificate_rows) if row.kind == kind and row.state == "valid"]
    return {row.entry or row.person: row.number for row in rows}
