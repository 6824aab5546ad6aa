"""A tablet fails: two people type the paper ballot on two devices, a third decides, desk and tablet show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.devices import Desk, Ears, Tablet
from tests.browser.served import Served
from tests.browser.test_every_page import LEAST, SMALL_TARGETS, spills
from web.replay.people import VirtualDesk

ENTRY, JUDGE, SEAT = "SH001", "JA3", 3
FIRST = ("13", "27.5", "18", "18.5", "4", "8")
SECOND = ("13", "22.5", "18", "18.5", "4.5", "8")
SMALL_CHOICES = """least => [...document.querySelectorAll(".choice")]
  .map(node => node.getBoundingClientRect()).filter(box => box.height < least || box.width < least).length"""


@dataclass
class Room:
    """Who is there: three members of staff at devices of their own, the desk, the judge's tablet."""

    desk: Desk
    first: Page
    second: Page
    third: Page
    ears: Ears
    tablet: Tablet
    url: str


def at(context: BrowserContext, served: Served, code: str) -> Page:
    """A device whose login has been opened."""
    page = context.new_page()
    page.goto(f"{served.url}/enter#{code}")
    page.wait_for_url("**/desk")
    return page


@pytest.fixture(scope="module")
def room(served: Served, device: Open) -> Iterator[Room]:
    """SH001 waits for its marks."""
    codes = served.codes()
    virtual = VirtualDesk.entered(served.url, codes["secretariat"])
    virtual.command("open-session", session="A")
    for name in ("call", "start-presenting", "end-presenting", "end-questions"):
        virtual.command(name, entry=ENTRY)
    desk = Desk(device(1366, 768), served.url, served.codes()["secretariat"])
    added = desk.page.request.post(
        f"{served.url}/api/v1/desk/add-staff", data={"name": "第三人", "role": "scorer"}, headers={"X-Liangfen": "1"}
    ).json()
    second = at(device(1366, 768), served, served.codes()["secretariat"])
    yield Room(
        desk,
        at(device(1366, 768), served, codes["scorer"]),
        second,
        at(device(1366, 768), served, added["link"].partition("#")[2]),
        Ears(second),
        Tablet(device(1180, 820, has_touch=True), served.url, codes[JUDGE]),
        served.url,
    )


def scanned(page: Page, url: str) -> None:
    """The place of the ballot opened by the code on the paper, its letters escaped as a scanner may give them."""
    page.goto("about:blank")
    page.goto(f"{url}/desk/paper?rubric=1#%53H001/{JUDGE}")
    expect(page.locator("#head")).to_have_attribute("data-entry", ENTRY)


def type_marks(page: Page, marks: Sequence[str], total: str) -> None:
    """By the keyboard alone: each mark and Enter, then the total on paper and Enter."""
    expect(page.locator("#mark-1")).to_be_focused()
    for mark in (*marks, total):
        page.keyboard.type(mark)
        page.keyboard.press("Enter")


