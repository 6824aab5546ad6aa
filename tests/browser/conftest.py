"""One Chromium for all, one server for each module, one context for each device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, expect, sync_playwright

from tests.browser.devices import LAUNCH, launch
from tests.browser.served import Served

PATIENCE = 15_000  # ms

Open = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; a machine without one fails here."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory for the server of this module."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """The sample contest, served."""
    server = Served(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def device(chromium: Browser) -> Iterator[Open]:
    """Opens devices: `device(width, height, **more)`; all are put away at the end of the module."""
    opened: list[BrowserContext] = []

    def open_one(width: int, height: int, **more: Any) -> BrowserContext:
        context = chromium.new_context(viewport={"width": width, "height": height}, **{"locale": "zh-CN", **more})
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        with suppress(Error):
            context.close()


__all__ = ["LAUNCH", "chromium", "device", "folder", "served"]
