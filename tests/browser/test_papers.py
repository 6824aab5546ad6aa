"""The page of papers on a played contest: documents printed, stopped and refused, for every eye and role."""

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
from tests.browser.papers_page import DONE, downloaded, opened, played_and_served, secretariat, text_of
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills


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


def row_of(page: Page, paper: str) -> Locator:
    """A document's row."""
    return page.locator(f'[data-paper="{paper}"]')


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
