"""The judge's page on a bad network and a slow tablet: how many bytes it takes, how soon a mark can be given."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession

from tests.browser.conftest import Open
from tests.browser.devices import Tablet
from tests.browser.served import Served
from web.replay.people import VirtualDesk

MOST = 61_440  # bytes over the wire, headers included: 60 KB
SLOWER = 4  # times
SOON = 15_000  # ms: a limit against hanging; the figure itself is printed
ENTRY, JUDGE = "SH001", "JA2"
FIRST_MARK = """() => {
  const look = () => {
    const main = document.querySelector('#main[data-view="marking"] [data-mark]');
    if (main) window.firstMark = performance.now();
    else requestAnimationFrame(look);
  };
  look();
}"""


class Wire:
    """What the browser says came in, by address."""

    def __init__(self, session: CDPSession) -> None:
        self._address: dict[str, str] = {}
        self.came: dict[str, int] = {}
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _asked(self, event: dict[str, Any]) -> None:
        self._address[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        self.came[self._address[event["requestId"]]] = int(event["encodedDataLength"])


@pytest.fixture(scope="module")
def tablet(served: Served, device: Open) -> Tablet:
    """A judge's tablet before its first marking; without a worker, which asks for everything once more, later."""
    codes = served.codes()
    desk = VirtualDesk.entered(served.url, codes["secretariat"])
    desk.command("open-session", session="A")
    for command in ("call", "start-presenting"):
        desk.command(command, entry=ENTRY)
    return Tablet(device(1180, 820, service_workers="block", has_touch=True), served.url, codes[JUDGE])


def test_the_page_takes_no_more_than_60_kilobytes_and_soon_takes_a_mark(tablet: Tablet, served: Served) -> None:
    page = tablet.page.context.new_page()
    session = page.context.new_cdp_session(page)
    wire = Wire(session)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(f"({FIRST_MARK})()")
    page.goto(f"{served.url}/judge")
    page.wait_for_function("() => window.firstMark > 0")
    soon = float(page.evaluate("() => window.firstMark"))
    page.wait_for_load_state("load")
    taken = {address: size for address, size in wire.came.items() if "/api/" not in address}
    print(f"{sum(taken.values())} bytes, first mark after {soon:.0f} ms: {taken}")
    assert any("/bundle/judge.js" in address for address in taken)
    assert sum(taken.values()) <= MOST, taken
    assert soon < SOON
