"""Every page in both languages: nothing that shuts people out, nothing from outside, nothing that spills."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from tests.browser.axe import grave_findings
from tests.browser.conftest import Open
from tests.browser.day import marks_of
from tests.browser.devices import Tablet
from tests.browser.served import Served
from web.replay.people import VirtualDesk, VirtualJudge

WIDTHS = (360, 390, 768, 1024, 1366, 1920)
LANGUAGES = ("zh", "en")
PUBLIC = ("/", "/enter", "/privacy", "/board", "/board/A", "/board/A?theme=plain", "/board/B", "/live")
STAFF = (
    "/desk",
    "/desk/setup",
    "/desk/results",
    "/desk/decisions",
    "/desk/papers",
    "/desk/paper",
    "/desk/cards",
    "/desk/status",
    "/account",
)
TOUCHED = (
    "/",
    "/enter",
    "/privacy",
    "/live",
    "/judge",
    "/desk/decisions",
    "/desk/papers",
    "/desk/paper",
    "/desk/status",
    "/account",
)
LEAST = 44  # CSS px of a touch target
ENTRY, NEXT = "SH001", "SH002"
SMALL_TARGETS = """least => [...document.querySelectorAll("a[href], button, input, select, textarea, [role=tab]")]
  .filter(node => node.checkVisibility() && !node.closest(".skip-link, .visually-hidden"))
  .map(node => [node.outerHTML.slice(0, 120), node.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([html, box]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""


class Watched:
    """A device whose pages are watched for errors and for requests that leave the server."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.wrong: list[str] = []
        self.page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", self.url.replace("http", "ws"))):
            self.wrong.append(f"outside: {request.url}")

    def see(self, path: str, lang: str) -> Page:
        """Go there in a language, until its script has drawn the page."""
        self.page.goto(self.url + path + ("&" if "?" in path else "?") + f"lang={lang}")
        self.page.wait_for_load_state("load")
        expect(self.page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "zh" else "en")
        drawn(self.page, path.partition("?")[0])
        return self.page


def drawn(page: Page, path: str) -> None:
    """Wait for what each page shows last."""
    last = {
        "/desk": '#desk[data-ready="true"]',
        "/desk/setup": 'body[data-ready="true"]',
        "/desk/paper": 'body[data-ready="true"]',
        "/desk/results": 'body[data-ready="true"]',
        "/desk/papers": 'body[data-ready="true"]',
        "/desk/decisions": 'body[data-ready="true"]',
        "/judge": '#main:not([data-view="connecting"])',
        "/live": "#tabs .tab >> nth=0",
        "/enter": "#enter[data-form]",
        "/board/A": "#board[data-ready=true]",
        "/board/B": "#board[data-ready=true]",
    }.get(path, "main")
    expect(page.locator(last)).to_be_visible()


def spills(page: Page) -> list[int]:
    """The widths at which the page scrolls sideways."""
    wide = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844 if width < 768 else 900})
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(width)
    return wide


@pytest.fixture(scope="module")
def begun(served: Served) -> Iterator[dict[str, str]]:
    """One entry revealed, the next on stage to be marked; codes by role and judge."""
    codes = served.codes()
    desk = VirtualDesk.entered(served.url, codes["secretariat"])
    judges = {f"JA{n}": VirtualJudge(served.url, f"JA{n}", codes[f"JA{n}"]) for n in range(1, 8)}
    for session in "AB":
        desk.command("open-session", session=session)
    for command in ("call", "start-presenting", "end-presenting", "end-questions"):
        desk.command(command, entry=ENTRY)
    for name, judge in judges.items():
        judge.submit("A", ENTRY, marks_of(ENTRY, name))
        judge.close()
    for command in ("close-entry", "publish-entry"):
        desk.command(command, entry=ENTRY)
    for step in range(1, 5):
        desk.command("reveal", entry=ENTRY, step=step)
    yield served.codes()


@pytest.fixture(scope="module")
def public(device: Open, served: Served, begun: dict[str, str]) -> Watched:
    """Someone in the audience."""
    return Watched(device(1366, 768), served.url)


@pytest.fixture(scope="module")
def staff(device: Open, served: Served, begun: dict[str, str]) -> Watched:
    """The secretariat at the desk."""
    seen = Watched(device(1366, 768), served.url)
    seen.page.goto(f"{served.url}/enter#{begun['secretariat']}")
    seen.page.wait_for_url("**/desk")
    return seen


@pytest.fixture(scope="module")
def judge(device: Open, served: Served, begun: dict[str, str]) -> Watched:
    """A judge's tablet."""
    seen = Watched(device(1180, 820), served.url)
    seen.page.goto(f"{served.url}/enter#{begun['JA2']}")
    seen.page.click('[data-act="take-over"]')
    seen.page.wait_for_url("**/judge")
    seen.wrong.clear()  # the question whether to take over is a refusal, and the browser says so
    return seen


def inspect(seen: Watched, path: str, lang: str) -> None:
    """No grave finding in light and dark, nothing wrong on the way, no sideways scrolling."""
    page = seen.see(path, lang)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
        assert grave_findings(page) == [], scheme
    assert spills(page) == []
    if path in TOUCHED:
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate(SMALL_TARGETS, LEAST) == []
    page.set_viewport_size({"width": 1366, "height": 768})
    assert seen.wrong == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_shuts_nobody_out(public: Watched, path: str, lang: str) -> None:
    public.wrong.clear()
    inspect(public, path, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", STAFF)
def test_a_page_of_the_staff_shuts_nobody_out(staff: Watched, path: str, lang: str) -> None:
    staff.wrong.clear()
    inspect(staff, path, lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_judges_page_shuts_nobody_out_in_any_of_its_views(
    judge: Watched, served: Served, begun: dict[str, str], lang: str
) -> None:
    judge.wrong.clear()
    inspect(judge, "/judge", lang)


def test_the_marking_and_the_review_shut_nobody_out(
    judge: Watched, staff: Watched, served: Served, begun: dict[str, str]
) -> None:
    judge.wrong.clear()
    staff.see("/desk", "zh")
    staff.page.locator('#next [data-command="call"]').click()
    staff.page.locator('#now [data-command="start-presenting"]').click()
    for lang in LANGUAGES:
        inspect(judge, "/judge", lang)
    expect(judge.page.locator("#main")).to_have_attribute("data-view", "marking")
    tablet = Tablet.at(judge.page)
    tablet.type_marks(marks_of(NEXT, "JA2"))
    tablet.review()
    inspect(judge, "/judge", "zh")
    expect(judge.page.locator("#main")).to_have_attribute("data-view", "review")


@pytest.mark.parametrize("name", ["open-scene", "open-session-menu"])
def test_the_menus_of_the_desk_shut_nobody_out(staff: Watched, name: str) -> None:
    page = staff.see("/desk", "zh")
    page.click(f"#{name}")
    expect(page.locator("#dialog")).to_be_visible()
    assert grave_findings(page) == []
    page.keyboard.press("Escape")


@pytest.mark.parametrize("scene", ["standings", "ceremony", "idle"])
def test_each_scene_of_the_board_shuts_nobody_out(public: Watched, staff: Watched, scene: str) -> None:
    public.see("/board/B", "zh")
    staff.see("/desk", "zh")
    staff.page.click('.hall[data-session="B"]')
    staff.page.click("#open-scene")
    staff.page.locator(f'#dialog [data-command="show-{scene}"]').first.click()
    expect(public.page.locator("#board")).to_have_attribute("data-scene", scene)
    for theme in ("", "?theme=plain"):
        page = public.see("/board/B" + theme, "zh")
        expect(page.locator("#board")).to_have_attribute("data-scene", scene)
        assert grave_findings(page) == []
        assert spills(page) == []


@pytest.mark.parametrize("theme, ground", [("red-gold", "rgb(91, 10, 18)"), ("plain", "rgb(248, 248, 245)")])
def test_a_machine_set_to_dark_leaves_the_board_its_own_ground(public: Watched, theme: str, ground: str) -> None:
    public.page.emulate_media(color_scheme="dark")
    page = public.see(f"/board/A?theme={theme}", "zh")
    expect(page.locator("body")).to_have_css("background-color", ground)
