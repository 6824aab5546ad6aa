"""The day on which everything goes wrong, on real pages from 09:20 to the appeal; each test goes on from the last."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.decisions_page import asked
from tests.browser.mended_day import MendedDay, served_for_mending
from tests.browser.mended_steps import (
    WRONG_RUBRIC,
    appeal_answered,
    appeal_registered,
    confirmed_by_chief,
    confirmed_by_second,
    disqualification_preview,
    document_preview,
    final_preview,
    ledger_taken,
    ready,
    rubric_preview,
    tie_preview,
)
from tests.browser.papers_page import downloaded, text_of
from tests.browser.served import ROOT


@pytest.fixture(scope="module")
def day(folder: Path, device: Open) -> Iterator[MendedDay]:
    """The hall at nine o'clock: the session open, two entries judged on the rubric of the morning."""
    server = served_for_mending(folder)
    found = MendedDay(server, device)
    found.hands.command("open-session", session="A")
    for entry in ("QC01", "QC02"):
        found.turn(entry, WRONG_RUBRIC)
    found.revealed("QC01")
    yield found
    found.close()
    server.stop()


def results(day: MendedDay) -> dict[str, dict[str, object]]:
    return {row["entry"]: row for row in json.loads(day.served.contest("results", "--json"))}


def test_0920_the_rubric_is_put_right_and_the_judges_are_asked_again(day: MendedDay) -> None:
    page = rubric_preview(day)
    moves = page.locator("#dialog [data-moves-of]")
    expect(moves.locator('[data-two="true"]')).to_be_visible()
    for entry in ("QC01", "QC02"):
        expect(moves.locator(f'tr[data-entry="{entry}"]')).to_contain_text("5")  # ballots that the panel owes again
    page.locator('#dialog [data-command="ask"]').click()
    page.wait_for_url("**/desk/corrections")
    confirmed_by_second(day)
    expect(day.board.locator("body")).to_contain_text("更正")
    expect(day.phone.locator("body")).to_contain_text("更正")
    assert "QC01" not in results(day)
    for entry in ("QC01", "QC02"):
        expect(day.chief.page.locator("#main")).to_have_attribute("data-entry", entry)
        expect(day.chief.page.locator('.row[data-criterion="1"]')).not_to_have_attribute("data-mark", "1300")
        day.marked(entry)
    for entry in ("QC01", "QC02"):
        day.finish(entry)
        day.revealed(entry)


def test_1030_a_document_score_that_was_revealed_is_put_right_by_two(day: MendedDay) -> None:
    day.turn("QC03")
    day.revealed("QC03")
    expect(day.board.locator("body")).to_contain_text("77.80")
    page = document_preview(day)
    row = page.locator('[data-moves-of] tr[data-entry="QC03"]')
    expect(row.locator(".moves-before")).to_contain_text("77.80")
    expect(row.locator(".moves-after")).to_contain_text("92.20")
    page.locator('#correct-form [data-command="ask"]').click()
    expect(page.locator(".waiting-change")).to_have_count(1)
    confirmed_by_chief(day)
    expect(page.locator(".waiting-change")).to_have_count(0)
    expect(page.locator("#note")).to_contain_text("已生效")
    expect(day.board.locator("body")).to_contain_text("92.20")
    expect(day.board.locator("body")).to_contain_text("更正")
    expect(day.phone.locator("body")).to_contain_text("92.20")


def test_1100_falsified_figures_disqualify_an_entry_by_two(day: MendedDay) -> None:
    day.turn("QC04")
    day.revealed("QC04")
    page = disqualification_preview(day)
    expect(page.locator('#dialog [data-moves-of] tr[data-entry="QC04"]')).to_be_visible()
    asked(page)
    confirmed_by_chief(day)
    expect(page.locator("#waiting")).to_be_hidden()
    assert results(day)["QC04"]["state"] == "disqualified"
    expect(day.phone.locator("body")).to_contain_text("更正")


def test_1150_a_tie_at_the_cut_is_decided_and_printed_for_signature(day: MendedDay) -> None:
    for entry in ("QC05", "QC06"):
        day.turn(entry)
        day.revealed(entry)
    page = tie_preview(day)
    asked(page)
    confirmed_by_second(day)
    ready(page, f"{day.url}/desk/decisions?lang=zh")
    said = text_of(downloaded(page.locator('[data-print="decisions"]').first)).replace("\n", "")
    assert "措施可推广面更广" in said and "周敏" in said and "光明小组" in said
    places = results(day)
    assert [places[entry]["rank"] for entry in ("QC03", "QC01", "QC06", "QC05")] == [1, 2, 3, 4]
    assert [places[entry]["selection"] for entry in ("QC03", "QC01", "QC06", "QC05")] == [*["candidate"] * 3, "reserve"]
    assert (places["QC06"]["decided_by"], places["QC05"]["decided_by"]) == ("decision", "decision")


def test_1210_the_pool_is_made_final_and_every_sheet_says_so(day: MendedDay) -> None:
    page = final_preview(day)
    asked(page)
    confirmed_by_second(day)
    ready(page, f"{day.url}/desk/decisions?lang=zh")
    expect(page.locator("[data-pool] [data-state]").first).to_have_attribute("data-state", "final")
    ready(page, f"{day.url}/desk/papers?lang=zh")
    said = text_of(downloaded(page.locator('[data-print="result-sheets"]'))).replace("\n", "")
    assert "定稿第1版" in said.replace(" ", "") and "规则卡指纹" in said and "结果指纹" in said


def test_two_days_later_a_unit_appeals_and_is_answered_from_the_record(day: MendedDay) -> None:
    ready(day.desk.page, f"{day.url}/desk/results?lang=zh")
    sheet = text_of(
        downloaded(day.desk.page.locator('tr[data-entry="QC02"] .print, [data-entry="QC02"] .calculation').first)
    )
    assert "评审表更正，重评，这一版不计入" in sheet.replace("\n", "")
    page = appeal_registered(day, "40")
    page.goto(f"{day.url}/desk/ledger/QC02?lang=zh")
    story = page.locator("main")
    for told in ("选题应为15分", "不再计入", "周敏"):
        expect(story).to_contain_text(told)
    page.goto(f"{day.url}/desk/appeals?appeal=1&lang=zh")
    appeal_answered(page)
    expect(page.locator(".appeal .chip.state-answered")).to_be_visible()


def test_the_ledger_leaves_the_house_and_a_plain_program_vouches_for_it(day: MendedDay, tmp_path: Path) -> None:
    taken = ledger_taken(day, tmp_path)
    key = re.findall("[0-9a-f]{64}", day.served.contest("ledger", "key"))[0]
    check = [sys.executable, "-I", "-S", str(ROOT / "checker" / "check_ledger.py"), str(taken), "--key", key]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    content = bytearray(taken.read_bytes())
    content[len(content) // 2] ^= 1
    taken.write_bytes(content)
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert day.served.contest("ledger", "verify")  # it ends with 1 where anything differs
