"""The devices of one contest day, and what the sample's judges give on it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import Open
from tests.browser.devices import Desk, Ears, Tablet
from tests.browser.served import Served
from tests.build import hundredths, sample_lines
from web.replay.people import VirtualDesk, VirtualJudge

BY_HTTP = ("JA3", "JA4", "JA5", "JA6", "JB1", "JB2", "JB3", "JB4", "JB5", "JB6")


def marks_of(entry: str, judge: str) -> list[int]:
    """What the sample has this judge give in the end, in hundredths."""
    lines = [line for line in sample_lines("ballots.csv") if (line["entry"], line["judge"]) == (entry, judge)]
    return [hundredths(lines[-1][f"m{number}"]) for number in range(1, 7)]


def total_of(marks: Sequence[int]) -> str:
    """The ballot's total as it is shown: a half with its digit, whole points with .0."""
    whole, rest = divmod(sum(marks), 100)
    return f"{whole}.{rest // 10}"


class Day:
    """All devices of the day."""

    def __init__(self, served: Served, device: Open) -> None:
        codes = served.codes()
        self.served, self.codes = served, codes
        self.desk = Desk(device(1366, 768), served.url, codes["secretariat"])
        self.desk_ears = Ears(self.desk.page)
        self.desk.page.reload()
        self.chief = Tablet(device(1180, 820, has_touch=True), served.url, codes["JA1"])
        self.portrait = Tablet(device(820, 1180, has_touch=True), served.url, codes["JA2"])
        self.remote = Tablet(device(1366, 768), served.url, codes["JA7"])
        self.board, self.board_ears = self._watching(device(1920, 1080), "/board/A")
        self.phone, self.phone_ears = self._watching(device(390, 844, has_touch=True, is_mobile=True), "/live")
        self.other_desk = VirtualDesk.entered(served.url, served.codes()["secretariat"])
        self.judges = {judge: VirtualJudge(served.url, judge, codes[judge]) for judge in BY_HTTP}

    def _watching(self, context: BrowserContext, path: str) -> tuple[Page, Ears]:
        page = context.new_page()
        ears = Ears(page)
        page.goto(self.served.url + path)
        return page, ears

    def by_http(self, entry: str, session: str, *judges: str) -> list[Callable[[], None]]:
        """Submissions of these judges, as calls to be made."""
        return [partial(self.judges[one].submit, session, entry, marks_of(entry, one)) for one in judges]

    def result(self, entry: str) -> dict[str, Any]:
        """What the command line says of an entry."""
        rows = json.loads(self.served.contest("results", "--json"))
        return next(row for row in rows if row["entry"] == entry)

    def watchers_hear(self, *numbers: str) -> list[str]:
        """Which numbers the board or the phone have got by any way."""
        assert self.board_ears.listened() and self.phone_ears.listened()
        return [*self.board_ears.hears(*numbers), *self.phone_ears.hears(*numbers)]

    def close(self) -> None:
        """Put the virtual tablets away."""
        for judge in self.judges.values():
            judge.close()


def at_once(*calls: Callable[[], None]) -> None:
    """All calls in threads of their own; the first failure is raised."""
    with ThreadPoolExecutor(max_workers=len(calls)) as threads:
        for done in [threads.submit(call) for call in calls]:
            done.result()
