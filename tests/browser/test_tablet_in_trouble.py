"""A tablet in trouble: what the judge reads, and that the server has the ballot exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Error, Route, expect

from tests.browser.conftest import Open
from tests.browser.day import marks_of
from tests.browser.devices import Tablet
from tests.browser.served import Served
from tests.browser.trouble import API, BALLOTS, Troubled, Wires, answered_by, portal, says, seconds_until, waits

JUDGE = "JA2"
ON_STAGE = "entry => document.getElementById('main').dataset.entry === entry"


@pytest.fixture(scope="module")
def hall(served: Served, device: Open, folder: Path) -> Iterator[Troubled]:
    """The hall, as it goes on from test to test."""
    yield Troubled(served, device, folder)


def test_the_network_goes_in_mid_ballot_and_the_judge_goes_on(hall: Troubled) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    wanted = marks_of(entry, JUDGE)
    tablet.type_marks(wanted[:3])
    tablet.context.set_offline(True)
    for number, mark in enumerate(wanted[3:], start=4):
        tablet.row(number).locator(".mark-field").click()
        tablet.type_mark(mark)
    tablet.submit()
    tablet.view("sending", entry)
    waits(tablet, 1)
    says(tablet, "apart", "分数都在这台设备里", "1 份，自 ")
    assert hall.stored(JUDGE) == []
    tablet.context.set_offline(False)
    hall.shows_the_stored_receipt(tablet, JUDGE)
    expect(tablet.page.locator("#chip")).to_contain_text("全部已保存")
    expect(tablet.page.locator('[data-band="apart"]')).to_have_count(0)


def test_an_answer_that_is_lost_after_the_commit_is_asked_for_again(hall: Troubled) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    answers: list[int] = []

    def swallow(route: Route) -> None:
        answers.append(route.fetch().status)
        route.abort("connectionreset")

    with answered_by(tablet.context, BALLOTS, swallow):
        tablet.type_marks(marks_of(entry, JUDGE))
        tablet.submit()
        waits(tablet, 1)
        tablet.page.wait_for_timeout(2500)
        assert len(hall.stored(JUDGE)) == 1
    hall.shows_the_stored_receipt(tablet, JUDGE)
    assert answers[0] == 201 and set(answers[1:]) == {200}


def test_a_server_killed_between_commit_and_answer_has_the_ballot_once(hall: Troubled) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    killed: list[int] = []

    def kill(route: Route) -> None:
        if not killed:
            killed.append(route.fetch().status)
            hall.served.kill()
        route.abort("connectionreset")

    with answered_by(tablet.context, BALLOTS, kill):
        tablet.type_marks(marks_of(entry, JUDGE))
        tablet.submit()
        waits(tablet, 1)
        says(tablet, "apart", "分数都在这台设备里")
    assert killed == [201]
    hall.served.start()
    hall.shows_the_stored_receipt(tablet, JUDGE)


def test_a_portal_of_the_wifi_is_never_taken_for_the_server(hall: Troubled) -> None:
    entry = hall.next_entry()
    context = hall.context()
    wires = Wires(context)
    tablet = hall.tablet(JUDGE, context)
    tablet.view("marking", entry)
    with answered_by(context, API, portal):
        wires.refuse()
        tablet.type_marks(marks_of(entry, JUDGE))
        tablet.submit()
        tablet.view("sending", entry)
        waits(tablet, 1)
        says(tablet, "portal", "连到的不是会场服务器", "1 份待发送，自 ")
        assert hall.stored(JUDGE) == []
    wires.state = "open"
    hall.shows_the_stored_receipt(tablet, JUDGE)
    expect(tablet.page.locator('[data-band="portal"]')).to_have_count(0)


def test_a_tablet_without_any_websocket_does_the_judges_whole_work(hall: Troubled) -> None:
    context = hall.context()
    Wires(context).state = "refused"
    tablet = hall.tablet(JUDGE, context)
    tablet.page.wait_for_function("() => document.getElementById('main').dataset.view !== 'connecting'")
    entry = hall.next_entry()
    assert seconds_until(tablet.page, ON_STAGE, 10, entry) < 6
    tablet.type_marks(marks_of(entry, JUDGE))
    tablet.submit()
    hall.shows_the_stored_receipt(tablet, JUDGE)
    expect(tablet.page.locator("[data-band]")).to_have_count(0)


def test_a_socket_that_says_nothing_is_left_and_the_call_is_heard_all_the_same(hall: Troubled) -> None:
    context = hall.context()
    wires = Wires(context)
    tablet = hall.tablet(JUDGE, context)
    tablet.page.wait_for_function("() => document.getElementById('main').dataset.view !== 'connecting'")
    tablet.page.wait_for_timeout(1000)
    wires.state = "silent"
    entry = hall.next_entry()
    assert seconds_until(tablet.page, ON_STAGE, 25, entry) < 19
    tablet.type_marks(marks_of(entry, JUDGE))
    tablet.submit()
    hall.shows_the_stored_receipt(tablet, JUDGE)


# No timer, no message, no painting: the page as it is while its device sleeps.
STAND_STILL = "ms => { const end = performance.now() + ms; while (performance.now() < end); }"


def test_after_sleep_the_tablet_shows_at_once_what_was_called_meanwhile(hall: Troubled) -> None:
    context = hall.context()
    wires = Wires(context)
    tablet = hall.tablet(JUDGE, context)
    tablet.page.wait_for_function("() => document.getElementById('main').dataset.view !== 'connecting'")
    wires.state = "silent"
    entry = hall.next_entry()
    tablet.page.evaluate(STAND_STILL, 7000)
    assert seconds_until(tablet.page, ON_STAGE, 10, entry) < 5
    tablet.type_marks(marks_of(entry, JUDGE))
    tablet.submit()
    hall.shows_the_stored_receipt(tablet, JUDGE)


FULL = """() => {
  const full = () => { throw new DOMException("full", "QuotaExceededError"); };
  IDBObjectStore.prototype.put = full;
  Storage.prototype.setItem = full;
}"""
NO_DATABASE = (
    "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }; }"
)
HANGING = """() => {
  const shelf = { get: () => ({}), put: () => ({}) };
  IDBDatabase.prototype.transaction = () => ({ objectStore: () => shelf });
}"""


def test_a_full_device_says_so_and_the_ballot_arrives(hall: Troubled) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    wanted = marks_of(entry, JUDGE)
    tablet.type_marks(wanted[:2])
    tablet.page.evaluate(FULL)
    for number, mark in enumerate(wanted[2:], start=3):
        tablet.row(number).locator(".mark-field").click()
        tablet.type_mark(mark)
    says(tablet, "memory", "不能存草稿", "不要关掉或刷新")
    tablet.submit()
    hall.shows_the_stored_receipt(tablet, JUDGE)


@pytest.mark.parametrize("trouble", [NO_DATABASE, HANGING], ids=["full", "hanging"])
def test_a_database_that_fails_in_the_middle_leaves_everything_in_the_next_store(hall: Troubled, trouble: str) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    wanted = marks_of(entry, JUDGE)
    tablet.type_marks(wanted[:2])
    tablet.page.evaluate(trouble)
    with answered_by(tablet.context, API, lambda route: route.abort()):
        tablet.row(3).locator(".mark-field").click()
        tablet.type_mark(wanted[2])
        tablet.page.wait_for_function("() => Object.keys(localStorage).some(key => key.startsWith('liangfen:drafts:'))")
    tablet.page.reload()
    tablet.view("marking", entry)
    for number in (1, 2, 3):
        expect(tablet.row(number)).to_have_attribute("data-mark", str(wanted[number - 1]))
    assert not tablet.page.evaluate("Object.keys(localStorage).some(key => key.startsWith('liangfen:drafts:SH'))")


def test_a_page_that_is_killed_has_kept_the_mark_of_the_same_second(hall: Troubled) -> None:
    entry = hall.next_entry()
    tablet = hall.tablet(JUDGE)
    tablet.view("marking", entry)
    mark = marks_of(entry, JUDGE)[0]
    context = tablet.context
    with answered_by(context, "**/api/v1/judge/drafts/*", lambda route: route.abort()):
        tablet.row(1).locator(".mark-field").click()
        tablet.type_mark(mark)
        with pytest.raises(Error):
            tablet.page.goto("chrome://crash", timeout=3000)
        page = context.new_page()
        page.goto(hall.served.url + "/judge")
        again = Tablet.at(page)
        again.view("marking", entry)
        expect(again.row(1)).to_have_attribute("data-mark", str(mark))
