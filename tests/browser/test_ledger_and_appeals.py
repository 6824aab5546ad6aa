"""The ledger searched, an entry's story read, an appeal registered, answered and reopened, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.papers_page import downloaded, played_and_served, secretariat, text_of
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills

ENTRY = "SH010"
# a link in running text may be as low as its line; everything that is pressed has its size
PRESSED = SMALL_TARGETS.replace("a[href], button", ".button, .top a, button").replace(
    "input,", "input:not([type=radio]),"
)


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """The sample's day, played and served."""
    yield from played_and_served(folder)


@pytest.fixture(scope="module")
def desk(device: Open, served: Served) -> Page:
    """The secretariat's browser, watched for errors."""
    page = secretariat(device, served)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.wrong = wrong  # type: ignore[attr-defined]
    return page


def go(page: Page, served: Served, path: str) -> Page:
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(served.url + path)
    return page


def test_a_search_by_words_and_kind_narrows_the_list_and_goes_on_with_older(desk: Page, served: Served) -> None:
    go(desk, served, "/desk/ledger?lang=zh")
    rows = desk.locator("table.ledger tbody tr")
    expect(rows).to_have_count(50)
    newest = int(rows.first.get_attribute("data-seq") or "0")
    desk.click("#older")
    assert int(rows.first.get_attribute("data-seq") or "0") == newest - 50
    desk.fill('[name="words"]', "秒表")
    desk.select_option('[name="fact"]', "OvertimeSet")
    desk.press('[name="words"]', "Enter")
    desk.wait_for_url("**fact=OvertimeSet**")
    assert set(rows.evaluate_all("all => all.map(row => row.dataset.fact)")) == {"OvertimeSet"}
    expect(rows.first).to_contain_text("理由：秒表")
    desk.fill('[name="words"]', "没有这样的字")
    desk.get_by_role("button", name="查找").click()
    expect(desk.locator("#nothing")).to_be_visible()


def test_from_a_row_to_the_entrys_story_and_its_calculation(desk: Page, served: Served) -> None:
    go(desk, served, f"/desk/ledger?lang=zh&entry={ENTRY}&fact=ResultPublished")
    desk.get_by_role("link", name=f"看 {ENTRY} 的全部经过").click()
    desk.wait_for_url(f"**/desk/ledger/{ENTRY}")
    expect(desk.locator('[data-fact="BallotSubmitted"]').first).to_contain_text("合计")
    expect(desk.locator('[data-fact="ResultPublished"]')).to_contain_text("有效评分")
    seen = desk.locator(".timeline li").evaluate_all("all => all.map(line => Number(line.dataset.seq))")
    assert seen == sorted(seen) and len(seen) > 15
    assert ENTRY in text_of(downloaded(desk.locator("#calculation .print")))


def test_the_story_prints_on_white_without_what_is_only_pressed(desk: Page, served: Served) -> None:
    go(desk, served, f"/desk/ledger/{ENTRY}?lang=zh")
    desk.emulate_media(media="print", color_scheme="dark")
    expect(desk.locator(".top nav")).to_be_hidden()
    expect(desk.locator(".story-links")).to_be_hidden()
    assert desk.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    desk.emulate_media(media="null", color_scheme="light")
    printed = text_of(desk.pdf(format="A4"))
    assert ENTRY in printed and "控台" not in printed


def test_an_appeal_is_registered_answered_and_reopened_by_keyboard_and_pointer(desk: Page, served: Served) -> None:
    go(desk, served, "/desk/appeals?lang=zh")
    desk.locator("#new summary").press("Enter")
    form = desk.locator('[data-act="register"]')
    form.locator("[type=submit]").click()
    expect(form.locator(".refusal")).to_have_text("请填写：成果（编号或小组名）")
    expect(form.locator('[name="entry"]')).to_be_focused()
    form.locator('[name="entry"]').fill(ENTRY.lower())
    form.locator('[name="asker"]').fill("某某单位")
    form.locator('[name="asked_on"]').fill("2026-08-20")
    form.locator('[name="question"]').fill("请复核第三席的评分。")
    form.locator('[name="sheet"]').fill("9999999")
    form.locator("[type=submit]").click()
    expect(form.locator(".refusal")).to_contain_text("台账没有第 9999999 条")
    form.locator('[name="sheet"]').fill("3")
    form.locator("[type=submit]").click()
    desk.wait_for_url("**appeal=1**")
    expect(desk.locator("#opened")).to_be_focused()
    expect(desk.locator(".steps li")).to_contain_text(["请复核第三席的评分。"])
    answered(desk)
    expect(desk.locator(".appeal .chip.state-answered")).to_be_visible()
    reopened(desk)
    expect(desk.locator(".appeal .chip.state-open")).to_be_visible()
    expect(desk.locator(".steps li")).to_contain_text(["请复核", "计算无误", "补充了材料"])


def answered(desk: Page) -> None:
    form = desk.locator('[data-act="answer"]')
    form.locator('[name="answer"]').fill("已复核，计算无误。")
    form.locator("[type=submit]").click()
    expect(form.locator(".refusal")).to_have_text("请填写：结果")
    form.locator('[value="rejected"]').check()
    with desk.expect_navigation():
        form.locator("[type=submit]").click()


def reopened(desk: Page) -> None:
    desk.locator(".appeal-more summary").click()
    form = desk.locator('[data-act="reopen"]')
    form.locator('[name="reason"]').fill("补充了材料")
    with desk.expect_navigation():
        form.locator("[type=submit]").press("Enter")


def test_an_opened_appeal_prints_its_calculation_and_leads_to_the_story(desk: Page, served: Served) -> None:
    go(desk, served, "/desk/appeals?appeal=1&lang=zh")
    assert ENTRY in text_of(downloaded(desk.locator("#calculation .print")))
    desk.get_by_role("link", name=f"成果 {ENTRY} 的全部经过").click()
    expect(desk.locator('[data-fact="AppealStepped"]')).to_have_count(2)
    expect(desk.locator('[data-fact="AppealRegistered"] .details')).to_have_text("请复核第三席的评分。")
    expect(desk.get_by_role("link", name="本成果的申诉（1）")).to_be_visible()


def test_the_register_is_filtered_by_state(desk: Page, served: Served) -> None:
    go(desk, served, "/desk/appeals?lang=zh")
    desk.get_by_role("link", name="已答复 0").click()
    expect(desk.locator("#nothing")).to_be_visible()
    desk.get_by_role("link", name="未答复 1").click()
    expect(desk.locator("table.appeals tbody tr")).to_have_count(1)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["/desk/ledger", f"/desk/ledger/{ENTRY}", "/desk/appeals?appeal=1"])
def test_the_pages_shut_nobody_out_and_spill_nowhere(desk: Page, served: Served, path: str, lang: str) -> None:
    go(desk, served, f"{path}{'&' if '?' in path else '?'}lang={lang}")
    desk.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert grave_findings(desk) == [], scheme
    desk.emulate_media(color_scheme="light")
    assert spills(desk) == []
    desk.set_viewport_size({"width": 390, "height": 844})
    assert desk.evaluate(PRESSED, LEAST) == []


def test_nothing_went_wrong_on_the_way(desk: Page) -> None:
    # the browser itself says that a refused request was refused
    assert [one for one in desk.wrong if "status of 40" not in one] == []  # type: ignore[attr-defined]
