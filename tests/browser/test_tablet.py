"""One judge's tablet: drafts, limits, a second device, and what a returned ballot begins with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.day import marks_of
from tests.browser.devices import Tablet
from tests.browser.served import Served
from web.replay.people import VirtualDesk

FIRST, SECOND, JUDGE = "SH001", "SH002", "JA2"


class Hall:
    """A hall with one tablet, and the desk by HTTP."""

    def __init__(self, served: Served, device: Open) -> None:
        codes = served.codes()
        self.url, self.code = served.url, codes[JUDGE]
        self.desk = VirtualDesk.entered(served.url, codes["secretariat"])
        self.desk.command("open-session", session="A")
        self.on_stage(FIRST)
        self.tablet = Tablet(device(820, 1180, has_touch=True), served.url, self.code)

    def on_stage(self, entry: str) -> None:
        """Call an entry and let it begin."""
        for command in ("call", "start-presenting"):
            self.desk.command(command, entry=entry)

    def state(self) -> str:
        """How the desk sees the judge's seat."""
        seats = self.desk.picture()["seats/A"]
        return next(str(seat["state"]) for seat in seats if seat["judge"] == JUDGE)


@pytest.fixture(scope="module")
def hall(served: Served, device: Open) -> Iterator[Hall]:
    """The hall, as it goes on from test to test."""
    yield Hall(served, device)


def test_a_mark_above_the_maximum_is_not_taken_and_the_page_says_so(hall: Hall) -> None:
    tablet = hall.tablet
    tablet.view("marking", FIRST)
    tablet.row(1).locator(".mark-field").click()
    tablet.type_mark(1900)
    expect(tablet.row(1)).to_have_attribute("data-mark", "100")
    expect(tablet.row(1).locator(".row-note")).to_be_visible()


def test_a_draft_survives_the_reload_of_the_page(hall: Hall) -> None:
    wanted = marks_of(FIRST, JUDGE)
    hall.tablet.type_marks(wanted[:3])
    hall.tablet.page.reload()
    hall.tablet.view("marking", FIRST)
    for number, mark in enumerate(wanted[:3], start=1):
        expect(hall.tablet.row(number)).to_have_attribute("data-mark", str(mark))
    expect(hall.tablet.row(4)).to_have_attribute("data-mark", "")


def test_a_second_device_asks_before_it_takes_over_and_finds_the_draft(hall: Hall, device: Open) -> None:
    hall.tablet.chip("stored")
    page = device(1180, 820, has_touch=True).new_page()
    page.goto(f"{hall.url}/enter#{hall.code}")
    expect(page.locator("#enter")).to_have_attribute("data-form", "in-use")
    page.click('[data-act="take-over"]')
    page.wait_for_url("**/judge")
    hall.tablet = Tablet.at(page)
    hall.tablet.view("marking", FIRST)
    for number, mark in enumerate(marks_of(FIRST, JUDGE)[:3], start=1):
        expect(hall.tablet.row(number)).to_have_attribute("data-mark", str(mark))


def test_a_returned_ballot_shows_its_own_marks_and_not_what_was_typed_last(hall: Hall) -> None:
    wanted = marks_of(FIRST, JUDGE)
    hall.tablet.type_marks(wanted)
    hall.tablet.submit()
    hall.tablet.view("receipt")
    hall.desk.command("return-ballot", entry=FIRST, judge=JUDGE, reason="请核对")
    hall.tablet.view("marking", FIRST)
    expect(hall.tablet.row(1)).to_have_attribute("aria-current", "step")
    expect(hall.tablet.row(1).locator(".mark")).to_have_text(f"{wanted[0] / 100:.1f}")
    hall.tablet.submit()
    hall.tablet.view("receipt")


def test_the_first_key_in_the_next_entry_begins_a_new_mark(hall: Hall) -> None:
    hall.desk.command("postpone", entry=FIRST, reason="设备调试")
    hall.on_stage(SECOND)
    hall.tablet.view("marking", SECOND)
    pad = hall.tablet.page.locator('#pad [data-key="9"]')
    expect(hall.tablet.row(1)).to_have_attribute("data-mark", "")
    pad.click(delay=700)
    expect(hall.tablet.row(1)).to_have_attribute("data-mark", "900")
