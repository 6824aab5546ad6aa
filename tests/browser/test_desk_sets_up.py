"""A contest set up on the desk: workbooks with mistakes refused, a good one applied, people let in, results."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.devices import Desk
from tests.browser.served import ROOT, WORKBOOK, Served

BROKEN = ROOT / "tests" / "sample" / "workbooks" / "bad.xlsx"
PROBLEMS = json.loads((BROKEN.parent / "problems.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """A new contest with nothing in it, served."""
    server = Served(folder, workbook=None)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def setup(served: Served, device: Open) -> Page:
    """The secretariat on the set-up page."""
    desk = Desk(device(1366, 768), served.url, served.codes()["secretariat"], empty=True)
    expect(desk.page.locator('#now a[href="/desk/setup"]')).to_be_visible()
    desk.page.click('#now a[href="/desk/setup"]')
    expect(desk.page.locator("body")).to_have_attribute("data-ready", "true")
    return desk.page


def rows_of(page: Page, sheet: str) -> int:
    """How many rows the grid of a sheet has."""
    page.click(f'[data-tab="{sheet}"]')
    expect(page.locator(f'table[data-sheet="{sheet}"]')).to_be_visible()
    return page.locator("table.grid tbody tr").count()


def test_a_workbook_with_mistakes_shows_each_with_its_cell_and_changes_nothing(setup: Page) -> None:
    before = rows_of(setup, "成果")
    setup.set_input_files("#workbook", BROKEN)
    preview = setup.locator("#preview")
    for problem in PROBLEMS:
        expect(preview).to_contain_text(f"{problem['sheet']}!{problem['cell']}")
    expect(preview.locator("[data-verdict]")).to_have_attribute("data-verdict", "stop")
    expect(preview.locator('[data-command="apply"]')).to_have_count(0)
    assert grave_findings(setup) == []
    setup.click('[data-command="close-preview"]')
    assert rows_of(setup, "成果") == before


def test_a_good_workbook_is_previewed_and_then_applied(setup: Page) -> None:
    setup.set_input_files("#workbook", WORKBOOK)
    preview = setup.locator("#preview")
    expect(preview.locator("[data-verdict]")).to_have_attribute("data-verdict", "ready")
    assert preview.locator('[data-action="added"]').count() >= 36
    expect(preview).to_contain_text("SH001")
    assert grave_findings(setup) == []
    setup.click('[data-command="apply"]')
    expect(preview).to_be_hidden()
    assert rows_of(setup, "成果") >= 36


def test_a_cell_edited_in_the_grid_is_checked_previewed_and_applied(setup: Page) -> None:
    setup.click('[data-tab="赛事"]')
    cell = setup.locator('table[data-sheet="赛事"] textarea[data-cell^="B"]').first
    name = cell.input_value()
    cell.fill(name + "（决赛）")
    setup.click("#check")
    expect(setup.locator('#preview [data-action="changed"]')).to_contain_text("（决赛）")
    setup.click('[data-command="apply"]')
    expect(setup.locator("#preview")).to_be_hidden()
    setup.reload()
    expect(setup.locator('table[data-sheet="赛事"] textarea[data-cell^="B"]').first).to_have_value(name + "（决赛）")


def test_a_new_member_of_staff_gets_a_link_that_opens_the_desk_once(setup: Page, device: Open) -> None:
    setup.click('[data-tab="people"]')
    setup.click('[data-command="add-staff"]')
    form = setup.locator('[data-form="add-staff"]')
    form.locator('[name="name"]').fill("李主持")
    form.locator('[name="role"]').select_option("host")
    form.locator('[type="submit"]').click()
    link = setup.locator("[data-link]").get_attribute("data-link")
    assert link is not None
    first, second = (device(1366, 768).new_page() for _ in range(2))
    first.goto(link)
    first.wait_for_url("**/desk")
    second.goto(link)
    expect(second.locator("#enter")).to_have_attribute("data-form", "ask")
    setup.keyboard.press("Escape")


def test_the_results_are_provisional_until_the_day_is_played_and_complete_then(setup: Page, served: Served) -> None:
    setup.goto(f"{served.url}/desk/results")
    expect(setup.locator('[data-standing="provisional"]')).to_have_count(2)
    served.contest("replay", str(ROOT / "sample"), "--url", served.url, "--speed", "max")
    setup.click("#reload")
    expect(setup.locator('[data-standing="final"]')).to_have_count(2)
    expect(setup.locator("#pools")).to_contain_text("一等奖")
    expected = json.loads((ROOT / "sample" / "expected.json").read_text("utf-8"))
    for row in expected:
        if row["rank"] is not None:
            expect(setup.locator(f'tr[data-entry="{row["entry"]}"]')).to_contain_text(row["shown"])
    assert grave_findings(setup) == []
