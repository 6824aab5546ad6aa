"""One tablet through two changes of the server, and what of that should not have been."""

from __future__ import annotations

import random
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.browser.day import marks_of
from tests.browser.kept import KeptTablet, until
from tests.browser.served import Served
from tests.torture.t19_checkout import Change
from web.replay.people import VirtualDesk

ENTRIES, JUDGE = ("SH001", "SH002"), "JA2"
PATIENCE = 20.0  # s
EAGER = 1200  # ms in which a page that swaps by itself would have done so
BALLOTS = "**/api/v1/judge/ballots/*"
CHANGED = (
    Change(
        "static/js/lib/dom.js",
        "export function byId(",
        'document.documentElement.dataset.script = "new";\nexport function byId(',
    ),
    Change("templates/judge/judge.html", 'class="judge"', 'class="judge" data-page="new"'),
    Change("static/css/judge-device.css", "#device, #shell {", "#shell { order: 0; }\n#device, #shell {"),
)
# a server of before there was a worker
GONE = (Change("web/views/shell.py", '@shell.get("/judge-worker.js")', '@shell.get("/judge-no-worker.js")'),)
CACHED = """async () => {
  const found = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  return found;
}"""
VERSION = """() => [document.documentElement.dataset.script || "old", document.body.dataset.page || "old"].join(" ")"""


class Trip:
    """One tablet through two changes of the server; what should not have been is in `wrong`."""

    def __init__(self, served: Served, device: KeptTablet, roots: dict[str, Path], number: int) -> None:
        self.served, self.device, self.roots = served, device, roots
        self.chance = random.Random(number)
        self.wrong: list[str] = []
        self.prompts = 0
        codes = served.codes()
        self.desk = VirtualDesk.entered(served.url, codes["secretariat"])
        self.desk.command("open-session", session="A")
        self.call(ENTRIES[0])
        self.tablet = device.pair(codes[JUDGE])

    def call(self, entry: str) -> None:
        """The desk brings an entry on stage."""
        for command in ("call", "start-presenting"):
            self.desk.command(command, entry=entry)

    @property
    def page(self) -> Page:
        return self.tablet.page

    def there(self) -> None:
        """The first ballot, over the change to the new version."""
        self._to("new", ENTRIES[0])

    def back(self) -> None:
        """The second ballot, over the change back."""
        self.desk.command("postpone", entry=ENTRIES[0], reason="设备调试")
        self.call(ENTRIES[1])
        self._to("old", ENTRIES[1])

    def _to(self, version: str, entry: str) -> None:
        """Fill the outbox without a server, start the other one, and look who swaps when."""
        before = "old" if version == "new" else "new"
        self.tablet.view("marking", entry)
        self.tablet.type_marks(marks_of(entry, JUDGE))
        self.served.kill()
        self.tablet.submit()
        self.tablet.view("sending", entry)
        self._perhaps_again(entry)
        self._hold()
        self.served.root = self.roots[version]
        self.served.start()
        self._waits(before)
        if self.wrong:
            return
        self._let_go()
        self.tablet.view("receipt", entry)
        self._prompt("now")
        self._is(before, "before the swap was asked for")
        self.page.click('[data-act="swap"]')
        self.page.wait_for_function(f"before => ({VERSION})() !== before", arg=f"{before} {before}")
        self.tablet.view("receipt", entry)
        self._is(version, "after the swap")
        self._no_prompt()

    def _perhaps_again(self, entry: str) -> None:
        """Nothing, a reload, or a restart of the browser, all without a server."""
        way = self.chance.choice(("stay", "reload", "restart"))
        if way == "reload":
            self.page.reload()
        if way == "restart":
            self.device.shut()
            self.tablet = self.device.again()
        self.tablet.view("sending", entry)

    def _hold(self) -> None:
        """Ballots find no way, all else does."""

        def cut(route: Route) -> None:
            route.abort()

        self.page.context.route(BALLOTS, cut)

    def _let_go(self) -> None:
        """The way is free; a network that comes back wakes the outbox from its longest pause."""
        self.page.context.unroute(BALLOTS)
        self.page.context.set_offline(True)
        self.page.context.set_offline(False)

    def _waits(self, before: str) -> None:
        """While a ballot waits the old version stays, and a reload brings the old version."""
        self._prompt("later")
        self.page.wait_for_timeout(EAGER)
        self._is(before, "while a ballot waited")
        self.page.reload()
        self._prompt("later")
        self._is(before, "reloaded while a ballot waited")

    def _prompt(self, form: str) -> None:
        try:
            expect(self.page.locator("#shell")).to_have_attribute("data-form", form)
        except AssertionError:
            self.wrong.append(f"nothing said “{form}”")
        prompts = self.page.locator('[data-band="version"]').count()
        self.prompts = max(self.prompts, prompts)
        if prompts != 1:
            self.wrong.append(f"{prompts} prompts at once")

    def _no_prompt(self) -> None:
        self.page.wait_for_timeout(600)
        if self.page.locator('[data-band="version"]').count():
            self.wrong.append("asked again after the swap")

    def _is(self, version: str, when: str) -> None:
        found = self.page.evaluate(VERSION)
        if found != f"{version} {version}":
            self.wrong.append(f"the page is {found} {when}")

    def nothing_else_kept(self) -> None:
        """The worker keeps the shell alone, whatever the page asked the server."""
        self.page.evaluate("async () => (await fetch('/api/v1/judge/picture')).status")
        for one in self.page.evaluate(CACHED):
            if not one.startswith(("/static/", "/judge-shell/", "/judge-note/")):
                self.wrong.append(f"the worker keeps {one}")

    def without_a_worker(self) -> None:
        """A server that knows no worker: this one goes away, and nothing remains of it."""
        self.served.kill()
        self.served.root = self.roots["gone"]
        self.served.start()
        until(self.page, "async () => !(await caches.keys()).length")
        until(self.page, "async () => !(await navigator.serviceWorker.getRegistrations()).length")
        self.device.shut()  # while a page of its is open a worker on its way out may come back
        self.tablet = self.device.again()
        self.tablet.view("receipt", ENTRIES[1])
        if self.page.evaluate("Boolean(navigator.serviceWorker.controller)"):
            self.wrong.append("the worker stayed")
