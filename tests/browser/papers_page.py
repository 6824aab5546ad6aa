"""The page of papers as the secretariat uses it, on a contest that has been played."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdf
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.web.played import played_office

DONE = 60_000  # ms that a print may take on a slow machine


def played_and_served(folder: Path) -> Iterator[Served]:
    """The sample's day, played and served."""
    office = played_office(folder / "data")
    office.writer.close()
    server = Served(folder, played=True)
    server.start()
    yield server
    server.stop()


def secretariat(device: Open, served: Served) -> Page:
    """The secretariat's browser, at the desk."""
    page = device(1366, 768, accept_downloads=True).new_page()
    page.goto(f"{served.url}/enter#{served.codes()['secretariat']}")
    page.wait_for_url("**/desk")
    return page


def opened(page: Page, served: Served, query: str = "?lang=zh") -> Page:
    """The page of papers once it is drawn."""
    page.goto(f"{served.url}/desk/papers{query}")
    expect(page.locator("body")).to_have_attribute("data-ready", "true")
    return page


def downloaded(place: Locator) -> bytes:
    """Press its button, wait until the file is there, and take it."""
    place.locator('[data-command="print"]').click()
    return fetched(place)


def fetched(place: Locator) -> bytes:
    """What the place made, taken by its link."""
    link = place.locator('[data-command="download"]')
    expect(link).to_be_visible(timeout=DONE)
    expect(link).to_be_focused()
    with place.page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def text_of(pdf: bytes) -> str:
    """All text of a PDF."""
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
