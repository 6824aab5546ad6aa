"""A ballot that was acknowledged after the backup was taken: the tablet sends it again by itself."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.day import marks_of
from tests.browser.devices import Tablet
from tests.browser.served import Served
from web.replay.people import VirtualDesk

ENTRY, JUDGE = "SH001", "JA2"


@pytest.fixture
def lost(tmp_path: Path) -> Iterator[Served]:
    """A server of the test's own: its data will be gone."""
    served = Served(tmp_path)
    served.start()
    yield served
    served.kill()


def ballots(folder: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(folder / "data" / "contest.db")) as connection:
        return connection.execute("select id, hash, receipt from ballot").fetchall()


def test_a_restored_server_gets_the_ballot_back_from_the_tablet(lost: Served, device: Open, tmp_path: Path) -> None:
    codes = lost.codes()
    desk = VirtualDesk.entered(lost.url, codes["secretariat"])
    desk.command("open-session", session="A")
    tablet = Tablet(device(820, 1180, has_touch=True), lost.url, codes[JUDGE])
    lost.contest("backup", "--to", str(tmp_path / "stick"))  # the entry is not even called in it
    for command in ("call", "start-presenting"):
        desk.command(command, entry=ENTRY)
    tablet.view("marking", ENTRY)
    tablet.type_marks(marks_of(ENTRY, JUDGE))
    tablet.submit()
    expect(tablet.page.locator("#main")).to_have_attribute("data-view", "receipt")
    lost.kill()
    (acknowledged,) = ballots(tmp_path)
    shutil.rmtree(tmp_path / "data")
    lost.contest("restore", str(tmp_path / "stick"), "--by", "secretariat-1", "--witness", "host-1")
    assert ballots(tmp_path) == []
    lost.start()
    expect(tablet.page.locator("#chip")).to_have_attribute("data-state", "waiting", timeout=30_000)
    for command in ("call", "start-presenting"):
        desk.command(command, entry=ENTRY)
    expect(tablet.page.locator("#main")).to_have_attribute("data-view", "receipt", timeout=30_000)
    expect(tablet.page.locator("#chip")).not_to_have_attribute("data-state", "waiting", timeout=30_000)
    assert ballots(tmp_path) == [acknowledged]
