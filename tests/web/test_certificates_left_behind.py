"""A certificate that the set-up has left behind is mended, never handed out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert, select

from scoring.actions.certificates import mend_certificate
from scoring.actions.setting_up import apply_set_up
from scoring.errors import RuleBroken
from scoring.rules.certificate import certificate_number
from scoring.store.reading.certificates import Ground, certificate_rows, ground_of
from scoring.store.reading.contest import load_contest
from scoring.store.tables import score
from scoring.store.work import Work
from tests.corrected import put_right
from tests.web.played import DESK, played_office
from web.office import Office
from web.paperwork import certificates as gatherer
from web.paperwork.certificates import CertificatesWanted, certificates
from web.paperwork.register import register_rows

WINNER, RIGHT = "SH016", "降低乳品包装封口渗漏率（改正）"
AWARDED = 32


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """The sample's day is over and every award has its number."""
    opened = played_office(tmp_path)
    certificates(opened, DESK, CertificatesWanted())
    yield opened
    opened.writer.close()


def retitle(office: Office) -> str:
    """The winner's title is mended in the set-up; the number of its certificate."""
    contest = office.read(load_contest)
    entries = tuple(replace(entry, title=RIGHT) if entry.id == WINNER else entry for entry in contest.entries)
    office.do(put_right, DESK, contest=replace(contest, entries=entries))
    return next(str(row.number) for row in office.read(certificate_rows) if row.entry == WINNER)


def test_what_is_left_behind_is_not_printed_and_named_while_the_others_are(office: Office) -> None:
    number = retitle(office)
    prepared = certificates(office, DESK, CertificatesWanted(bundle=False))
    assert [(lost.code, lost.params["number"], lost.params["now"]) for lost in prepared.stopped] == [
        ("certificate_differs", number, RIGHT)
    ]
    assert number not in prepared.numbers and len(prepared.numbers) == AWARDED - 1


def test_the_others_keep_their_places_in_the_ceremony(office: Office) -> None:
    before = {sheet.text.number: sheet.place for sheet in certificates(office, DESK, CertificatesWanted()).batch.sheets}
    number = retitle(office)
    after = {sheet.text.number: sheet.place for sheet in certificates(office, DESK, CertificatesWanted()).batch.sheets}
    assert after == {other: place for other, place in before.items() if other != number}
    assert sorted(before.values()) == list(range(1, AWARDED + 1))


def test_asked_for_by_its_number_it_is_refused_until_it_is_mended(office: Office) -> None:
    number = retitle(office)
    with pytest.raises(RuleBroken, match="certificate_differs"):
        certificates(office, DESK, CertificatesWanted(numbers=(number,)))
    successor = office.do(mend_certificate, DESK, number=number, reason="课题写错")
    prepared = certificates(office, DESK, CertificatesWanted(numbers=(successor,)))
    assert (prepared.numbers, prepared.stopped) == ((successor,), ())
    assert prepared.batch.sheets[0].text.title == RIGHT


def score_anew(work: Work, entry: str) -> None:
    """The same score as its next version: what its certificate rests on moves, what is printed stays."""
    newest = select(score).where(score.c.entry == entry).order_by(score.c.version.desc()).limit(1)
    row = work.connection.execute(newest).one()._asdict()
    work.connection.execute(insert(score).values({**row, "version": row["version"] + 1}))


def test_a_result_that_moved_beneath_the_same_text_stops_no_certificate(office: Office) -> None:
    office.do(score_anew, DESK, entry=WINNER)
    shown = next(row for row in office.read(register_rows) if row["entry"] == WINNER)
    assert [one["field"] for one in shown["differs"]] == ["result"]
    prepared = certificates(office, DESK, CertificatesWanted())
    assert (len(prepared.numbers), prepared.stopped) == (AWARDED, ())


def test_the_standings_are_worked_out_once_for_a_print(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Ground] = []

    def look(connection: Connection) -> Ground:
        looked.append(ground_of(connection))
        return looked[-1]

    monkeypatch.setattr(gatherer, "ground_of", look)
    with office.reader.connect() as connection:
        placed, _stopped = gatherer._fit_to_print(connection, CertificatesWanted())
    assert (len(placed), len(looked)) == (AWARDED, 1)


def test_a_member_who_left_the_circle_gets_no_second_print(office: Office) -> None:
    certificates(office, DESK, CertificatesWanted(kind="member"))
    contest = office.read(load_contest)
    entries = tuple(replace(e, members=e.members[:-1]) if e.id == WINNER else e for e in contest.entries)
    office.do(apply_set_up, DESK, contest=replace(contest, entries=entries))
    stopped = certificates(office, DESK, CertificatesWanted(kind="member")).stopped
    assert [lost.code for lost in stopped] == ["certificate_no_right_now"]


def test_the_numbers_of_the_sample_are_those_of_its_format(office: Office) -> None:
    contest = office.read(load_contest)
    wanted = {certificate_number(contest.certificate_number, contest.year, at) for at in range(1, AWARDED + 1)}
    assert {row.number for row in office.read(certificate_rows)} == wanted
