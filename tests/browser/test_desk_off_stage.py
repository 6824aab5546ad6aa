"""At the desk: an entry that owes a ballot while another is on stage is collected, closed, published and revealed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scoring.actions import running, seats, sessions
from scoring.actions.judging import submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.devices import Desk
from tests.browser.served import Served
from tests.office import MARKS, as_judge, ballot, small_contest
from web.config import read_settings
from web.office import open_office


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """A1 was closed and then lost a ballot; A2 presents."""
    office = open_office(read_settings({"DATA_DIR": str(folder / "data"), "ASYNC_MODE": "threading"}))
    office.do(apply_set_up, SYSTEM, contest=small_contest())
    office.do(sessions.open_session, SYSTEM, session="A")
    for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
        office.do(act, SYSTEM, entry="A1")
    for judge, total in MARKS.items():
        office.do(submit_ballot, as_judge(judge), sent=ballot("A1", judge, total))
    office.do(running.close_entry, SYSTEM, entry="A1")
    for act in (running.call, running.start_presenting):
        office.do(act, SYSTEM, entry="A2")
    office.do(seats.return_ballot, SYSTEM, entry="A1", judge="JA3", reason="核对")
    office.writer.close()
    server = Served(folder, played=True)
    server.start()
    yield server
    server.stop()


def test_what_waits_off_the_stage_goes_on_to_its_reveal_while_another_presents(device: Open, served: Served) -> None:
    desk = Desk(device(1366, 768), served.url, served.codes()["secretariat"])
    page, dialog = desk.page, desk.page.locator("#dialog")
    strip = page.locator('[data-also="A1"]')
    expect(strip).to_contain_text("4/5")
    strip.click()
    assert grave_findings(page) == []
    expect(dialog.locator('[data-command="close-entry"]')).to_be_disabled()
    dialog.locator('[data-seat="3"] [data-command="declare-missing"]').click()
    form = page.locator('[data-form="declare-missing"]')
    form.locator('[name="reason"]').fill("离席")
    form.locator('[data-command="declare-missing"]').click()
    expect(dialog).not_to_be_visible()
    expect(strip).to_contain_text("收分")
    strip.click()
    dialog.locator('[data-command="close-entry"]').click()
    expect(dialog).not_to_be_visible()
    expect(strip).to_contain_text("已齐")
    strip.click()
    expect(dialog.locator('[data-command="reopen-entry"]')).to_be_visible()
    dialog.locator('.menu [data-command="publish-entry"]').click()
    page.locator('[data-form="publish-entry"] [data-command="publish-entry"]').click()
    expect(strip).to_have_count(0)
    page.keyboard.press("h")
    dialog.locator('[data-command="reveal"][data-about="A1"]').click()
    expect(page.locator('#order [data-entry="A1"] .pill')).to_contain_text("1")
    expect(page.locator("#now")).to_contain_text("A2")
