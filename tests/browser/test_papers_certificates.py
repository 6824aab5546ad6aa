"""Certificates on the page of papers: printed, printed again, mended, voided, sought, refused in words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.decisions_page import confirmed, entered, previewed
from tests.browser.papers_page import downloaded, fetched, opened, played_and_served, secretariat, text_of
from tests.browser.served import Served

AWARDED = 32  # entries of the sample with an award


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """The sample's day, played and served."""
    yield from played_and_served(folder)


@pytest.fixture(scope="module")
def desk(device: Open, served: Served) -> Page:
    """The secretariat's browser."""
    return secretariat(device, served)


@pytest.fixture
def papers(desk: Page, served: Served) -> Page:
    """The page of papers, opened anew."""
    desk.set_viewport_size({"width": 1366, "height": 768})
    return opened(desk, served)


def certificate_rows(page: Page, state: str) -> Locator:
    """Rows of the register in a state."""
    return page.locator(f'#register tr[data-state="{state}"]')


def test_certificates_are_printed_as_a_bundle_and_entered_in_the_register(papers: Page) -> None:
    expect(papers.locator("#register")).to_contain_text("还没有发过证书")
    expect(papers.locator("#ahead")).to_have_text(f"将打印 {AWARDED} 张。")
    reader = pypdf.PdfReader(io.BytesIO(downloaded(papers.locator('[data-print="certificates"]'))))
    assert len(reader.pages) == AWARDED
    expect(certificate_rows(papers, "valid")).to_have_count(AWARDED)
    expect(papers.locator("#register .cell-printed").first).to_contain_text("月")
    expect(papers.locator("#ahead")).to_have_text("这一种都打印过了。")
    numbers = papers.locator("#register .number").all_inner_texts()
    pages = [page.extract_text() for page in reader.pages]
    assert all(number in text for number, text in zip(numbers, pages, strict=True))


def test_printing_again_asks_for_the_reason_and_is_noted(papers: Page) -> None:
    papers.locator('[name="which"][value="range"]').check()
    papers.fill('[name="first"]', "2")
    papers.fill('[name="last"]', "3")
    place = papers.locator('[data-print="certificates"]')
    place.locator('[data-command="print"]').click()
    expect(papers.locator('[data-refusal="certificates"]')).to_contain_text("补发要写理由")
    expect(papers.locator('[name="reason"]')).to_be_focused()
    papers.fill('[name="reason"]', "卡纸")
    papers.locator('[name="bundle"][value="no"]').check()
    with zipfile.ZipFile(io.BytesIO(downloaded(place))) as archive:
        assert [name[:3] for name in sorted(archive.namelist())] == ["002", "003"]
    expect(papers.get_by_text("补发 1 次：卡纸")).to_have_count(2)


def test_one_certificate_is_printed_again_and_the_focus_returns_to_its_row(papers: Page) -> None:
    row = certificate_rows(papers, "valid").nth(5)
    number = row.get_attribute("data-number")
    row.locator('[data-command="reprint"]').click()
    dialog = papers.locator("#dialog")
    dialog.locator('[name="reason"]').fill("邮寄损坏")
    dialog.locator('[data-command="reprint"]').click()
    assert str(number) in text_of(fetched(dialog.locator(".print")))
    expect(papers.locator(f'[data-number="{number}"]')).to_contain_text("补发 1 次：邮寄损坏")
    papers.keyboard.press("Escape")
    expect(papers.locator(f'[data-number="{number}"] [data-command="reprint"]')).to_be_focused()


def test_a_range_beyond_the_last_certificate_is_refused_in_words(papers: Page) -> None:
    papers.locator('[name="which"][value="range"]').check()
    papers.fill('[name="first"]', "900")
    papers.locator('[data-print="certificates"] [data-command="print"]').click()
    expect(papers.locator('[data-print="certificates"] .print-refusal')).to_contain_text(f"一共 {AWARDED} 张")


