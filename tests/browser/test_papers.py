"""The page of papers on a played contest: documents, certificates, their register, refusals in words."""

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
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills
from tests.web.played import played_office

DONE = 60_000  # ms that a print may take on a slow machine
AWARDED = 32  # ranked entries of the sample with an award


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Served]:
    """The sample's day, played and served."""
    office = played_office(folder / "data")
    office.writer.close()
    server = Served(folder, played=True)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def desk(device: Open, served: Served) -> Page:
    """The secretariat's browser."""
    page = device(1366, 768, accept_downloads=True).new_page()
    page.goto(f"{served.url}/enter#{served.codes()['secretariat']}")
    page.wait_for_url("**/desk")
    return page


@pytest.fixture
def papers(desk: Page, served: Served) -> Page:
    """The page of papers, opened anew."""
    desk.set_viewport_size({"width": 1366, "height": 768})
    return opened(desk, served)


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


def row_of(page: Page, paper: str) -> Locator:
    """A document's row."""
    return page.locator(f'[data-paper="{paper}"]')


def certificate_rows(page: Page, state: str) -> Locator:
    """Rows of the register in a state."""
    return page.locator(f'#register tr[data-state="{state}"]')


@pytest.mark.parametrize("paper", ["result-sheets", "judge-sheets", "nominations", "awards", "script", "notice"])
def test_a_document_is_printed_and_fetched_as_a_pdf(papers: Page, paper: str) -> None:
    content = downloaded(row_of(papers, paper).locator(".print"))
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = next(archive.read(name) for name in archive.namelist() if name.endswith(".pdf"))
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages) >= 1


def test_the_summary_comes_on_paper_and_as_a_workbook(papers: Page) -> None:
    with zipfile.ZipFile(io.BytesIO(downloaded(row_of(papers, "summary").locator(".print")))) as archive:
        assert {name.rpartition(".")[2] for name in archive.namelist()} == {"pdf", "xlsx"}


def test_a_calculation_is_of_the_entry_that_was_chosen(papers: Page) -> None:
    row = row_of(papers, "calculations")
    row.locator('[name="entry"]').select_option("SH010")
    text = text_of(downloaded(row.locator(".print")))
    assert "SH010" in text and "SH016" not in text
    row.locator('[name="entry"]').select_option("SH016")
    # what was printed for another choice is not offered any longer
    expect(row.locator('[data-command="download"]')).to_have_count(0)


def test_the_evening_prints_the_parts_that_are_ticked_and_refuses_none(papers: Page) -> None:
    row = row_of(papers, "evening")
    for part in ("cards", "plates", "ballots", "checklists"):
        row.locator(f'[value="{part}"]').uncheck()
    assert len(downloaded(row.locator(".print"))) > 1000
    row.locator('[value="order"]').uncheck()
    row.locator('[data-command="print"]').click()
    expect(row.locator(".refusal")).to_have_text("至少选一样。")


def test_a_print_is_stopped_and_another_waits_its_turn(papers: Page) -> None:
    long, short = row_of(papers, "evening").locator(".print"), row_of(papers, "awards").locator(".print")
    long.locator('[data-command="print"]').click()
    short.locator('[data-command="print"]').click()
    expect(long.get_by_role("progressbar")).to_be_visible()
    expect(short).to_have_attribute("data-state", "waiting")
    long.locator('[data-command="stop"]').click()
    expect(long).to_have_attribute("data-state", "stopped")
    expect(long).to_contain_text("没有生成文件")
    expect(short.locator('[data-command="download"]')).to_be_visible(timeout=DONE)


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


def test_a_changed_title_is_mended_under_a_new_number_and_the_old_one_is_replaced(papers: Page, served: Served) -> None:
    papers.goto(f"{served.url}/desk/setup")
    papers.click('[data-tab="成果"]')
    title = papers.locator('table[data-sheet="成果"] textarea[data-cell="D2"]')
    before = title.input_value()
    title.fill(before + "（更正）")
    papers.click("#check")
    papers.click('[data-command="apply"]')
    expect(papers.locator("#preview")).to_be_hidden()
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


def test_an_entrys_calculation_is_printed_from_the_results(desk: Page, served: Served) -> None:
    desk.goto(f"{served.url}/desk/results?lang=zh")
    row = desk.locator('tr[data-entry="SH010"]')
    assert "SH010" in text_of(downloaded(row.locator(".print")))
    desk.click("#to-certificates")
    expect(desk.locator("#certificates")).to_be_in_viewport()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_full_page_shuts_nobody_out_and_spills_nowhere(papers: Page, served: Served, lang: str) -> None:
    opened(papers, served, f"?lang={lang}")
    papers.locator('[name="overprint"]').check()
    for scheme in ("light", "dark"):
        papers.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert grave_findings(papers) == [], scheme
    assert spills(papers) == []
    papers.set_viewport_size({"width": 360, "height": 780})
    assert papers.evaluate(SMALL_TARGETS, LEAST) == []


def test_the_auditor_prints_results_and_is_shown_neither_the_evening_nor_certificates(
    desk: Page, device: Open, served: Served
) -> None:
    asked = {"name": "审计", "role": "auditor"}
    added = desk.request.post(f"{served.url}/api/v1/desk/add-staff", data=asked, headers={"X-Liangfen": "1"})
    page = device(1366, 768).new_page()
    page.goto(added.json()["link"])
    page.wait_for_url("**/desk")
    opened(page, served)
    expect(page.locator("#after")).to_be_visible()
    expect(page.locator("#before")).to_be_hidden()
    expect(page.locator("#certificates")).to_be_hidden()


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
