"""A receipt is the code of its ballot's id and hash: one that was altered in the database is found."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from scoring.actions import running
from scoring.rules.ledger import receipt_code
from scoring.store.reading.ledger_checks import wrong_ballots
from tests.office import Day, copied, small_contest, template


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """A1 is published; JA1's second ballot came late."""
    (tmp_path / "blank").mkdir()
    found = Day(copied(template(tmp_path / "blank"), tmp_path), small_contest())
    found.open("A")
    found.publish("A1")
    assert found.submit("A1", "JA1", 60).outcome == "late"
    found.do(running.call, entry="A2")
    return found


def test_receipts_as_they_were_given_are_right(day: Day) -> None:
    assert day.read(lambda connection: list(wrong_ballots(connection))) == []
    for ballot, digest, receipt in day.rows(
        "select id, hash, receipt from ballot union select id, hash, receipt from ballot_aside"
    ):
        assert receipt == receipt_code(ballot, digest) and len(receipt) == 8


@pytest.mark.parametrize("table", ["ballot", "ballot_aside"])
def test_an_altered_receipt_is_found(day: Day, table: str) -> None:
    with sqlite3.connect(day.path) as connection:
        connection.execute(f"drop trigger {table}_refuses_update")
        connection.execute(f"update {table} set receipt='AAAAAAAA' where judge='JA1'")
    found = day.read(lambda connection: list(wrong_ballots(connection)))
    assert [(one.code, one.params["judge"], one.params["receipt"]) for one in found] == [("receipt", "JA1", "AAAAAAAA")]