def test_a_changed_title_is_mended_under_a_new_number_and_the_old_one_is_replaced(
    papers: Page, served: Served, device: Open
) -> None:
    papers.goto(f"{served.url}/desk/setup")
    papers.click('[data-tab="成果"]')
    title = papers.locator('table[data-sheet="成果"] textarea[data-cell="D2"]')
    before = title.input_value()
    title.fill(before + "（更正）")
    papers.click("#check")
    papers.click('[data-command="as-correction"]')
    previewed(papers, "课题名更正")
    papers.locator('#dialog [data-command="ask"]').click()
    papers.wait_for_url("**/desk/corrections")
    confirmed(entered(device, served, "scorer"), "set-up")
    opened(papers, served)
    row = papers.locator("#register tr", has=papers.locator('[data-command="mend"]'))
    expect(row).to_have_count(1)
    expect(row.locator(".cell-differs")).to_contain_text(before + "（更正）")
    old = row.get_attribute("data-number")
    row.locator('[data-command="mend"]').click()
    dialog = papers.locator("#dialog")
    expect(dialog).to_contain_text(f"旧编号 {old} 当即失效")
    assert grave_findings(papers) == []
    dialog.locator('[data-command="mend"]').click()
    expect(dialog.locator(".refusal")).to_contain_text("理由")
    dialog.locator('[name="reason"]').fill("课题名更正")
    dialog.locator('[data-command="mend"]').click()
    expect(dialog).to_contain_text(f"旧编号 {old} 已失效")
    assert "更正" in text_of(downloaded(dialog.locator(".print"))).replace("\n", "")
    papers.keyboard.press("Escape")
    expect(certificate_rows(papers, "replaced")).to_have_count(1)
    expect(papers.locator(f'[data-number="{old}"]')).to_contain_text("已换发")


def test_a_voided_certificate_says_so_and_why_and_can_be_issued_anew(papers: Page) -> None:
    row = certificate_rows(papers, "valid").last
    number = row.get_attribute("data-number")
    row.locator('[data-command="void"]').click()
    papers.fill('#dialog [name="reason"]', "错发")
    papers.click('#dialog [data-command="void"]')
    expect(papers.locator("#dialog")).not_to_be_visible()
    voided = papers.locator(f'[data-number="{number}"]')
    expect(voided).to_contain_text("已作废")
    expect(voided).to_contain_text("错发")
    expect(voided.locator('[data-command="reprint"]')).to_have_count(0)
    voided.locator('[data-command="anew"]').click()
    papers.click('#dialog [data-command="anew"]')
    assert fetched(papers.locator("#dialog .print")).startswith(b"%PDF")
    papers.keyboard.press("Escape")
    expect(certificate_rows(papers, "valid")).to_have_count(AWARDED)
    expect(voided.locator('[data-command="anew"]')).to_have_count(0)


def test_the_register_is_searched_by_name_and_by_state(papers: Page) -> None:
    number = certificate_rows(papers, "replaced").get_attribute("data-number")
    papers.select_option("#register-only", "ended")
    expect(papers.locator("#register tbody tr")).to_have_count(2)
    papers.fill("#register-words", str(number))
    expect(papers.locator("#register tbody tr")).to_have_count(1)
    papers.fill("#register-words", "没有这个")
    expect(papers.locator("#register")).to_contain_text("没有符合的证书")


def test_the_offsets_of_pre_printed_sheets_are_tried_kept_and_checked(papers: Page) -> None:
    papers.locator('[name="overprint"]').check()
    papers.fill('[name="right"]', "1.5")
    papers.fill('[name="down"]', "-0，8")
    test_page = papers.locator('[data-print="certificate-test"]')
    test_page.locator('[data-command="print"]').click()
    expect(papers.locator('[data-refusal="certificates"]')).to_contain_text("最多一位小数")
    papers.fill('[name="down"]', "-0.8")
    assert downloaded(test_page).startswith(b"%PDF")
    papers.reload()
    expect(papers.locator('[name="down"]')).to_have_value("-0.8")


def test_a_pool_still_open_says_what_it_waits_for_and_prints_no_certificate(
    device: Open, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = Served(tmp_path_factory.mktemp("begun"))
    server.start()
    try:
        page = device(1366, 768).new_page()
        page.goto(f"{server.url}/enter#{server.codes()['secretariat']}")
        page.wait_for_url("**/desk")
        opened(page, server)
        expect(page.locator('#standing [data-ready="false"]')).to_have_count(2)
        expect(page.locator("#standing")).to_contain_text("SH001")
        place = page.locator('[data-print="certificates"]')
        place.locator('[data-command="print"]').click()
        expect(place.locator(".print-refusal")).to_contain_text("SH001")
    finally:
        server.stop()
