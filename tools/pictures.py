"""Pictures of every screen for docs/pictures, taken from the sample's day as it is played.

.venv/bin/python -m tools.pictures
"""

from __future__ import annotations

import io
import shutil
import sys
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.day import marks_of
from tests.browser.devices import Desk, Tablet, launch
from tests.browser.served import ROOT, Served
from web.replay.day import PRESENCE_EVERY
from web.replay.people import VirtualDesk, VirtualJudge

PICTURES = ROOT / "docs" / "pictures"
SERVED = ROOT / "instance-pictures"
COLOURS = 128
WIDE, TABLET, PORTRAIT, PHONE, BOARD = (1366, 768), (1180, 820), (820, 1180), (390, 844), (1280, 720)
PANEL = ("JA3", "JA4", "JA5", "JA6", "JA7")
PLAYED = 5  # entries of hall A behind the one in the pictures
SETTLED = 2200  # ms, longer than any movement on a page


def keep(page: Page, name: str) -> None:
    """One picture of what the page shows, its colours reduced."""
    page.wait_for_timeout(SETTLED)
    with Image.open(io.BytesIO(page.screenshot())) as shot:
        reduced = shot.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(PICTURES / f"{name}.png", optimize=True)
    print(f"{name}.png  {(PICTURES / f'{name}.png').stat().st_size // 1024} KB", flush=True)


class Photographer:
    """Goes through the day with all devices and takes a picture of each screen."""

    def __init__(self, served: Served, browser: Browser) -> None:
        self._served, self._browser = served, browser
        self._codes = served.codes()
        self.desk = Desk(self._device(WIDE), served.url, self._codes["secretariat"])
        self.hands = VirtualDesk.entered(served.url, served.codes()["secretariat"])
        self.judges = {judge: VirtualJudge(served.url, judge, self._codes[judge]) for judge in ("JA1", "JA2", *PANEL)}
        self.done = threading.Event()
        threading.Thread(target=self._keep_present, daemon=True).start()

    def _keep_present(self) -> None:
        while not self.done.wait(PRESENCE_EVERY):
            for judge in list(self.judges.values()):
                judge.keep_present()

    def _device(self, size: tuple[int, int]) -> BrowserContext:
        return self._browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale="zh-CN",
            color_scheme="light",
            reduced_motion="reduce",
        )

    def shows(self, size: tuple[int, int], path: str) -> Page:
        """A page that nobody signs in to."""
        page = self._device(size).new_page()
        page.goto(self._served.url + path)
        return page

    def tablet(self, judge: str, size: tuple[int, int]) -> Tablet:
        """A judge's tablet that takes the card over from the virtual one."""
        self.judges.pop(judge).close()
        context = self._device(size)
        page = context.new_page()
        page.goto(f"{self._served.url}/enter#{self._codes[judge]}")
        page.click('[data-act="take-over"]')
        page.wait_for_url("**/judge")
        page.close()
        # the card lets the same device in again
        return Tablet(context, self._served.url, self._codes[judge])

    def waiting(self) -> None:
        """A remote judge before the call."""
        tablet = Tablet(self._device(TABLET), self._served.url, self._codes["JB6"])
        tablet.view("waiting")
        keep(tablet.page, "judge-waiting")
        tablet.context.close()

    def play(self, entry: str, shown: bool = True) -> None:
        """One entry as the sample has it, without pictures."""
        self.begin(entry)
        self.fill(entry)
        self.hands.command("close-entry", entry=entry)
        self.hands.command("publish-entry", entry=entry)
        for step in range(1, 5) if shown else ():
            self.hands.command("reveal", entry=entry, step=step)

    def pool(self) -> str:
        """The pool whose standing the board shows."""
        return str(self.hands.picture()["contest"]["pools"][0]["id"])

    def begin(self, entry: str) -> None:
        """Call it and end presentation and questions."""
        for command in ("call", "start-presenting", "end-presenting", "end-questions"):
            self.hands.command(command, entry=entry)

    def fill(self, entry: str) -> None:
        """Every seat settled: submitted, recused by itself, or as the sample's records declare."""
        seats = {seat["judge"]: seat["state"] for seat in self.hands.picture()["seats/A"]}
        for judge, virtual in self.judges.items():
            if seats[judge] in ("recused", "submitted"):
                continue
            try:
                virtual.submit("A", entry, marks_of(entry, judge))
            except ValueError:  # the record holds no marks of this judge
                self.hands.command("declare-missing", entry=entry, judge=judge, reason="设备故障")


def before_the_day(shots: Photographer) -> None:
    """What stands before anything is open."""
    shots.waiting()
    keep(shots.shows(BOARD, "/board"), "board-chooser")
    keep(shots.shows(BOARD, "/board/A"), "board-idle")
    keep(shots.desk.page, "desk-waiting")
    shots.desk.page.goto(shots.desk.page.url.replace("/desk", "/desk/cards").partition("#")[0])
    keep(shots.desk.page, "cards")
    setup_page(shots.desk.page)
    shots.desk.page.goto(shots.desk.page.url.partition("/desk/")[0] + "/desk")


