"""Two devices, or two pages, of one judge: which one works, and what becomes of what the other still holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.day import marks_of
from tests.browser.devices import Tablet
from tests.browser.served import Served
from tests.browser.trouble import Troubled, says, waits

JUDGE = "JA2"


@pytest.fixture(scope="module")
def hall(served: Served, device: Open, folder: Path) -> Iterator[Troubled]:
    """The hall, as it goes on from test to test."""
    yield Troubled(served, device, folder)


def test_a_second_tab_goes_on_and_the_first_one_says_that_it_has_stopped(hall: Troubled) -> None:
    entry = hall.next_entry()
    first = hall.tablet(JUDGE)
    first.view("marking", entry)
    wanted = marks_of(entry, JUDGE)
    first.type_marks(wanted[:2])
    page = first.context.new_page()
    page.goto(hall.served.url + "/judge")
    second = Tablet.at(page)
    second.view("marking", entry)
    first.view("elsewhere")
    expect(first.page.locator("#main")).to_contain_text("已在另一个标签页打开")
    for number in (1, 2):
        expect(second.row(number)).to_have_attribute("data-mark", str(wanted[number - 1]))
    second.type_marks(wanted)
    second.submit()
    hall.shows_the_stored_receipt(second, JUDGE)
    first.page.click('[data-act="continue-here"]')
    hall.shows_the_stored_receipt(first, JUDGE)
    second.view("elsewhere")


def test_another_device_takes_over_and_what_waits_on_the_old_one_reaches_the_secretariat(hall: Troubled) -> None:
    entry = hall.next_entry()
    old = hall.tablet(JUDGE)
    old.view("marking", entry)
    wanted = marks_of(entry, JUDGE)
    old.type_marks(wanted[:3])
    old.chip("stored")
    old.context.set_offline(True)
    for number, mark in enumerate(wanted[3:], start=4):
        old.row(number).locator(".mark-field").click()
        old.type_mark(mark)
    old.submit()
    waits(old, 1)

    new = hall.tablet(JUDGE)
    new.view("marking", entry)
    for number in (1, 2, 3):
        expect(new.row(number)).to_have_attribute("data-mark", str(wanted[number - 1]))
    new.page.click("#who")
    expect(new.page.locator("#took-over")).to_contain_text("已从另一台设备接管")
    new.page.click('#menu [data-act="close"]')

    old.context.set_offline(False)
    old.view("taken")
    expect(old.page.locator("#main")).to_contain_text("另一台设备已接管")
    held = old.page.locator(f'.held[data-entry="{entry}"]')
    expect(held).to_have_attribute("data-state", "aside")
    (aside,) = hall.stored(JUDGE, "ballot_aside")
    assert aside["why"] == "taken_over"
    expect(held).to_contain_text("已送达秘书处待处理，回执")
    expect(held.locator(".code")).to_have_attribute("data-code", aside["receipt"])
    assert hall.stored(JUDGE) == []

    new.type_marks(wanted)
    new.submit()
    new.view("receipt", entry)
    assert len(hall.stored(JUDGE)) == 1 and len(hall.stored(JUDGE, "ballot_aside")) == 1


def test_a_device_that_was_taken_over_can_be_read_but_not_written_on(hall: Troubled) -> None:
    entry = hall.next_entry()
    old = hall.tablet(JUDGE)
    old.view("marking", entry)
    wanted = marks_of(entry, JUDGE)
    old.type_marks(wanted[:2])
    hall.tablet(JUDGE).view("marking", entry)
    old.view("taken")
    held = old.page.locator(f'.held[data-entry="{entry}"]')
    expect(held).to_have_attribute("data-state", "draft")
    expect(held).to_contain_text("已打 2 / 6，没有提交")
    expect(old.page.locator("#pad")).to_have_count(0)
    expect(old.page.locator("#submit")).to_be_hidden()


def test_a_login_that_the_desk_ended_says_whose_doing_it_was(hall: Troubled) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    hall.desk.command("issue-card", judge=JUDGE)
    says(tablet, "login", "秘书处结束了这台设备的登录", "请重新扫您的卡片")
    hall.codes = hall.served.codes()


HELD = """() => new Promise((told) => {
  const asked = indexedDB.open("liangfen-judge");
  asked.onsuccess = () => {
    const found = asked.result.transaction("outbox").objectStore("outbox").getAll();
    found.onsuccess = () => {
      asked.result.close();
      told(found.result.filter((one) => !one.gone).map((one) => one.judge));
    };
  };
})"""
TWO_HOURS_LATER = "(() => { const now = Date.now; Date.now = () => now() + 7200e3; })()"


@pytest.mark.parametrize("later, held", [("", ["JA4"]), (TWO_HOURS_LATER, [])], ids=["at once", "two hours later"])
def test_who_borrows_the_device_later_finds_no_marks_of_the_judge_before(
    hall: Troubled, later: str, held: list[str]
) -> None:
    hall.next_entry()
    context = hall.context()
    before = hall.tablet("JA4", context)
    before.view("marking", hall.entry)
    before.type_marks(marks_of(hall.entry, "JA4"))
    before.submit()
    hall.shows_the_stored_receipt(before, "JA4")
    assert before.page.evaluate(HELD) == ["JA4"]
    before.page.close()
    context.add_init_script(later)
    borrowed = hall.tablet("JA3", context)
    borrowed.view("marking", hall.entry)
    borrowed.page.wait_for_function(
        f"async (held) => JSON.stringify(await ({HELD})()) === JSON.stringify(held)", arg=held
    )
