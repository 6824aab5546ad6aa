"""Decisions on the page: a tie decided by two, printed, a place given up, an incomplete entry, final and lifted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.decisions_page import (
    OTHER_POOL,
    asked,
    confirmed,
    entered,
    judged_and_served,
    opened,
    pool_of,
    previewed,
    ways,
)
from tests.browser.papers_page import downloaded, text_of
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """Both halls just judged, served for all who leave hall A's tie as it is."""
    server = judged_and_served(folder)
    yield server
    server.stop()


@pytest.fixture
def own(tmp_path: Path, device: Open) -> Iterator[tuple[Page, Page]]:
    """Both halls just judged, for one test alone: the secretariat's and the scorer's browsers."""
    server = judged_and_served(tmp_path)
    yield entered(device, server, "secretariat"), entered(device, server, "scorer")
    server.stop()


@pytest.fixture
def desk(device: Open, served: Served) -> Page:
    """The secretariat's browser."""
    return entered(device, served, "secretariat")


@pytest.fixture
def second(device: Open, served: Served) -> Page:
    """The scorer's browser."""
    return entered(device, served, "scorer")


def decide_tie(desk: Page, second: Page) -> None:
    """A2 before A1, by the chief, confirmed by the scorer."""
    pool_of(desk).locator('[data-command="decide-tie"]').click()
    desk.locator('#dialog [data-entry="A2"] [data-move="up"]').click()
    previewed(desk, "现场答辩更完整", "JA1")
    asked(desk)
    confirmed(second, "decide-tie")
    expect(pool_of(desk).locator('[data-selection="candidate"]')).to_have_attribute("data-entry", "A2")


def test_a_tie_at_the_cut_is_decided_by_two_and_printed_for_signature(own: tuple[Page, Page]) -> None:
    desk, second = own
    pool = pool_of(desk)
    expect(pool.locator("[data-state]").first).to_have_attribute("data-state", "open")
    expect(pool.locator("[data-tie]")).to_contain_text("84.00")
    pool.locator('[data-command="decide-tie"]').click()
    dialog = desk.locator("#dialog")
    dialog.locator('[data-command="preview"]').click()
    expect(dialog.locator(".refusal")).to_have_text("请勾上参加合议的组长。")
    dialog.locator('[data-entry="A2"] [data-move="up"]').focus()
    desk.keyboard.press("Enter")
    expect(dialog.locator(".tie-order li").first).to_have_attribute("data-entry", "A2")
    expect(dialog.locator('[data-entry="A2"] [data-move="down"]')).to_be_focused()
    previewed(desk, "现场答辩更完整", "JA1")
    assert ways(desk, "A2")["after"] == "86.40 第 1 名 一等奖 候选"
    assert "第 2 名" in ways(desk, "A1")["after"] and "候补" in ways(desk, "A1")["after"]
    asked(desk)
    expect(desk.locator("#note")).to_contain_text("还没有生效")
    mine = desk.locator('[data-change][data-kind="decide-tie"]')
    expect(mine.locator('[data-command="confirm"]')).to_have_count(0)
    expect(mine.locator("[data-left]")).to_contain_text("还剩")
    confirmed(second, "decide-tie")
    expect(desk.locator("#note")).to_contain_text("已确认，生效了")
    expect(pool.locator("[data-state]").first).to_have_attribute("data-state", "ready")
    expect(pool.locator('[data-selection="candidate"]')).to_have_attribute("data-entry", "A2")
    expect(pool.locator('[data-selection="reserve"]')).to_have_attribute("data-entry", "A1")
    text = text_of(downloaded(pool.locator('[data-print="decisions"]')))
    for said in ("现场答辩更完整", "小组A2", "评委JA1"):
        assert said in text.replace("\n", ""), said


def test_a_preview_is_forgotten_when_the_order_is_changed_after_it(desk: Page) -> None:
    pool_of(desk).locator('[data-command="decide-tie"]').click()
    previewed(desk, "合议", "JA1")
    desk.locator('#dialog [data-entry="A2"] [data-move="up"]').click()
    expect(desk.locator("#dialog .moves")).to_have_count(0)
    expect(desk.locator('#dialog [data-command="ask"]')).to_have_count(0)


def test_a_candidate_gives_up_its_place_the_reserve_moves_up_and_it_is_taken_back(own: tuple[Page, Page]) -> None:
    desk, second = own
    decide_tie(desk, second)
    pool = pool_of(desk)
    pool.locator('[data-command="decline"][data-about="A2"]').click()
    previewed(desk, "交付期冲突")
    assert ways(desk, "A1") == {"before": "86.40 第 2 名 一等奖 候补", "after": "86.40 第 2 名 一等奖 候选"}
    assert ways(desk, "A3")["after"].endswith("候补")
    asked(desk)
    confirmed(second, "decline")
    expect(pool.locator('[data-selection="candidate"]')).to_have_attribute("data-entry", "A1")
    expect(pool.locator('[data-selection="reserve"]')).to_have_attribute("data-entry", "A3")
    pool.locator('[data-ruling="declined"] [data-command="lift-ruling"]').click()
    previewed(desk, "对方改了主意")
    asked(desk)
    confirmed(second, "lift-ruling")
    expect(pool.locator('[data-selection="candidate"]')).to_have_attribute("data-entry", "A2")


