"""A tablet without its server: reloaded, closed, its browser shut and opened again; what waits arrives once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.day import marks_of, total_of
from tests.browser.kept import KeptTablet, told_once
from tests.browser.served import Served
from web.replay.people import VirtualDesk

ENTRY, JUDGE = "SH001", "JA2"
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""


class Evening:
    """The hall with one tablet, its desk, and what the server has of it."""

    def __init__(self, served: Served, tablet: KeptTablet, folder: Path) -> None:
        self.served, self.device, self.data = served, tablet, folder / "data"
        codes = served.codes()
        self.code = codes[JUDGE]
        self.desk = VirtualDesk.entered(served.url, codes["secretariat"])
        self.desk.command("open-session", session="A")
        for command in ("call", "start-presenting"):
            self.desk.command(command, entry=ENTRY)
        self.tablet = tablet.pair(self.code)
        self.tablet.view("marking", ENTRY)

    def marks_are(self, marks: list[int]) -> None:
        """The rows show these marks."""
        for number, mark in enumerate(marks, start=1):
            expect(self.tablet.row(number)).to_have_attribute("data-mark", str(mark))

    def ballots(self) -> list[list[int]]:
        """The marks of every ballot of this judge that the server has stored."""
        with closing(sqlite3.connect(self.data / "contest.db")) as database:
            rows = database.execute("SELECT marks FROM ballot WHERE judge = ?", (JUDGE,)).fetchall()
        return [json.loads(row[0]) for row in rows]


@pytest.fixture(scope="module")
def evening(chromium: Browser, served: Served, folder: Path) -> Iterator[Evening]:
    """The evening, as it goes on from test to test."""
    device = KeptTablet(chromium.browser_type, folder / "profile", served.url)
    yield Evening(served, device, folder)
    device.shut()


def test_the_device_says_once_that_it_is_ready_and_the_line_goes_with_a_touch(evening: Evening) -> None:
    told_once(evening.tablet.page)
    evening.tablet.page.reload()
    evening.tablet.view("marking", ENTRY)
    expect(evening.tablet.page.locator("#device > *")).to_have_count(0)


def test_the_menu_says_it_again(evening: Evening) -> None:
    page = evening.tablet.page
    page.click("#who")
    page.click('[data-act="device"]')
    offline = page.locator('#device-dialog [data-aspect="offline"]')
    expect(offline).to_have_attribute("data-state", "ready")
    page.keyboard.press("Escape")


def test_the_shell_holds_no_answer_of_the_server_and_no_other_page(evening: Evening) -> None:
    kept = evening.tablet.page.evaluate(CACHED)
    assert "/judge-shell/zh" in kept
    assert [one for one in kept if not one.startswith(("/static/", "/judge-shell/", "/judge-note/"))] == []


def test_a_reload_without_the_server_brings_the_draft_back(evening: Evening) -> None:
    wanted = marks_of(ENTRY, JUDGE)
    evening.tablet.type_marks(wanted[:2])
    evening.served.kill()
    evening.tablet.page.reload()
    evening.tablet.view("marking", ENTRY)
    evening.marks_are(wanted[:2])


def test_the_other_language_is_there_without_the_server_too(evening: Evening) -> None:
    page = evening.tablet.page
    page.goto(f"{evening.served.url}/judge?lang=en")
    evening.tablet.view("marking", ENTRY)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{evening.served.url}/judge")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto(f"{evening.served.url}/judge?lang=zh")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_page_closed_and_opened_again_without_the_server_goes_on_marking_and_submits(evening: Evening) -> None:
    old = evening.tablet.page
    evening.tablet = evening.device.page_again(old.context)
    old.close()
    evening.tablet.view("marking", ENTRY)
    wanted = marks_of(ENTRY, JUDGE)
    evening.marks_are(wanted[:2])
    evening.tablet.type_marks(wanted)
    evening.tablet.submit()
    evening.tablet.view("sending", ENTRY)


def test_the_browser_restarted_without_the_server_still_holds_the_ballot(evening: Evening) -> None:
    evening.device.shut()
    evening.tablet = evening.device.again()
    evening.tablet.view("sending", ENTRY)
    expect(evening.tablet.page.locator(".receipt-total")).to_have_text(total_of(marks_of(ENTRY, JUDGE)))


def test_when_the_server_is_back_the_ballot_arrives_once(evening: Evening) -> None:
    evening.served.start()
    evening.tablet.view("receipt", ENTRY)
    assert evening.ballots() == [marks_of(ENTRY, JUDGE)]


def test_another_card_on_this_device_shows_nothing_of_the_judge_before(evening: Evening) -> None:
    page = evening.tablet.page
    page.goto(f"{evening.served.url}/enter#{evening.served.codes()['JA3']}")
    page.wait_for_url("**/judge")
    expect(page.locator("#who")).to_contain_text("3")
    evening.served.kill()
    page.reload()
    expect(page.locator("#who")).to_contain_text("3")
    expect(page.locator("#main")).not_to_have_attribute("data-view", "receipt")
