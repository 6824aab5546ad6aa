"""The list of receipts holds every ballot that the server has, and no mark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from scoring.errors import NotKnown
from scoring.store.tables import ballot
from tests.web.played import played_office
from web.office import Office
from web.paperwork.receipts import receipts
from web.paperwork.wanted import Wanted


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample's day is over."""
    folder: Path = tmp_path_factory.mktemp("receipts")
    opened = played_office(folder)
    yield opened
    opened.writer.close()


def test_every_ballot_of_the_server_stands_on_the_list_once(office: Office) -> None:
    listed = office.read(receipts, Wanted())
    shown = sorted(
        (row.entry, seat.judge, row.version, row.code)
        for session in listed.sessions
        for seat in session.seats
        for row in seat.rows
    )
    stored = office.read(lambda connection: connection.execute(select(ballot)).all())
    assert shown == sorted((one.entry, one.judge, str(one.version), one.receipt) for one in stored)
    assert len(shown) > 100


def test_an_older_version_says_that_there_is_a_newer_one(office: Office) -> None:
    seats = [seat for session in office.read(receipts, Wanted()).sessions for seat in session.seats]
    rows = [row for seat in seats for row in seat.rows]
    returned = [row for row in rows if row.version == "2"]
    assert returned
    assert sum(row.note == "已有更新版次" for row in rows) == len(returned)


def test_it_is_narrowed_to_a_session_that_exists(office: Office) -> None:
    assert len(office.read(receipts, Wanted(session="A")).sessions) == 1
    with pytest.raises(NotKnown):
        office.read(receipts, Wanted(session="Z"))