def test_an_entry_with_too_few_ballots_goes_one_of_three_ways(desk: Page, second: Page) -> None:
    pool = pool_of(desk, OTHER_POOL)
    incomplete = pool.locator('[data-incomplete="B2"]')
    expect(incomplete.locator(".outcomes .button")).to_have_count(3)
    expect(pool.locator("[data-chosen]")).to_have_count(0)
    incomplete.locator('[data-command="document_only"]').click()
    previewed(desk, "两位评委中途离席", "JB1")
    assert "90.00" in ways(desk, "B2")["after"]
    asked(desk)
    confirmed(second, "resolve-incomplete")
    expect(incomplete).to_have_count(0)
    expect(pool.locator('[data-ruling="document_only"]')).to_contain_text("两位评委中途离席")
    expect(pool.locator('[data-selection="candidate"]')).to_have_count(1)


def test_final_is_refused_while_something_is_open_then_made_and_lifted(own: tuple[Page, Page]) -> None:
    desk, second = own
    pool = pool_of(desk)
    finalise = pool.locator('[data-command="finalise"]')
    expect(finalise).to_be_disabled()
    expect(pool.locator('[data-blocker="tie_undecided"]')).to_contain_text("A1 小组A1、A2 小组A2")
    decide_tie(desk, second)
    pool.locator('[data-command="recount"]').click()
    expect(pool.locator('[data-recount="same"]')).to_contain_text("4 项")
    finalise.click()
    previewed(desk, "成绩核对无误")
    asked(desk)
    confirmed(second, "finalise")
    final = pool.locator('[data-final="1"]')
    expect(final).to_contain_text("定稿第 1 版")
    expect(final.locator(".fingerprint")).to_have_count(3)
    final.locator('[data-command="lift-final"]').click()
    previewed(desk, "有单位申诉")
    asked(desk)
    confirmed(second, "lift-final")
    expect(pool.locator("[data-state]").first).to_have_attribute("data-state", "ready")
    expect(pool.locator(".earlier")).to_contain_text("以前的定稿 1 版")


def test_disqualified_with_a_reason_and_back(desk: Page, second: Page) -> None:
    pool = pool_of(desk)
    pool.locator('[data-command="disqualify"]').click()
    desk.locator("#dialog select").select_option("A1")
    previewed(desk, "数据造假", "JA1")
    asked(desk)
    confirmed(second, "disqualify")
    out = pool.locator('[data-out="disqualified"]')
    expect(out).to_contain_text("数据造假")
    expect(pool.locator("[data-tie]")).to_have_count(0)
    out.locator('[data-command="reinstate"]').click()
    previewed(desk, "查无此事")
    asked(desk)
    confirmed(second, "reinstate")
    expect(pool.locator("[data-tie]")).to_be_visible()


def test_a_double_press_asks_once_the_second_person_refuses_and_nothing_changes(desk: Page, second: Page) -> None:
    pool_of(desk).locator('[data-command="decide-tie"]').click()
    previewed(desk, "合议", "JA1")
    desk.locator('#dialog [data-command="ask"]').dblclick()
    expect(desk.locator("#dialog")).not_to_be_visible()
    expect(desk.locator("[data-change]")).to_have_count(1)
    change = second.locator('[data-change][data-kind="decide-tie"]')
    change.locator('[data-command="refuse"]').click()
    second.locator('#dialog [name="reason"]').fill("次序抄反了")
    second.locator('#dialog [data-command="refuse"]').click()
    expect(change).to_have_count(0)
    expect(desk.locator("[data-change]")).to_have_count(0)
    expect(desk.locator("#note")).to_contain_text("次序抄反了")
    expect(pool_of(desk).locator("[data-tie]")).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_and_its_dialog_shut_nobody_out_and_spill_nowhere(desk: Page, served: Served, lang: str) -> None:
    opened(desk, served, f"?lang={lang}")
    pool_of(desk).locator('[data-command="decide-tie"]').click()
    previewed(desk, "合议", "JA1")
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert grave_findings(desk) == [], scheme
    desk.set_viewport_size({"width": 360, "height": 780})
    assert desk.evaluate(SMALL_TARGETS, LEAST) == []
    desk.keyboard.press("Escape")
    assert grave_findings(desk) == []
    assert spills(desk) == []


def test_who_only_looks_is_offered_no_act(device: Open, served: Served, desk: Page) -> None:
    added = desk.request.post(
        f"{served.url}/api/v1/desk/add-staff", data={"name": "审计", "role": "auditor"}, headers={"X-Liangfen": "1"}
    )
    page = device(1366, 768).new_page()
    page.goto(added.json()["link"])
    page.wait_for_url("**/desk")
    opened(page, served)
    expect(pool_of(page).locator('[data-command="recount"]')).to_be_visible()
    for command in ("decide-tie", "disqualify", "withdraw", "finalise", "decline", "document_only"):
        expect(page.locator(f'[data-command="{command}"]')).to_have_count(0)
