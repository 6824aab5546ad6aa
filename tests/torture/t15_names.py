"""T15: five hundred hostile names as everything that has a name, through pages, workbooks and papers."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path

from playwright.sync_api import Browser, Error, expect, sync_playwright

from scoring.actions import running
from scoring.store.reading.certificates import certificate_rows
from tests.browser.devices import launch
from tests.browser.served import Served
from tests.torture.hostile import MOST
from tests.torture.hostile_contest import TITLES, Day
from tests.torture.hostile_files import files_of
from tests.torture.hostile_pages import Plant, Visitor, lacking, none_planted
from tests.torture.trial import Case
from tests.web import played
from tests.web.played import DESK

PATIENCE = 30_000  # ms
PUBLIC = ("/", "/board", "/board/A", "/board/B", "/live")
STAFF = ("/desk", "/desk/setup", "/desk/cards", "/desk/papers", "/desk/paper", "/desk/corrections", "/desk/asides")
AFTER = ("/desk/results", "/desk/decisions", "/desk/papers", "/desk/ledger", "/desk/appeals", "/desk/corrections")
EACH = 1.0  # s a name may take, on the page or on paper


class Names:
    """T15, as it is or with something planted in the browser."""

    code, title = "T15", "500 hostile names: pages, workbook, papers"
    goal = "0 executed, 0 live formulas, 0 failed certificates, ≤ 1 s each"
    full, short = ceil(MOST / TITLES), 1

    def __init__(self, plant: Plant = none_planted, *, brief: bool = False) -> None:
        """``brief`` looks at two pages of the desk alone."""
        self._plant, self._brief = plant, brief

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        """A case is a contest with 36 of the names as its titles and some 300 in its other cells."""
        for number in numbers:
            # Playwright's objects belong to one thread, and there may be others of its kind in this one
            with ThreadPoolExecutor(max_workers=1) as thread:
                yield thread.submit(self._case, number, folder / f"t15-{number}").result()

    def _case(self, number: int, folder: Path) -> Case:
        began = time.monotonic()
        folder.mkdir(parents=True, exist_ok=True)
        day = Day(folder / "data", number)
        counts: dict[str, float] = {"refused": len(day.planted.problems)}
        wrong = list(day.planted.wrong)
        with sync_playwright() as playwright:
            expect.set_options(timeout=PATIENCE)
            browser = launch(playwright)
            try:
                wrong += self._lived(day, folder, browser, counts)
            except (AssertionError, Error) as error:
                wrong.append(f"{type(error).__name__}: {str(error).strip()[:300]}")
            finally:
                browser.close()
        return Case(number, counts, tuple(wrong), time.monotonic() - began)

    def _lived(self, day: Day, folder: Path, browser: Browser, counts: dict[str, float]) -> list[str]:
        office = day.open()
        try:
            day.begin(office)
        finally:
            office.writer.close()
        served = Served(folder, played=True)
        visitors = {who: self._visitor(browser, served.url) for who in ("hall", "desk", "judge")}
        began = time.monotonic()
        _on_stage(served, visitors, self._brief)
        if self._brief:
            return [what for one in visitors.values() for what in one.wrong]
        office = day.open()
        wrong: list[str] = []
        try:
            day.end(office)
            for room in "AB":
                office.do(running.show_scene, DESK, session=room, scene="standings")
            stopped = time.monotonic()
            found = files_of(office, day.planted.contest)
            wrong += found.wrong
            counts |= {"certificates": found.certificates, "cells": found.cells, "sheets": found.pages}
            counts["slowest"] = found.slowest
            began += time.monotonic() - stopped
            numbers = [row.number for row in office.read(certificate_rows)]
        finally:
            office.writer.close()
        _afterwards(served, visitors, numbers)
        counts["pages"] = sum(one.seen for one in visitors.values())
        counts["page"] = (time.monotonic() - began) / counts["pages"]
        return wrong + _complaints(day, visitors)

    def _visitor(self, browser: Browser, url: str) -> Visitor:
        context = browser.new_context(viewport={"width": 1366, "height": 900}, locale="zh-CN", service_workers="block")
        context.set_default_timeout(PATIENCE)
        self._plant(context)
        return Visitor(context, url)

    def held(self, cases: Sequence[Case]) -> bool:
        """Whether nothing ran, nothing was live, every certificate was right, none took too long."""
        return bool(cases) and not any(case.anomalies or _slowest(case) > EACH * 10 for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        """Names and surfaces, and the slowest page of paper."""
        total = {
            name: sum(int(case.counts.get(name, 0)) for case in cases)
            for name in ("refused", "pages", "certificates", "cells")
        }
        return {
            "names as titles": str(min(MOST, TITLES * len(cases))),
            "refused with cell and reason": str(total["refused"]),
            "pages looked at": str(total["pages"]),
            "certificates right": str(total["certificates"]),
            "cells typed as text": str(total["cells"]),
            "slowest": f"{max(map(_slowest, cases)):.2f} s",
        }


def _slowest(case: Case) -> float:
    return max(case.counts.get("slowest", 0.0), case.counts.get("page", 0.0))


def _on_stage(served: Served, visitors: dict[str, Visitor], brief: bool) -> None:
    served.start()
    try:
        codes = served.codes()
        visitors["desk"].enter(codes["secretariat"], "/desk")
        if brief:
            visitors["desk"].see("/desk", "/desk/cards")
            return
        visitors["judge"].enter(codes["JB1"], "/judge")
        visitors["desk"].see(*STAFF)
        visitors["desk"].see("/desk")
        visitors["desk"].turn('.hall[data-session="B"]', '.hall[data-session="B"][aria-pressed="true"]')
        visitors["judge"].see("/judge")
        visitors["hall"].see(*PUBLIC)
    finally:
        served.stop()


def _afterwards(served: Served, visitors: dict[str, Visitor], numbers: Sequence[str]) -> None:
    served.start()
    try:
        visitors["hall"].see("/board/A", "/board/B?theme=plain", "/live")
        visitors["hall"].see(*(f"/verify/{number}" for number in numbers[:: max(1, len(numbers) // 8)]))
        visitors["desk"].see(*AFTER, "/desk/ledger/SH036")
        visitors["judge"].see("/judge")
    finally:
        served.stop()


def _complaints(day: Day, visitors: dict[str, Visitor]) -> list[str]:
    wrong = [what for one in visitors.values() for what in one.wrong]
    gone = {row["entry"] for row in played.lines("withdrawn.csv")}  # shown by their circles at most
    entries = [entry for entry in day.planted.contest.entries if entry.id not in gone]
    at_desk = [name for entry in entries for name in (entry.title, entry.circle, entry.unit)]
    in_hall = [entry.circle for entry in entries if entry.session == "A"]
    on_stage = day.planted.contest.entries[-1].title
    for who, names in (("desk", at_desk), ("hall", in_hall), ("judge", [on_stage])):
        said = visitors[who].said
        wrong += [f"no page of the {who} says {name!r}" for name in lacking(said, [name for name in names if name])]
    return wrong


TRIAL = Names()
