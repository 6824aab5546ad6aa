"""The devices of the day that is mended, and the turns on it; judges but the chief send over HTTP."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.devices import Desk, Tablet
from tests.browser.served import Served
from tests.mending_contest import CHIEF, JUDGES, made_ready, marks_of
from web.replay.people import VirtualDesk, VirtualJudge

# the tablet shows the receipt, or has gone on to what else it is asked for
RECEIVED = """entry => {
  const main = document.getElementById("main");
  return main.dataset.entry !== entry || main.dataset.view === "receipt";
}"""
OTHERS = tuple(judge for judge in JUDGES if judge != CHIEF)


def served_for_mending(folder: Path) -> Served:
    """The contest set up and served."""
    made_ready(folder / "data")
    server = Served(folder, played=True)
    server.start()
    return server


class MendedDay:
    """The secretariat's desk, the second scorer's browser, the chief's tablet, board, phone, four virtual judges."""

    def __init__(self, served: Served, device: Open) -> None:
        codes = served.codes()
        self.served = served
        self.url = served.url
        self.desk = Desk(device(1366, 768, accept_downloads=True), served.url, codes["secretariat"])
        self.second = Desk(device(1366, 768), served.url, codes["scorer"]).page
        self.chief = Tablet(device(1180, 820, has_touch=True), served.url, codes[CHIEF])
        self.board = self._watching(device(1920, 1080), "/board/A")
        self.phone = self._watching(device(390, 844, has_touch=True, is_mobile=True), "/live")
        self.hands = VirtualDesk.entered(served.url, served.codes()["secretariat"])
        self.judges = {judge: VirtualJudge(served.url, judge, codes[judge]) for judge in OTHERS}

    def _watching(self, context: object, path: str) -> Page:
        page: Page = context.new_page()  # type: ignore[attr-defined]
        page.goto(self.url + path)
        return page

    def turn(self, entry: str, least: tuple[int, ...] = (3000, 3000)) -> None:
        """One entry from the call to its published score; marks of the first criteria at most ``least``."""
        self.hands.command("call", entry=entry)
        for command in ("start-presenting", "end-presenting", "end-questions"):
            self.hands.command(command, entry=entry)
        self.marked(entry, least)
        self.finish(entry)

    def marked(self, entry: str, least: tuple[int, ...] = (3000, 3000)) -> None:
        """Every judge's ballot, the chief's from the tablet."""
        for judge in OTHERS:
            self.judges[judge].submit("A", entry, self._within(entry, judge, least))
        self.chief.view("marking", entry)
        self.chief.type_marks(self._within(entry, CHIEF, least))
        self.chief.submit()
        self.chief.page.wait_for_function(RECEIVED, arg=entry)

    @staticmethod
    def _within(entry: str, judge: str, least: tuple[int, ...]) -> list[int]:
        marks = marks_of(entry, judge)
        return [min(mark, top) for mark, top in zip(marks, (*least, *marks[len(least) :]), strict=True)]

    def finish(self, entry: str) -> None:
        """Closed and published."""
        for command in ("close-entry", "publish-entry"):
            self.hands.command(command, entry=entry)

    def revealed(self, entry: str) -> None:
        """All four steps."""
        for step in (1, 2, 3, 4):
            self.hands.command("reveal", entry=entry, step=step)
        expect(self.board.locator("body")).to_contain_text("最后得分")

    def close(self) -> None:
        """Put the virtual tablets away."""
        for judge in self.judges.values():
            judge.close()
