"""A hall for tablets in trouble: what they send and hear can be cut, swallowed, silenced or answered by others."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Route, WebSocketRoute, expect

from tests.browser.conftest import Open
from tests.browser.day import marks_of
from tests.browser.devices import Tablet
from tests.browser.served import Served
from web.replay.people import VirtualDesk

API, BALLOTS = "**/api/v1/**", "**/api/v1/judge/ballots/*"
PORTAL = "<!doctype html><title>Wi-Fi</title><p>请登录</p>"


class Wires:
    """Every socket of a device: ``open`` passes, ``silent`` swallows both ways, ``refused`` closes at once."""

    def __init__(self, context: BrowserContext) -> None:
        self.state = "open"
        self._held: list[WebSocketRoute] = []
        context.route_web_socket("**/socket.io/**", self._take)

    def _take(self, page_side: WebSocketRoute) -> None:
        if self.state == "refused":
            page_side.close()
            return
        self._held.append(page_side)
        server_side = page_side.connect_to_server()
        page_side.on_message(lambda message: self._pass(server_side, message))
        server_side.on_message(lambda message: self._pass(page_side, message))

    def _pass(self, to: WebSocketRoute, message: str | bytes) -> None:
        if self.state == "open":
            to.send(message)

    def refuse(self) -> None:
        """No socket any more, and none comes up."""
        self.state = "refused"
        for wire in self._held:
            wire.close()
        self._held.clear()


class Troubled:
    """The sample's hall A with its desk; every test has an entry of its own on stage."""

    def __init__(self, served: Served, device: Open, folder: Path) -> None:
        self.served, self.device = served, device
        self.codes = served.codes()
        self.desk = VirtualDesk.entered(served.url, self.codes["secretariat"])
        self.desk.command("open-session", session="A")
        self._database = folder / "data" / "contest.db"
        self._turns = count(1)
        self.entry = ""

    def next_entry(self) -> str:
        """Another entry begins; what was on stage is postponed."""
        if self.entry:
            self.desk.command("postpone", entry=self.entry, reason="设备调试")
        self.entry = f"SH{next(self._turns):03}"
        for command in ("call", "start-presenting"):
            self.desk.command(command, entry=self.entry)
        return self.entry

    def context(self, **more: Any) -> BrowserContext:
        """A device whose page comes from the server, not from what it has kept."""
        return self.device(820, 1180, has_touch=True, service_workers="block", **more)

    def tablet(self, judge: str, context: BrowserContext | None = None) -> Tablet:
        """A judge's tablet, taken over from whoever had it."""
        page = (context or self.context()).new_page()
        page.goto(f"{self.served.url}/enter#{self.codes[judge]}")
        page.wait_for_function(
            "() => location.pathname === '/judge' || document.querySelector('[data-act=\"take-over\"]')"
        )
        if "/judge" not in page.url:
            page.click('[data-act="take-over"]')
            page.wait_for_url("**/judge")
        return Tablet.at(page)

    def stored(self, judge: str, table: str = "ballot") -> list[dict[str, Any]]:
        """The rows that the server has of this judge for the entry on stage."""
        with sqlite3.connect(self._database, timeout=5) as connection:
            connection.row_factory = sqlite3.Row
            rows = connection.execute(
                f"SELECT * FROM {table} WHERE entry = ? AND judge = ? ORDER BY received_at",
                (self.entry, judge),
            )
            return [dict(row) for row in rows]

    def shows_the_stored_receipt(self, tablet: Tablet, judge: str) -> None:
        """One ballot at the server, with the marks given and the receipt that the judge reads."""
        tablet.view("receipt", self.entry)
        (row,) = self.stored(judge)
        expect(tablet.page.locator("#receipt-code")).to_have_attribute("data-code", row["receipt"])
        assert row["marks"].replace(" ", "") == str(marks_of(self.entry, judge)).replace(" ", "")
        assert self.stored(judge, "ballot_aside") == []


def says(tablet: Tablet, band: str, *words: str) -> None:
    """The judge reads these words in this band."""
    place = tablet.page.locator(f'[data-band="{band}"]')
    for one in words:
        expect(place).to_contain_text(one)


def waits(tablet: Tablet, ballots: int) -> None:
    """The status says how many wait, and since when."""
    tablet.chip("waiting")
    expect(tablet.page.locator("#chip")).to_contain_text(f"{ballots} 份待发送")
    expect(tablet.page.locator(".chip-more")).to_contain_text("自 ")


@contextmanager
def answered_by(context: BrowserContext, where: str, answer: Callable[[Route], None]) -> Iterator[None]:
    """Requests to these addresses go this way, until the end."""
    context.route(where, answer)
    yield
    with suppress(Error):  # a page that crashed takes no word any more
        context.unroute(where, answer)


def portal(route: Route) -> None:
    """What a Wi-Fi that wants a login answers to everything."""
    route.fulfill(status=200, content_type="text/html", body=PORTAL)


def seconds_until(page: Page, test: str, most: float, given: Any = None) -> float:
    """How long it takes until the page fulfils a test, by this machine's clock."""
    began = time.monotonic()
    page.wait_for_function(test, arg=given, timeout=most * 1000)
    return time.monotonic() - began
