"""Ballots kept aside, on the page: both versions side by side, accepted by two browsers, left by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from scoring.actions import running, seats, sessions
from scoring.actions.judging import submit_ballot
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills
from tests.office import MARKS, as_judge, ballot, small_contest
from web.config import read_settings
from web.office import open_office


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """A1 is closed: JA3's second ballot rests on nothing, JA4 was missing and came late."""
    office = open_office(read_settings({"DATA_DIR": str(tmp_path / "data"), "ASYNC_MODE": "threading"}))
    office.do(apply_set_up, SYSTEM, contest=small_contest())
    office.do(sessions.open_session, SYSTEM, session="A")
    for act in (running.call, running.start_presenting, running.end_presenting, running.end_questions):
        office.do(act, SYSTEM, entry="A1")
    for judge, total in MARKS.items():
        if judge != "JA4":
            office.do(submit_ballot, as_judge(judge), sent=ballot("A1", judge, total))
    office.do(submit_ballot, as_judge("JA3"), sent=ballot("A1", "JA3", 60, comment="另一台平板"))
    office.do(seats.declare_missing, SYSTEM, entry="A1", judge="JA4", reason="平板没电")
    office.do(running.close_entry, SYSTEM, entry="A1")
    office.do(submit_ballot, as_judge("JA4"), sent=ballot("A1", "JA4", 70))
    office.writer.close()
    server = Served(tmp_path, played=True)
    server.start()
    yield server
    server.stop()


def entered(context: BrowserContext, house: Served, role: str, lang: str = "zh") -> Page:
    page = context.new_page()
    page.goto(f"{house.url}/enter#{house.codes()[role]}")
    page.wait_for_url("**/desk")
    page.goto(f"{house.url}/desk/asides?lang={lang}")
    expect(page.locator("body")).to_have_attribute("data-ready", "true")
    return page


def test_two_browsers_accept_a_late_ballot_and_one_leaves_a_conflict(device: Open, house: Served) -> None:
    desk, second = entered(device(1366, 768), house, "secretariat"), entered(device(1366, 768), house, "scorer")
    late, conflict = desk.locator('[data-why="late"]'), desk.locator('[data-why="conflict"]')
    expect(conflict.locator('[data-differs="true"]')).to_have_count(4)  # two marks, the total, the comment
    expect(late).to_contain_text("没有计入的评分表")
    late.locator('[data-command="accept-aside"]').click()
    form = desk.locator('[data-form="accept-aside"]')
    form.locator('[name="reason"]').fill("评委在场，网络断了")
    form.locator('[data-command="preview"]').click()
    form.locator('[data-command="ask"]').click()
    expect(desk.locator("#waiting")).to_be_visible()
    waiting = second.locator('.waiting-change[data-kind="accept-aside"]')
    expect(waiting).to_contain_text("评委在场，网络断了")
    waiting.locator('[data-command="confirm"]').click()
    expect(desk.locator('#decided [data-answer="accepted"]')).to_have_count(1)
    conflict.locator('[data-command="leave-aside"]').click()
    leave = desk.locator('[data-form="leave-aside"]')
    leave.locator('[name="reason"]').fill("评委确认第一份")
    leave.locator('[type="submit"]').click()
    expect(desk.locator('#decided [data-answer="left"]')).to_contain_text("评委确认第一份")
    expect(desk.locator("#open-none")).to_be_visible()
    desk.locator('[data-command="reconsider-aside"]').click()
    again = desk.locator('[data-form="reconsider-aside"]')
    again.locator('[name="reason"]').fill("再看一次")
    again.locator('[type="submit"]').click()
    expect(desk.locator('[data-why="conflict"] [data-command="leave-aside"]')).to_be_visible()


@pytest.mark.parametrize(("width", "lang"), [(360, "zh"), (390, "en"), (1366, "zh")])
def test_the_page_fits_and_can_be_read_by_all(device: Open, house: Served, width: int, lang: str) -> None:
    page = entered(device(width, 800, has_touch=width < 1000), house, "secretariat", lang)
    expect(page.locator(".aside-card")).to_have_count(2)
    assert spills(page) == []
    assert grave_findings(page) == []
    if width < 1000:
        assert page.evaluate(SMALL_TARGETS, LEAST) == []
