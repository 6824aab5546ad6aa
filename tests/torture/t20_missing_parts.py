"""T20: parts of the browser are missing, or the page came by plain http; every judge's work can still be done."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, expect, sync_playwright

from tests.browser.day import marks_of
from tests.browser.devices import LAUNCH, Tablet, browser_path
from tests.browser.served import Served
from tests.torture.t19_checkout import Change, copied
from tests.torture.trial import Case
from web.replay.people import VirtualDesk

ENTRY = "SH001"
NAME = "tablet.test"  # resolves to this machine, and is no secure context
PATIENCE = 20.0  # s
SEATS = 7  # judges of hall A: as many cases share a server
os.environ.setdefault("PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS", "1")

NO_WORKER = "delete Navigator.prototype.serviceWorker;"
NO_DATABASE = "Object.defineProperty(window, 'indexedDB', { value: undefined });"
BROKEN_DATABASE = "IDBFactory.prototype.open = () => { throw new DOMException('broken', 'UnknownError'); };"
MUTE_DATABASE = "IDBFactory.prototype.open = () => new EventTarget();"
NO_SOCKET = "delete window.WebSocket;"
CLOSED_SOCKET = """window.WebSocket = class extends WebSocket {
  constructor(address) { super(address.replace(/:\\d+/, ":1")); } };"""
MUTE_SOCKET = """window.WebSocket = class extends EventTarget {
  constructor() { super(); this.readyState = 0; } send() {}
  close() { this.readyState = 3; if (this.onclose) this.onclose({}); } };"""
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("refused", "SecurityError"); } });"""


@dataclass(frozen=True, slots=True)
class Mode:
    """What is taken from the page before it begins, and what the device check must say of it."""

    name: str
    script: str
    says: dict[str, str]
    http: bool = False


HTTP = {"offline": "http", "secure": "http", "awake": "off"}
MODES = (  # those of the short form first
    Mode("plain http", "", HTTP, http=True),
    Mode("no service worker", NO_WORKER, {"offline": "none"}),
    Mode("no IndexedDB", NO_DATABASE, {}),
    Mode("no WebSocket", NO_SOCKET, {"link": "polling"}),
    Mode(
        "plain http and nothing else",
        NO_WORKER + NO_DATABASE + NO_SOCKET + NO_STORAGE,
        {**HTTP, "keep": "page", "link": "polling"},
        http=True,
    ),
    Mode("all parts there", "", {}),
    Mode("IndexedDB throws", BROKEN_DATABASE, {}),
    Mode("IndexedDB never answers", MUTE_DATABASE, {}),
    Mode("WebSocket refused", CLOSED_SOCKET, {"link": "polling"}),
    Mode("WebSocket never opens", MUTE_SOCKET, {"link": "polling"}),
    Mode("no localStorage", NO_STORAGE, {}),
)
SHORT = 4


class Visit:
    """One judge's device in one mode: pairs, marks, loses the network, submits, gets the ballot back."""

    def __init__(self, context: BrowserContext, url: str, desk: VirtualDesk, judge: str, mode: Mode) -> None:
        self.context, self.url, self.desk, self.judge, self.mode = context, url, desk, judge, mode
        self.asked: set[str] = set()
        self.step = "begin"
        context.on("request", lambda request: self.asked.add(request.url))
        context.add_init_script(mode.script)

    def work(self, code: str) -> None:
        """All that a judge does with an entry; raises where something cannot be done, `step` says what."""
        self.step = "pair"
        tablet = Tablet(self.context, self.url, code)
        assert tablet.page.evaluate("isSecureContext") is not self.mode.http
        tablet.view("marking", ENTRY)
        self.step = "be told of the device"
        self._told(tablet)
        self.step = "mark"
        wanted = marks_of(ENTRY, self.judge)
        tablet.type_marks(wanted[:3])
        tablet.chip("stored")
        self.step = "find the draft again"
        tablet.page.reload()
        tablet.view("marking", ENTRY)
        expect(tablet.row(3)).to_have_attribute("data-mark", str(wanted[2]))
        tablet.type_marks(wanted)
        self.step = "submit"
        self._submit_without_network(tablet)
        self.step = "submit what was returned"
        self.desk.command("return-ballot", entry=ENTRY, judge=self.judge, reason="请核对")
        tablet.view("marking", ENTRY)
        expect(tablet.row(1)).to_have_attribute("data-mark", str(wanted[0]))
        tablet.submit()
        self._receipt(tablet)

    def _told(self, tablet: Tablet) -> None:
        place = tablet.page.locator("#device")
        expect(place).to_have_attribute("data-lacks", str(len(self.mode.says)))
        for aspect, state in self.mode.says.items():
            expect(place.locator(f'[data-aspect="{aspect}"]')).to_have_attribute("data-state", state)
        (place.locator('[data-act="device-seen"]') if self.mode.says else place).click()
        expect(place.locator("> *")).to_have_count(0)

    def _submit_without_network(self, tablet: Tablet) -> None:
        tablet.review()
        self.context.set_offline(True)
        tablet.submit_reviewed()
        tablet.view("sending", ENTRY)
        self.context.set_offline(False)
        self._receipt(tablet)

    def _receipt(self, tablet: Tablet) -> None:
        tablet.view("receipt", ENTRY)
        expect(tablet.page.locator("#receipt-code")).not_to_be_empty()

    def outside(self) -> list[str]:
        """Addresses asked that are not the contest's server."""
        own = urlsplit(self.url).netloc
        return sorted(
            one for one in self.asked if not one.startswith(("data:", "blob:")) and urlsplit(one).netloc != own
        )