def fits(page: Page) -> None:
    """Nothing grave in light and dark, nothing that spills, nothing too small for a finger."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert grave_findings(page) == [], scheme
    assert spills(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    small = [one for one in page.evaluate(SMALL_TARGETS, LEAST) if 'type="radio"' not in one]
    assert small == [] and page.evaluate(SMALL_CHOICES, LEAST) == 0
    page.set_viewport_size({"width": 1366, "height": 768})


def test_the_list_shows_every_seat_that_waits(room: Room) -> None:
    room.first.goto(f"{room.url}/desk/paper")
    expect(room.first.locator(".place-link")).to_have_count(7)
    expect(room.first.locator(f'[data-judge="{JUDGE}"] .chip')).to_have_attribute("data-state", "first")
    fits(room.first)


def test_the_seat_on_the_desk_leads_to_its_paper_ballot(room: Room) -> None:
    room.desk.seat(JUDGE).click()
    link = room.desk.page.locator('#dialog [data-command="type-ballot"]')
    expect(link).to_have_attribute("href", f"/desk/paper#{ENTRY}/{JUDGE}")
    room.desk.page.keyboard.press("Escape")


def test_wrong_marks_and_a_wrong_total_are_named_and_nothing_is_sent(room: Room) -> None:
    page = room.first
    scanned(page, room.url)
    type_marks(page, ("15.5", "27.3", "x", "18.5", "4", "8"), "89")
    page.keyboard.press("Enter")
    for number, words in ((1, "满分 15"), (2, "0.5 分一档"), (3, "不是分数")):
        expect(page.locator(f"#mark-{number}-error")).to_contain_text(words)
    expect(page.locator("#mark-1")).to_be_focused()
    for number, mark in enumerate(FIRST, start=1):
        page.fill(f"#mark-{number}", mark)
    page.fill("#control", "90")
    page.click("#save")
    expect(page.locator("#control-error")).to_contain_text("89.0")
    expect(page.locator("#saved")).to_have_count(0)
    fits(page)


def test_the_first_typing_waits_for_a_second_person(room: Room) -> None:
    page = room.first
    scanned(page, room.url)
    type_marks(page, FIRST, "89")
    expect(page.locator("#match")).to_have_text("与各项相加一致")
    expect(page.locator("#save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("第一次录入已保存，请另一位同事录入第二次。")
    expect(room.desk.seat(JUDGE)).to_contain_text("纸质录入 1 / 2")
    scanned(page, room.url)
    expect(page.locator("#why-not")).to_contain_text("您已经录入过一次")
    expect(page.locator("#typing")).to_have_count(0)


def test_the_second_types_blind_and_hears_only_that_the_two_differ(room: Room, tmp_path: Path) -> None:
    page = room.second
    scanned(page, room.url)
    expect(page.locator("#typing")).to_have_attribute("data-turn", "second")
    assert [page.input_value(f"#mark-{number}") for number in range(1, 7)] == [""] * 6
    picture = tmp_path / "scan.png"
    page.locator("#head").screenshot(path=picture)
    page.set_input_files("#scan-file", picture)
    expect(page.locator(".scan img")).to_be_visible()
    page.focus("#mark-1")
    type_marks(page, SECOND, "84.5")
    page.keyboard.press("Enter")
    expect(page.locator("#saved")).to_contain_text("两次不一致，请第三位同事核对。")
    page.wait_for_timeout(4500)  # one turn of the page's own looking
    assert room.ears.hears("27.5", "2750", "89.0", "8900") == []
    assert room.ears.hears(JUDGE) == [JUDGE]
    expect(room.desk.seat(JUDGE)).to_contain_text("纸质两次录入不一致")


def test_the_third_person_sees_both_and_decides(room: Room) -> None:
    page = room.third
    page.goto(f"{room.url}/desk/paper")
    page.locator(f'[data-judge="{JUDGE}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator('.compare-row[data-differs="true"]')).to_have_count(2)
    expect(page.locator('[data-criterion="2"] .choice').first).to_contain_text("27.5")
    expect(page.locator(".scan img")).to_be_visible()
    fits(page)
    page.click("#settle")
    expect(page.locator("#choose-2-error")).to_contain_text("还没有选")
    page.check('[name="choose-2"][value="left"]')
    page.check('[name="choose-5"][value="other"]')
    page.fill("#choose-5-other", "3.5")
    page.click("#settle")
    expect(page.locator("[data-refusal=compare]")).to_contain_text("请写明理由")
    page.fill("#reason", "两人都看错，纸上是 3.5")
    expect(page.locator("#sum")).to_have_text("88.5")
    page.click("#settle")
    expect(page.locator("#saved")).to_contain_text("已计入，合计 88.5。")


def test_the_desk_and_the_judges_tablet_show_that_it_came_from_paper(room: Room) -> None:
    expect(room.desk.seat(JUDGE)).to_contain_text("纸质已录入")
    room.tablet.view("receipt", ENTRY)
    expect(room.tablet.page.locator("#receipt-paper")).to_contain_text("由纸质评分表录入，合计 88.5")
    assert grave_findings(room.tablet.page) == []


def test_it_counts_as_any_other_ballot(room: Room, served: Served) -> None:
    parts = room.desk.page.request.get(f"{room.url}/api/v1/desk/picture").json()["parts"]
    now = parts["session/A"]["now"]
    assert (now["id"], now["would_count"]) == (ENTRY, 1)
    expect(room.second.locator("#stand .chip")).to_have_attribute("data-state", "counted")


def test_a_ballot_printed_from_another_version_of_the_rubric_is_told_so(room: Room) -> None:
    page = room.third
    page.goto("about:blank")
    page.goto(f"{room.url}/desk/paper?rubric=7#{ENTRY}/JA4")
    expect(page.locator("#other-form")).to_contain_text("第 7 版")
    page.goto(f"{room.url}/desk/paper?rubric=7#{ENTRY}/JA5")
    expect(page.locator("#head")).to_have_attribute("data-judge", "JA5")
    expect(page.locator("#typing")).to_be_visible()
    expect(page.locator("#other-form")).to_have_count(0)


def test_a_tablet_that_comes_back_after_its_paper_ballot_is_told_so(room: Room, served: Served, device: Open) -> None:
    tablet = Tablet(device(1180, 820, has_touch=True), served.url, served.codes()["JA4"])
    tablet.view("marking", ENTRY)
    tablet.type_marks([1300, 2700, 1800, 1800, 400, 800])
    tablet.context.set_offline(True)
    tablet.submit()
    tablet.chip("waiting")
    for page in (room.first, room.third):
        page.goto("about:blank")
        page.goto(f"{room.url}/desk/paper#{ENTRY}/JA4")
        type_marks(page, FIRST, "89")
        page.keyboard.press("Enter")
        expect(page.locator("#saved")).to_be_visible()
    expect(page.locator("#saved")).to_have_attribute("data-outcome", "counted")
    tablet.context.set_offline(False)
    tablet.view("conflict", ENTRY)
    expect(tablet.page.locator(".conflict")).to_contain_text("您的纸质评分表已由工作人员录入并计分")
    expect(tablet.page.locator('[data-act="use-other"]')).to_contain_text("纸质录入，第 1 版")
    assert grave_findings(tablet.page) == []


def test_english_is_as_complete(room: Room) -> None:
    room.third.goto(f"{room.url}/desk/paper?lang=en#{ENTRY}/JA6")
    expect(room.third.locator("#typing h2")).to_have_text("First typing")
    fits(room.third)
