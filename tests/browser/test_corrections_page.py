"""Corrections on the page: by one person, by two browsers, too late, on the same browser, and acts taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from scoring.actions import publishing, sessions
from scoring.actions.setting_up import apply_set_up
from scoring.facts import SYSTEM
from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.decisions_page import turn
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills
from tests.office import MARKS, small_contest
from web.config import read_settings
from web.office import open_office

LAST_STEP = 4


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Served]:
    """Hall A: A1 to A3 are published, A1 is revealed, A4 has not been called."""
    office = open_office(read_settings({"DATA_DIR": str(tmp_path / "data"), "ASYNC_MODE": "threading"}))
    office.do(apply_set_up, SYSTEM, contest=small_contest())
    office.do(sessions.open_session, SYSTEM, session="A")
    for worse, entry in enumerate(("A1", "A2", "A3")):
        turn(office, entry, {judge: total - worse for judge, total in MARKS.items()})
    for step in range(1, LAST_STEP + 1):
        office.do(publishing.reveal, SYSTEM, entry="A1", step=step)
    office.writer.close()
    server = Served(tmp_path, played=True)
    server.start()
    yield server
    server.stop()


def entered(context: BrowserContext, house: Served, role: str, query: str = "?lang=zh") -> Page:
    page = context.new_page()
    page.goto(f"{house.url}/enter#{house.codes()[role]}")
    page.wait_for_url("**/desk")
    return opened(page, house, query)


def opened(page: Page, house: Served, query: str = "?lang=zh") -> Page:
    page.goto(f"{house.url}/desk/corrections{query}")
    expect(page.locator("body")).to_have_attribute("data-ready", "true")
    return page


def document(page: Page, house: Served, entry: str, value: str) -> Locator:
    """A document score corrected as far as the preview; what it shows."""
    opened(page, house, f"?lang=zh&entry={entry}&field=document")
    page.fill('#correct-form [name="value"]', value)
    page.fill('#correct-form [name="reason"]', "录入时颠倒")
    page.click('#correct-form [data-command="preview"]')
    moves = page.locator("#correct-form .moves")
    expect(moves).to_be_visible()
    return moves


def send(page: Page) -> None:
    page.click('#correct-form [data-command="ask"]')
    expect(page.locator("#note")).to_be_visible()


def test_before_publishing_one_person_is_enough(device: Open, house: Served) -> None:
    desk = entered(device(1366, 768), house, "secretariat")
    moves = document(desk, house, "A4", "88.5")
    expect(moves.locator("[data-two]")).to_have_attribute("data-two", "false")
    send(desk)
    expect(desk.locator('#done [data-state="done"]')).to_contain_text("88.5")
    expect(desk.locator("#waiting")).not_to_be_visible()
    opened(desk, house, "?lang=zh&entry=A4&field=document")
    expect(desk.locator("#value-now")).to_have_text("88.5")


def test_after_publishing_the_scorer_confirms_in_another_browser(device: Open, house: Served) -> None:
    desk, second = (entered(device(1366, 768), house, role) for role in ("secretariat", "scorer"))
    moves = document(desk, house, "A2", "99.5")
    expect(moves.locator("[data-two]")).to_have_attribute("data-two", "true")
    expect(moves.locator('tr[data-entry="A2"] .moves-after strong').first).to_be_visible()
    send(desk)
    expect(desk.locator('.waiting-change [data-command="confirm"]')).to_have_count(0)
    change = second.locator(".waiting-change")
    expect(change).to_contain_text("录入时颠倒")
    expect(change.locator("[data-left]")).to_contain_text("还剩")
    change.locator('[data-command="confirm"]').click()
    expect(change).to_have_count(0)
    expect(desk.locator('#done [data-state="done"]')).to_contain_text("99.5")
    assert grave_findings(desk) == []


def test_another_login_in_the_same_browser_is_refused(device: Open, house: Served) -> None:
    context = device(1366, 768)
    desk = entered(context, house, "secretariat")
    document(desk, house, "A2", "99.5")
    send(desk)
    same = entered(context, house, "scorer")
    change = same.locator(".waiting-change")
    change.locator('[data-command="confirm"]').click()
    expect(change.locator(".refusal")).to_contain_text("另一台设备")
    expect(change).to_have_count(1)


def test_what_nobody_confirmed_in_time_is_said_to_be_over(device: Open, house: Served, tmp_path: Path) -> None:
    desk = entered(device(1366, 768), house, "secretariat")
    document(desk, house, "A2", "99.5")
    send(desk)
    with sqlite3.connect(tmp_path / "data" / "contest.db", timeout=10) as database:
        database.execute("update change set until = 1")
    database.close()
    opened(desk, house)
    expect(desk.locator("#waiting")).not_to_be_visible()
    expect(desk.locator("#done [data-state]")).to_have_attribute("data-state", "expired")


def answered_with(page: Page, act: str, reason: str) -> None:
    page.locator(f'.waiting-change [data-command="{act}"]').click()
    page.locator('#dialog [name="reason"]').fill(reason)
    page.locator("#dialog [type=submit]").click()
    expect(page.locator("#dialog")).not_to_be_visible()


def test_the_second_disagrees_with_a_reason_and_the_first_thinks_better_of_it(device: Open, house: Served) -> None:
    desk, second = (entered(device(1366, 768), house, role) for role in ("secretariat", "scorer"))
    document(desk, house, "A2", "99.5")
    send(desk)
    answered_with(second, "refuse", "与原件不符")
    refused = desk.locator('#done [data-state="refused"]')
    expect(refused).to_contain_text("与原件不符")
    document(desk, house, "A3", "99.5")
    send(desk)
    answered_with(desk, "take-back", "看错了行")
    expect(desk.locator('#done [data-state="withdrawn"]')).to_have_count(1)


def test_a_reveal_is_taken_back_by_its_button(device: Open, house: Served) -> None:
    desk = entered(device(1366, 768), house, "secretariat")
    button = desk.locator('[data-command="undo-unreveal"]')
    expect(button).to_have_count(1)
    button.click()
    desk.locator("#dialog [type=submit]").click()
    expect(desk.locator("#dialog")).not_to_be_visible()
    expect(desk.locator("#note")).to_contain_text("已撤销")
    expect(desk.locator("#acts li").first).to_contain_text("A1")


def test_a_closed_entry_that_was_published_is_reopened_from_the_list(device: Open, house: Served) -> None:
    desk = entered(device(1366, 768), house, "secretariat")
    desk.locator('[data-command="undo-reopen"]').first.click()
    dialog = desk.locator("#dialog")
    dialog.locator('[name="reason"]').fill("定早了")
    dialog.locator('[data-command="preview"]').click()
    expect(dialog.locator("[data-two]")).to_have_attribute("data-two", "true")
    dialog.locator('[data-command="ask"]').click()
    expect(desk.locator(".waiting-change")).to_have_attribute("data-kind", "reopen")


def test_marks_beyond_two_places_are_refused_in_words(device: Open, house: Served) -> None:
    desk = entered(device(1366, 768), house, "secretariat", "?lang=zh&entry=A2&field=ballot")
    desk.fill('#correct-form [name="reason"]', "评委签字的更正单")
    desk.locator("#ballot-marks input").first.fill("12.345")
    desk.click('#correct-form [data-command="preview"]')
    expect(desk.locator('[data-refusal="correct"]')).to_contain_text("最多两位小数")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_fits_every_width_and_can_be_touched(device: Open, house: Served, language: str) -> None:
    desk = entered(device(390, 844), house, "secretariat", f"?lang={language}&entry=A2&field=document")
    desk.fill('#correct-form [name="value"]', "99.5")
    desk.fill('#correct-form [name="reason"]', "x")
    desk.click('#correct-form [data-command="preview"]')
    expect(desk.locator("#correct-form .moves")).to_be_visible()
    assert spills(desk) == []
    desk.set_viewport_size({"width": 390, "height": 844})
    assert desk.evaluate(SMALL_TARGETS, LEAST) == []
    assert grave_findings(desk) == []
