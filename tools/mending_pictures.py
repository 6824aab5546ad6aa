"""Pictures for docs/contest-day.md, taken while the day that is mended is lived.

.venv/bin/python -m tools.mending_pictures
"""

from __future__ import annotations

import shutil
from typing import Any

from playwright.sync_api import BrowserContext, expect, sync_playwright

from tests.browser.decisions_page import asked
from tests.browser.devices import launch
from tests.browser.mended_day import MendedDay, served_for_mending
from tests.browser.mended_steps import (
    WRONG_RUBRIC,
    appeal_answered,
    appeal_registered,
    confirmed_by_chief,
    confirmed_by_second,
    disqualification_preview,
    document_preview,
    final_preview,
    ready,
    rubric_preview,
    tie_preview,
)
from tests.browser.served import ROOT
from tools.pictures import keep

SERVED = ROOT / "instance-pictures"
PATIENCE = 15_000  # ms


def _morning(day: MendedDay) -> None:
    """Until 10:30: the rubric of the morning, and the judges asked again."""
    day.hands.command("open-session", session="A")
    for entry in ("QC01", "QC02"):
        day.turn(entry, WRONG_RUBRIC)
    day.revealed("QC01")
    page = rubric_preview(day)
    keep(page, "mended-rubric")
    page.locator('#dialog [data-command="ask"]').click()
    page.wait_for_url("**/desk/corrections")
    second = ready(day.second, f"{day.url}/desk/corrections?lang=zh")
    expect(second.locator(".waiting-change")).to_have_count(1)
    keep(second, "mended-second")
    confirmed_by_second(day)
    keep(day.chief.page, "mended-again")
    for entry in ("QC01", "QC02"):
        day.marked(entry)
    for entry in ("QC01", "QC02"):
        day.finish(entry)
        day.revealed(entry)


def _before_noon(day: MendedDay) -> None:
    """10:30 and 11:00: a document score, falsified figures."""
    day.turn("QC03")
    day.revealed("QC03")
    page = document_preview(day)
    keep(page, "mended-document")
    page.locator('#correct-form [data-command="ask"]').click()
    day.chief.page.click('[data-act="open-change"]')
    expect(day.chief.page.locator(".change-card")).to_have_count(1)
    keep(day.chief.page, "mended-chief")
    day.chief.page.click('#changes [data-act="close"]')
    confirmed_by_chief(day)
    keep(day.board, "mended-board")
    keep(day.phone, "mended-phone")
    day.turn("QC04")
    day.revealed("QC04")
    page = disqualification_preview(day)
    keep(page, "mended-disqualified")
    asked(page)
    confirmed_by_chief(day)


def _noon(day: MendedDay) -> None:
    """11:50 to 12:10: the tie at the cut, the pool made final."""
    for entry in ("QC05", "QC06"):
        day.turn(entry)
        day.revealed(entry)
    page = tie_preview(day)
    keep(page, "mended-tie")
    asked(page)
    confirmed_by_second(day)
    page = final_preview(day)
    asked(page)
    confirmed_by_second(day)
    keep(ready(page, f"{day.url}/desk/decisions?lang=zh"), "mended-final")
    page = ready(page, f"{day.url}/desk/corrections?lang=zh")
    page.locator("#undo-title").scroll_into_view_if_needed()
    keep(page, "mended-undo")


def _two_days_later(day: MendedDay) -> None:
    page = appeal_registered(day, "40")
    appeal_answered(page)
    keep(page, "mended-appeal")
    page.goto(f"{day.url}/desk/ledger/QC02?lang=zh")
    keep(page, "mended-story")
    page.goto(f"{day.url}/desk/ledger?lang=zh")
    keep(page, "mended-ledger")


def take() -> None:
    """Live the day and keep a picture of each stage."""
    shutil.rmtree(SERVED, ignore_errors=True)
    SERVED.mkdir()
    served = served_for_mending(SERVED)
    expect.set_options(timeout=PATIENCE)
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)

            def device(width: int, height: int, **more: Any) -> BrowserContext:
                viewport = {"width": width, "height": height}
                given = {"locale": "zh-CN", "color_scheme": "light", "reduced_motion": "reduce", **more}
                return browser.new_context(viewport=viewport, **given)  # type: ignore[arg-type]

            day = MendedDay(served, device)
            for part in (_morning, _before_noon, _noon, _two_days_later):
                part(day)
            day.close()
    finally:
        served.stop()
        shutil.rmtree(SERVED, ignore_errors=True)


if __name__ == "__main__":
    take()
