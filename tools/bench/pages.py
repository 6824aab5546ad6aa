"""The pages: what the judge's page weighs and how soon it takes a mark, and a standing of 100 rows on its way.

The real server and Chromium, its processor slowed SLOWER times.  Weight by the browser's own count, headers included.
A frame's cost is what script, style and layout took of the main thread between two frames, by the browser's trace.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from scoring.actions import publishing, running, sessions
from scoring.actions.judging import submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from tests.browser.devices import launch
from tests.browser.served import Served
from tests.browser.test_light_page import FIRST_MARK, SLOWER, Wire
from tests.office import MARKS, as_judge, ballot, entry, small_contest
from tools.bench.figures import FOLDER, Figure, missed, save
from web.config import read_settings
from web.office import Office, open_office
from web.replay.people import VirtualDesk

ROWS = 100
SAMPLE_ENTRY, JUDGE = "SH001", "JA2"
SOON = 1_000.0  # ms
FRAME = 8.0  # ms
TRAVEL = 900  # ms to look on: rows travel for 700
WORK = {"FunctionCall", "EvaluateScript", "FireAnimationFrame", "TimerFire", "EventDispatch", "RunMicrotasks",
        "UpdateLayoutTree", "Layout", "ParseHTML", "v8.compile"}  # fmt: skip


def big_day(folder: Path) -> str:
    """A contest of ROWS entries in one pool; all but the last are revealed, that one waits for its last step."""
    contest = small_contest()
    entries = tuple(entry(f"A{number}", "A", number) for number in range(1, ROWS + 1))
    judges = tuple(replace(judge, recused_units=()) for judge in contest.judges)
    office = open_office(read_settings({"DATA_DIR": str(folder), "ASYNC_MODE": "threading"}))
    try:
        office.do(apply_set_up, SYSTEM, contest=replace(contest, entries=entries, judges=judges))
        office.do(sessions.open_session, SYSTEM, session="A")
        for number, one in enumerate(entries, start=1):
            _turn(office, one.id, number)
            for step in range(1, 5 if number < ROWS else 4):
                office.do(publishing.reveal, SYSTEM, entry=one.id, step=step)
    finally:
        office.writer.close()
    return entries[-1].id


def _turn(office: Office, one: str, number: int) -> None:
    """The later, the better: the last goes to the top and every row moves."""
    for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
        office.do(act, SYSTEM, entry=one)
    for judge in MARKS:
        office.do(submit_ballot, as_judge(judge), sent=ballot(one, judge, 40 + number / 2))
    office.do(running.close_entry, SYSTEM, entry=one)
    office.do(publishing.publish_entry, SYSTEM, entry=one)


def judge_page(browser: Browser, server: Served, runs: int) -> list[Figure]:
    """Bytes, and ms from the navigation until a mark can be given; medians."""
    desk = VirtualDesk.entered(server.url, server.codes()["secretariat"])
    desk.command("open-session", session="A")
    for command in ("call", "start-presenting"):
        desk.command(command, entry=SAMPLE_ENTRY)
    context = browser.new_context(viewport={"width": 1180, "height": 820}, service_workers="block", has_touch=True)
    page = context.new_page()
    page.goto(f"{server.url}/enter#{server.codes()[JUDGE]}")
    page.wait_for_url("**/judge")
    seen = [_first_mark(context.new_page(), server.url) for _ in range(runs)]
    context.close()
    size, soon = seen[0][0], [ms for _, ms in seen]
    middle = statistics.median(soon)
    return [
        _goal("judge page, gzipped", size / 1024, "KB", 60.0, ""),
        _goal(f"first mark, processor {SLOWER} × slower", middle, "ms", SOON, _spread(soon)),
    ]


def _first_mark(page: Page, url: str) -> tuple[int, float]:
    session = page.context.new_cdp_session(page)
    wire = Wire(session)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({FIRST_MARK})()")
    page.goto(f"{url}/judge")
    page.wait_for_function("() => window.firstMark > 0")
    soon = float(page.evaluate("() => window.firstMark"))
    page.wait_for_load_state("load")
    size = sum(size for address, size in wire.came.items() if "/api/" not in address)
    page.close()
    return size, soon


def standing(browser: Browser, server: Served, last: str) -> list[Figure]:
    """ROWS rows on a phone, the last entry goes to the top: ms of script, style and layout for each frame."""
    desk = VirtualDesk.entered(server.url, server.codes()["secretariat"])
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{server.url}/live")
    page.locator('[data-tab="standings"]').click()
    page.locator(f"[data-row]:nth-child({ROWS - 1})").first.wait_for(state="attached")
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    browser.start_tracing(page=page, categories=["devtools.timeline", "disabled-by-default-devtools.timeline"])
    desk.command("reveal", entry=last, step=4)
    page.locator(f'[data-row="{last}"]').wait_for(state="attached")
    page.wait_for_timeout(TRAVEL)
    frames = costs(json.loads(browser.stop_tracing())["traceEvents"])
    context.close()
    middle, longest = statistics.mean(frames), max(frames)
    return [
        _goal(f"{ROWS} rows travel, a frame", middle, "ms", FRAME, f"mean of {len(frames)}, longest {longest:.1f}"),
    ]


def costs(events: Sequence[dict[str, Any]]) -> list[float]:
    """ms of WORK on the page's main thread in each frame, the one that makes the rows anew among them."""
    layouts = [event for event in events if event["name"] == "UpdateLayoutTree"]
    thread = max({(event["pid"], event["tid"]) for event in layouts}, key=lambda one: _busy(events, one))
    own = sorted((event for event in events if (event["pid"], event["tid"]) == thread), key=lambda event: event["ts"])
    starts = [event["ts"] for event in own if (event["name"], event.get("ph")) == ("AnimationFrame", "b")]
    found = [0.0] * len(starts)
    until = 0.0
    for event in own:
        end = event["ts"] + event.get("dur", 0)
        if event.get("ph") != "X" or event["name"] not in WORK or end <= until:
            continue
        took, until = end - max(event["ts"], until), end
        at = bisect_right(starts, event["ts"]) - 1
        if at >= 0:
            found[at] += took / 1000
    return found


def _busy(events: Sequence[dict[str, Any]], thread: tuple[int, int]) -> float:
    return float(sum(event.get("dur", 0) for event in events if (event["pid"], event["tid"]) == thread))


def _goal(name: str, ours: float, unit: str, most: float, spread: str) -> Figure:
    return Figure(
        "pages",
        name,
        ours,
        most,
        "the goal",
        unit,
        f"≤ 1 × {most:g} {unit}",
        ours / most,
        ours <= most,
        False,
        spread,
    )


def _spread(values: Sequence[float]) -> str:
    return f"{min(values):.0f}–{max(values):.0f}"


def main() -> int:
    """Exit status: 0 the goals are met, 1 one is not."""
    runs = 3 if os.environ.get("SHORT", "") not in ("", "0") else 9
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser, figures = launch(playwright), []
        for played in (False, True):
            folder = Path(name) / str(played)
            folder.mkdir()
            last = big_day(folder / "data") if played else ""
            server = Served(folder, played=played)
            server.start()
            try:
                figures += standing(browser, server, last) if played else judge_page(browser, server, runs)
            finally:
                server.stop()
        browser.close()
    for one in figures:
        print(f"{one.name}: {one.ours:.1f} {one.unit} ({one.spread}), {one.goal}: {'met' if one.met else 'MISSED'}")
    save(figures, FOLDER, "pages")
    return int(missed(figures))


if __name__ == "__main__":
    sys.exit(main())
