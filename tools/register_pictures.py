"""Pictures of the pages around paper: the documents' page, the register, the public check, a ballot typed in twice.

.venv/bin/python -m tools.register_pictures
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scoring.store.reading.contest import load_contest
from tests.browser.devices import launch
from tests.browser.served import ROOT, Served
from tests.browser.test_paper import FIRST, SECOND, at, scanned, type_marks
from tests.corrected import put_right
from tests.web.played import DESK, played_office
from tools.pictures import PHONE, WIDE, keep
from web.replay.people import VirtualDesk

FOLDER = ROOT / "instance-register-pictures"
MENDED, RIGHT_TITLE = "SH016", "降低乳品包装封口渗漏率（改正后的课题）"
TALL = (1366, 1180)
CONTROL_TOTALS = ("89", "84.5")


class Album:
    """A browser whose contexts have one size each."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def device(self, size: tuple[int, int]) -> BrowserContext:
        """A device of its own."""
        return self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            color_scheme="light",
            reduced_motion="reduce",
        )


def mended_contest(folder: Path) -> tuple[Served, str]:
    """A played contest whose certificates are printed, one of them mended; and the number that ended."""
    office = played_office(folder / "data")
    served = Served(folder, played=True)
    served.contest("certificates", "--out", str(folder / "certificates"), "--bundle")
    contest = office.read(load_contest)
    entries = tuple(replace(e, title=RIGHT_TITLE) if e.id == MENDED else e for e in contest.entries)
    office.do(put_right, DESK, contest=replace(contest, entries=entries))
    office.writer.close()
    listed = served.contest("certificates", "--register").splitlines()
    number = next(line for line in listed if MENDED in line).split()[0]
    served.contest("certificates", "--mend", number, "--reason", "课题名称打印有误")
    return served, number


def register(album: Album, folder: Path) -> None:
    """The documents' page with the register, and the public check of the number that ended."""
    served, number = mended_contest(folder)
    served.start()
    try:
        desk = at(album.device(TALL), served, served.codes()["secretariat"])
        desk.goto(f"{served.url}/desk/papers")
        expect(desk.locator("body")).to_have_attribute("data-ready", "true")
        keep(desk, "papers")
        desk.locator(f'[data-number="{number}"]').first.scroll_into_view_if_needed()
        keep(desk, "papers-register")
        public = album.device(PHONE).new_page()
        public.goto(f"{served.url}/verify/{number}")
        keep(public, "verify-replaced")
    finally:
        served.stop()


def typed_twice(album: Album, folder: Path) -> None:
    """A paper ballot that two people typed differently, as the third sees it."""
    served = Served(folder)
    served.start()
    try:
        codes = served.codes()
        begun(VirtualDesk.entered(served.url, codes["secretariat"]))
        pages = [at(album.device(WIDE), served, served.codes()[role]) for role in ("scorer", "secretariat")]
        links = served.contest("cards", "--links", "--url", served.url).splitlines()
        first_scorer = next(link for link in links if link.startswith("scorer-1\t"))
        pages.append(at(album.device(TALL), served, first_scorer.partition("#")[2]))
        for page, marks, total in zip(pages, (FIRST, SECOND), CONTROL_TOTALS, strict=False):
            scanned(page, served.url)
            type_marks(page, marks, total)
            page.keyboard.press("Enter")  # the button that saves has the focus now
            page.wait_for_timeout(500)
        keep(pages[0], "paper-typed")
        third(pages[2], served.url)
    finally:
        served.stop()


def begun(desk: VirtualDesk) -> None:
    """The first entry waits for its marks."""
    desk.command("open-session", session="A")
    for name in ("call", "start-presenting", "end-presenting", "end-questions"):
        desk.command(name, entry="SH001")


def third(page: Page, url: str) -> None:
    """Both typings side by side."""
    scanned(page, url)
    page.wait_for_timeout(500)
    keep(page, "paper-third-look")


def main() -> int:
    """Exit status 0; whatever goes wrong ends it with its own words."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    for part in ("register", "typed"):
        (FOLDER / part).mkdir(parents=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        register(Album(browser), FOLDER / "register")
        typed_twice(Album(browser), FOLDER / "typed")
        browser.close()
    shutil.rmtree(FOLDER)
    return 0


if __name__ == "__main__":
    sys.exit(main())