class MissingParts:
    """T20 with the checkout as it is, or with planted changes in a copy of it."""

    code, title = "T20", "parts of the browser missing; plain http"
    goal = "every judge's work done, 0 outside hosts asked"
    full, short = 2 * len(MODES), SHORT

    def __init__(self, *planted: Change, patience: float = PATIENCE) -> None:
        self._planted, self._patience = planted, patience

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        """Up to seven cases on one server, each on a seat and a browser of its own."""
        root = copied(folder / "planted", *self._planted) if self._planted else None
        for start in range(0, len(numbers), SEATS):
            place = folder / f"t20-{numbers[start]}"
            place.mkdir(parents=True, exist_ok=True)
            served = Served(place)
            served.root = root or served.root
            served.start()
            try:
                yield from self._on(served, place, numbers[start : start + SEATS])
            finally:
                served.stop()

    def _on(self, served: Served, place: Path, numbers: Sequence[int]) -> Iterator[Case]:
        codes = served.codes()
        desk = VirtualDesk.entered(served.url, codes["secretariat"])
        desk.command("open-session", session="A")
        for command in ("call", "start-presenting"):
            desk.command(command, entry=ENTRY)
        for seat, number in enumerate(numbers, start=1):
            judge = f"JA{seat}"
            # Playwright's objects belong to one thread, and there may be others of its kind in this one
            with ThreadPoolExecutor(max_workers=1) as thread:
                yield thread.submit(self._case, served, place, desk, judge, codes[judge], number).result()

    def _case(self, served: Served, place: Path, desk: VirtualDesk, judge: str, code: str, number: int) -> Case:
        began, mode, wrong = time.monotonic(), MODES[number % len(MODES)], []
        rules = f"MAP {NAME} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        url = served.url.replace("127.0.0.1", NAME) if mode.http else served.url
        lang = "en-GB" if (number // len(MODES)) % 2 else "zh-CN"
        with sync_playwright() as playwright:
            expect.set_options(timeout=self._patience * 1000)
            browser = playwright.chromium.launch(
                executable_path=browser_path(), args=[*LAUNCH, f"--host-resolver-rules={rules}"]
            )
            context = browser.new_context(viewport={"width": 1180, "height": 820}, locale=lang, has_touch=True)
            context.set_default_timeout(self._patience * 1000)
            visit = Visit(context, url, desk, judge, mode)
            try:
                visit.work(code)
            except (AssertionError, Error) as error:
                wrong.append(f"{mode.name}: cannot {visit.step}: {str(error).strip().splitlines()[0]}")
            browser.close()
        outside = visit.outside()
        wrong += [f"{mode.name}: asked {one}" for one in outside]
        wrong += ballots_wrong(place / "data" / "contest.db", judge, mode.name)
        counts = {"done": float(not wrong), "outside": float(len(outside)), "requests": float(len(visit.asked))}
        return Case(number, counts, tuple(wrong), time.monotonic() - began)

    def held(self, cases: Sequence[Case]) -> bool:
        """Whether every judge's work was done and nobody outside was asked."""
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        """Work done by mode, hosts outside."""
        modes = {case.number % len(MODES) for case in cases}
        done = sum(int(case.counts["done"]) for case in cases)
        return {
            "work done": f"{done}/{len(cases)}",
            "kinds of devices": str(len(modes)),
            "outside hosts asked": str(sum(int(case.counts["outside"]) for case in cases)),
            "requests looked at": str(sum(int(case.counts["requests"]) for case in cases)),
        }


def ballots_wrong(database: Path, judge: str, mode: str) -> list[str]:
    """What is wrong with the judge's stored ballots, which must be two equal ones: given, and given again."""
    wanted = marks_of(ENTRY, judge)
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT marks FROM ballot WHERE judge = ? ORDER BY version", (judge,)).fetchall()
    stored = [json.loads(row[0]) for row in rows]
    return [] if stored == [wanted, wanted] else [f"{mode}: stored {stored}, given twice {wanted}"]


TRIAL = MissingParts()
