"""What people do on the day that is mended, from 09:20 to the appeal, page by page."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.decisions_page import previewed
from tests.browser.mended_day import MendedDay
from tests.mending_contest import CHIEF, KIND, TRUE_DOCUMENT

WRONG_RUBRIC = (2000, 2500)  # the most that 选题 and 原因分析 take on the rubric of the morning


def ready(page: Page, url: str) -> Page:
    """A desk page once it is drawn."""
    page.goto(url)
    expect(page.locator("body")).to_have_attribute("data-ready", "true")
    return page


def confirmed_by_second(day: MendedDay) -> None:
    """The second scorer sees what waits and says yes; then nothing waits."""
    page = ready(day.second, f"{day.url}/desk/corrections?lang=zh")
    change = page.locator(".waiting-change")
    expect(change).to_have_count(1)
    change.locator('[data-command="confirm"]').click()
    expect(change).to_have_count(0)


def confirmed_by_chief(day: MendedDay) -> None:
    """The chief sees it on the tablet and says yes."""
    page = day.chief.page
    page.click('[data-act="open-change"]')
    expect(page.locator(".change-card")).to_have_count(1)
    page.click('[data-act="change-yes"]')
    expect(page.locator('[data-band="change"]')).to_have_count(0)


def rubric_preview(day: MendedDay) -> Page:
    """09:20: the two maxima put right in the set-up grid, and asked for as a correction."""
    page = ready(day.desk.page, f"{day.url}/desk/setup?lang=zh#评审表")
    for cell, wrong, right in (("D2", "20", "15"), ("D3", "25", "30")):
        maximum = page.locator(f'[data-cell="{cell}"]')
        expect(maximum).to_have_value(wrong)
        maximum.fill(right)
    page.click("#check")
    expect(page.locator("#preview")).to_contain_text(KIND)
    page.click('[data-command="as-correction"]')
    previewed(page, "评审表录错：选题应为15分，原因分析应为30分")
    return page


def document_preview(day: MendedDay) -> Page:
    """10:30: 59.50 was typed for 95.50 and is revealed."""
    page = ready(day.desk.page, f"{day.url}/desk/corrections?entry=QC03&field=document&lang=zh")
    expect(page.locator("#value-now")).to_contain_text("59.5")
    page.fill('#correct-form [name="value"]', TRUE_DOCUMENT)
    page.fill('#correct-form [name="reason"]', "文审评分表为95.50，录入时颠倒")
    page.click('#correct-form [data-command="preview"]')
    expect(page.locator('[data-moves-of] tr[data-entry="QC03"]')).to_be_visible()
    return page


def disqualification_preview(day: MendedDay) -> Page:
    """11:00: the chief finds falsified figures."""
    page = ready(day.desk.page, f"{day.url}/desk/decisions?lang=zh")
    page.locator('[data-command="disqualify"]').first.click()
    page.locator("#dialog select").first.select_option("QC04")
    previewed(page, "核对原始记录，效果数据不实", CHIEF)
    return page


def tie_preview(day: MendedDay) -> Page:
    """11:50: two entries tie at the cut of the candidates."""
    page = ready(day.desk.page, f"{day.url}/desk/decisions?lang=zh")
    page.locator('[data-command="decide-tie"]').click()
    page.locator('#dialog [data-entry="QC06"] [data-move="up"]').click()
    previewed(page, "合议：QC06措施可推广面更广", CHIEF)
    return page


def final_preview(day: MendedDay) -> Page:
    """12:10: nothing is open, the recount agrees."""
    page = ready(day.desk.page, f"{day.url}/desk/decisions?lang=zh")
    page.locator('[data-command="finalise"]').click()
    previewed(page, "全部成果已定分，合议完毕")
    return page


def appeal_registered(day: MendedDay, sheet: str) -> Page:
    """Two days later a unit asks how its score came about."""
    page = day.desk.page
    page.goto(f"{day.url}/desk/appeals?lang=zh")
    page.locator("#new summary").click()
    form = page.locator('[data-act="register"]')
    form.locator('[name="entry"]').fill("QC02")
    form.locator('[name="asker"]').fill("市第一人民医院")
    form.locator('[name="asked_on"]').fill("2026-08-20")
    form.locator('[name="question"]').fill("评审表更换之后，本小组的分数是怎样得出的？更换之前的评分是否仍然计入？")
    form.locator('[name="sheet"]').fill(sheet)
    form.locator("[type=submit]").click()
    page.wait_for_url("**appeal=1**")
    return page


def appeal_answered(page: Page) -> None:
    """Answered with the sheet in hand."""
    form = page.locator('[data-act="answer"]')
    form.locator('[name="answer"]').fill(
        "第一次评分已搁置，不计入；五位评委在更正后的评审表上重新评分，见得分计算单。计算无误。"
    )
    form.locator('[value="rejected"]').check()
    with page.expect_navigation():
        form.locator("[type=submit]").click()


def ledger_taken(day: MendedDay, folder: Path) -> Path:
    """The ledger as a file."""
    page = day.desk.page
    page.goto(f"{day.url}/desk/ledger?lang=zh")
    with page.expect_download() as download:
        page.locator('a[href="/desk/ledger/export"]').click()
    taken = folder / "ledger.jsonl"
    download.value.save_as(taken)
    return taken
