"""A tablet whose browser is shut and opened again: its profile stays, as on a real device."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, expect

from tests.browser.devices import LAUNCH, Tablet, browser_path

PATIENCE = 20.0  # s
SHELL_KEPT = """async () => {
  const registration = await navigator.serviceWorker.ready;
  const names = await caches.keys();
  return Boolean(registration.active && navigator.serviceWorker.controller && names.length);
}"""


class KeptTablet:
    """One profile on disk and the browser that is open on it, if any."""

    def __init__(self, chromium: BrowserType, profile: Path, url: str, **more: Any) -> None:
        self._chromium, self._profile, self.url = chromium, profile, url
        self._patience = float(more.pop("patience", PATIENCE))
        self._more = {"viewport": {"width": 1180, "height": 820}, "locale": "zh-CN", "has_touch": True, **more}
        self.context: BrowserContext | None = None

    def open(self) -> BrowserContext:
        """Start the browser."""
        args = [*LAUNCH, *self._more.get("args", [])]
        more = {name: value for name, value in self._more.items() if name != "args"}
        self.context = self._chromium.launch_persistent_context(
            str(self._profile), executable_path=browser_path(), args=args, **more
        )
        self.context.set_default_timeout(self._patience * 1000)
        return self.context

    def pair(self, code: str) -> Tablet:
        """Start the browser and enter by a card; the shell is kept when this returns."""
        tablet = Tablet(self.open(), self.url, code)
        until(tablet.page, SHELL_KEPT, self._patience)
        return tablet

    def again(self) -> Tablet:
        """Start the browser anew and open the judge's page by its address."""
        return self.page_again(self.open())

    def page_again(self, context: BrowserContext) -> Tablet:
        """A new page in the open browser, by the judge's address."""
        page = context.new_page()
        page.goto(f"{self.url}/judge")
        return Tablet.at(page)

    def shut(self) -> None:
        """End the browser."""
        if self.context is not None:
            self.context.close()
            self.context = None


def until(page: Page, script: str, patience: float = PATIENCE) -> None:
    """Wait until what an async function in the page answers is true; `wait_for_function` takes a promise for true."""
    give_up = time.monotonic() + patience
    while not page.evaluate(script):
        assert time.monotonic() < give_up, f"never came true: {script}"
        page.wait_for_timeout(100)


def told_once(page: Page) -> None:
    """Touch away what the page says of its device."""
    expect(page.locator("#device")).to_have_attribute("data-lacks", "0")
    page.locator("#device").click()
    expect(page.locator("#device > *")).to_have_count(0)