def setup_page(page: Page) -> None:
    """The set-up, and a workbook full of mistakes refused cell by cell."""
    page.goto(page.url.replace("/desk/cards", "/desk/setup"))
    keep(page, "setup")
    page.set_input_files("#workbook", ROOT / "tests" / "sample" / "workbooks" / "bad.xlsx")
    page.locator("#preview").wait_for()
    keep(page, "setup-problems")


def one_entry(shots: Photographer, entry: str) -> None:
    """An entry from its call to its last reveal, on every screen."""
    boards = {"board": shots.shows(BOARD, "/board/A"), "board-plain": shots.shows(BOARD, "/board/A?theme=plain")}
    phone = shots.shows(PHONE, "/live")
    tablet = shots.tablet("JA1", TABLET)
    shots.hands.command("call", entry=entry)
    shots.hands.command("start-presenting", entry=entry)
    tablet.view("marking", entry)
    keep(tablet.page, "judge-empty")
    for name, board in boards.items():
        keep(board, f"{name}-stage")
    shots.hands.command("end-presenting", entry=entry)
    shots.hands.command("end-questions", entry=entry)
    tablets(shots, tablet, entry)
    shots.fill(entry)
    keep(shots.desk.page, "desk-ready")
    shots.desk.seat("JA3").click()
    keep(shots.desk.page, "desk-seat")
    shots.desk.page.keyboard.press("Escape")
    shots.hands.command("close-entry", entry=entry)
    shots.hands.command("publish-entry", entry=entry)
    keep(shots.desk.page, "desk-reveal")
    for step in range(1, 5):
        shots.hands.command("reveal", entry=entry, step=step)
        keep(boards["board"], "board-reveal" if step == 4 else f"board-reveal-{step}")
    keep(boards["board-plain"], "board-plain-reveal")
    keep(phone, "audience")
    shots.hands.command("show-scene", session="A", scene="standings", pool=shots.pool(), entry=None, page=1)
    keep(boards["board"], "board-standings-provisional")
    keep(shots.shows(BOARD, "/"), "home")


def after_the_day(shots: Photographer, served: Served) -> None:
    """All entries published: ranks that stand, the ceremony, the results."""
    shots.done.set()
    for judge in shots.judges.values():
        judge.close()
    served.contest("replay", str(ROOT / "sample"), "--url", served.url, "--speed", "max")
    boards = {"board": shots.shows(BOARD, "/board/A"), "board-plain": shots.shows(BOARD, "/board/A?theme=plain")}
    for scene in ("standings", "ceremony"):
        shots.hands.command("show-scene", session="A", scene=scene, pool=shots.pool(), entry=None, page=1)
        for name, board in boards.items():
            keep(board, f"{name}-{scene}")
    phone = shots.shows(PHONE, "/live")
    phone.locator('[data-tab="standings"]').click()
    keep(phone, "audience-standings")
    shots.desk.page.goto(served.url + "/desk/results")
    keep(shots.desk.page, "results")


def tablets(shots: Photographer, tablet: Tablet, entry: str) -> None:
    """Marking half done, the review, the receipt and a returned ballot; an upright tablet and a phone."""
    marks = marks_of(entry, "JA1")
    tablet.type_marks(marks[:3])
    tablet.row(4).locator(".mark-field").click()
    keep(tablet.page, "judge")
    other = shots.tablet("JA2", PORTRAIT)
    other.type_marks(marks_of(entry, "JA2")[:4])
    keep(other.page, "judge-portrait")
    tablet.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    keep(tablet.page, "judge-phone")
    tablet.page.set_viewport_size({"width": TABLET[0], "height": TABLET[1]})
    tablet.page.emulate_media(color_scheme="dark")
    keep(tablet.page, "judge-dark")
    tablet.page.emulate_media(color_scheme="light")
    keep(shots.desk.page, "desk")
    tablet.type_marks(marks)
    tablet.review()
    keep(tablet.page, "judge-review")
    tablet.submit_reviewed()
    keep(tablet.page, "judge-receipt")
    shots.hands.command("return-ballot", entry=entry, judge="JA1", reason="请核对原因分析")
    tablet.view("marking", entry)
    keep(tablet.page, "judge-returned")
    tablet.submit()
    tablet.view("receipt", entry)
    other.type_marks(marks_of(entry, "JA2"))
    other.submit()
    other.view("receipt", entry)


def main() -> int:
    """Take every picture; exit status 0."""
    shutil.rmtree(SERVED, ignore_errors=True)  # a directory of its own: nothing real is ever in it
    SERVED.mkdir()
    PICTURES.mkdir(parents=True, exist_ok=True)
    served = Served(Path(SERVED))
    try:
        served.start()
        with sync_playwright() as playwright:
            browser = launch(playwright)
            shots = Photographer(served, browser)
            before_the_day(shots)
            for session in "AB":
                shots.hands.command("open-session", session=session)
            for number in range(1, PLAYED + 1):
                shots.play(f"SH{number:03}")
            one_entry(shots, f"SH{PLAYED + 1:03}")
            after_the_day(shots, served)
    finally:
        served.stop()
        shutil.rmtree(SERVED, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
