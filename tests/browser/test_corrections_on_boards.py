"""A correction reaches board and phone by itself: the chip, what was struck out, and nothing of what is hidden."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from live.server import serve
from scoring.actions import changing, running
from scoring.facts import Actor
from scoring.rules.change import Change, SetUpChange
from scoring.rules.contest import Contest
from scoring.rules.moves import Moves
from scoring.store.reading.contest import load_contest
from scoring.store.reading.names import set_up_mark
from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.devices import Ears
from tests.corrected import A_POOL
from tests.office import DESK, MARKS, Day, small_contest
from tests.ports import free_port
from tests.web.serving import House

SECOND = Actor("staff", "supervisor-1", "supervisor", "second-login")
LONG = "中国铁路上海局集团有限公司合肥车站启明星攻坚克难质量管理小组甲乙丙丁戊己庚辛"
SIZES = ((1280, 720), (1920, 1080), (3840, 2160), (1080, 1920))
INSIDE = """([row, part]) => {
  const a = row.getBoundingClientRect(), b = part.getBoundingClientRect();
  return b.left >= a.left && b.right <= a.right && b.top >= a.top - 1 && b.bottom <= a.bottom + 1;
}"""


class ServedDay(Day):
    """A day of the small contest that is served to real browsers from this process."""

    def __init__(self, house: House) -> None:
        self.writer, self._reader, self.clock = house.office.writer, house.office.reader, 0
        self.path = house.office.settings.data_dir / "contest.db"
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        serving = threading.Thread(target=serve, args=(house.socketio, house.app, "127.0.0.1", port), daemon=True)
        serving.start()

    def correct(self, change: Change) -> None:
        """Asked for by one person and confirmed by another where two are needed."""
        found: Moves = self.do(lambda work: changing.preview(work, change, "录入错误").moves)
        answer = self.do(changing.ask, change=change, reason="录入错误", expected=found.fingerprint())
        if answer.state == "waiting":
            self.do(changing.confirm, SECOND, change=answer.id, expected=found.fingerprint())

    def document(self, entry: str, score: str) -> None:
        """Put a document score right."""
        contest: Contest = self.read(load_contest)
        entries = tuple(replace(one, document=score) if one.id == entry else one for one in contest.entries)
        self.correct(SetUpChange(self.read(set_up_mark), replace(contest, entries=entries)))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, blank: Path) -> Iterator[ServedDay]:
    """A1 (86.40) and A2 (87.00) revealed, A3 published only; the board of hall A shows the standing."""
    contest = small_contest()
    entries = tuple(replace(one, circle=LONG, unit=LONG) if one.id == "A1" else one for one in contest.entries)
    house = House(blank, tmp_path_factory.mktemp("corrections"), replace(contest, entries=entries))
    day = ServedDay(house)
    day.open()
    for place, entry in enumerate(("A1", "A2", "A3")):
        day.publish(entry, {judge: total + place for judge, total in MARKS.items()})
    day.reveal("A1")
    day.reveal("A2")
    day.do(running.show_scene, session="A", scene="standings", pool=A_POOL)
    yield day
    house.office.writer.close()


@pytest.fixture
def watching(shown: ServedDay, device: Open) -> Callable[..., tuple[Page, Ears]]:
    """Opens a page that marks itself, so that a reload would be seen."""

    def open_page(path: str, width: int, height: int, **more: object) -> tuple[Page, Ears]:
        page = device(width, height, **more).new_page()
        ears = Ears(page)
        page.goto(shown.url + path)
        expect(page.locator('[data-row="A1"]').first).to_be_visible()
        page.evaluate("window.notReloaded = true")
        return page, ears

    return open_page


Watching = Callable[..., tuple[Page, Ears]]


def test_a_correction_reaches_board_and_phone_without_a_reload(shown: ServedDay, watching: Watching) -> None:
    board, board_ears = watching("/board/A", 1280, 720)
    phone, phone_ears = watching("/live", 390, 844, has_touch=True, is_mobile=True)
    shown.document("A3", "77.77")  # published, not revealed: nobody hears of it
    shown.document("A1", "95")

    row = board.locator('.row[data-row="A1"]')
    expect(row.locator(".row-score")).to_have_text("88.40")
    expect(row.locator(".corrected-chip")).to_have_text("更正")
    expect(row.locator("s")).to_have_text("86.40")
    assert board.locator(".row [data-rank]").all_inner_texts() == ["1", "2"]
    expect(board.locator('.row[data-row="A2"] s')).to_have_text("第 1 名")
    expect(board.locator("#notice")).to_have_text("更正：A1 86.40 → 88.40，名次 2 → 1")

    own = phone.locator('[data-pool] [data-row="A1"]')
    expect(own.locator(".row-score")).to_have_text("88.40")
    expect(own.locator("s")).to_have_text("86.40")
    expect(phone.locator('[data-corrected="A1"]')).to_contain_text("86.40 → 88.40，名次 2 → 1")
    expect(phone.locator("#spoken-corrected")).to_contain_text("86.40 → 88.40")
    assert grave_findings(phone) == [] and grave_findings(board) == []

    for page, ears in ((board, board_ears), (phone, phone_ears)):
        assert page.evaluate("window.notReloaded") is True
        assert ears.listened() and ears.hears("88.40") == ["88.40"]
        assert ears.hears("77.77") == [] and "A3" not in str(page.locator("[data-row]").all_inner_texts())
        told = page.evaluate("fetch('/api/v1/public/picture').then((answer) => answer.json())")["parts"]["corrections"]
        assert sorted(one["entry"] for one in told) == ["A1", "A2"]


def test_the_reveal_of_a_corrected_entry_says_what_was_seen(shown: ServedDay, watching: Watching) -> None:
    shown.do(running.show_scene, session="A", scene="reveal", entry="A1")
    board = watching("/live", 390, 844)[0]
    board.goto(shown.url + "/board/A")
    expect(board.locator(".reveal-head .corrected-chip")).to_have_text("更正")
    expect(board.locator(".reveal-head s")).to_have_text("86.40")
    expect(board.locator("[data-final]")).to_have_text("88.40")
    shown.do(running.show_scene, DESK, session="A", scene="standings", pool=A_POOL)


@pytest.mark.parametrize("query", ["", "?lang=en&theme=plain", "?distance=far"])
def test_chips_and_the_quiet_line_fit_every_board(watching: Watching, query: str) -> None:
    board, _ = watching(f"/board/A{query}", *SIZES[0])
    for width, height in SIZES:
        board.set_viewport_size({"width": width, "height": height})
        board.wait_for_timeout(150)
        for row in board.locator(".row[data-row]").all():
            for part in (row.locator(".corrected-chip"), row.locator(".corrected-was"), row.locator(".row-score")):
                pair = [row.element_handle(), part.element_handle()]
                assert board.evaluate(INSIDE, pair), (query, width, part.inner_text())
        score, chip = (
            board.locator(f'.row[data-row="A1"] {part}').bounding_box() for part in (".row-score", ".corrected")
        )
        assert score and chip
        apart = score["x"] + score["width"] <= chip["x"] + 1 or score["y"] + score["height"] <= chip["y"] + 14
        assert apart, (query, width, score, chip)
        notice = board.locator("#notice")
        assert notice.evaluate("node => node.scrollWidth <= node.clientWidth"), (query, width)
        assert notice.evaluate("node => node.getBoundingClientRect().bottom <= window.innerHeight")


def test_the_quiet_line_goes_after_five_minutes_and_the_chip_stays(shown: ServedDay, device: Open) -> None:
    page = device(1280, 720).new_page()
    shift = "const real = performance.now.bind(performance); performance.now = () => real() + (window.later || 0);"
    page.add_init_script(shift)
    page.goto(shown.url + "/board/A")
    expect(page.locator("#notice")).to_be_visible()
    before = page.locator('.row[data-row="A1"]').bounding_box()
    page.evaluate("window.later = 301000")
    expect(page.locator("#notice")).to_be_hidden()
    expect(page.locator('.row[data-row="A1"] .corrected-chip')).to_be_visible()
    assert page.locator('.row[data-row="A1"]').bounding_box() == before
