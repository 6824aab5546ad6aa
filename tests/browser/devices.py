"""The devices of the day as their people use them: the desk, the judges' tablets, what watches."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Error,
    Locator,
    Page,
    Playwright,
    Response,
    WebSocket,
    expect,
)

LAUNCH = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def browser_path() -> str | None:
    """Debian's Chromium (or the one CHROMIUM names); None for Playwright's own."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def launch(playwright: Playwright) -> Browser:
    """The browser of this machine, started."""
    return playwright.chromium.launch(executable_path=browser_path(), args=LAUNCH)


class Desk:
    """The desk in its own browser, on one session at a time."""

    def __init__(self, context: BrowserContext, url: str, code: str, empty: bool = False) -> None:
        self.page = context.new_page()
        self.page.goto(f"{url}/enter#{code}")
        self.page.wait_for_url("**/desk")
        if not empty:
            expect(self.page.locator("#desk")).to_have_attribute("data-ready", "true")

    def hall(self, session: str) -> None:
        """Turn to another hall."""
        tab = self.page.locator(f'.hall[data-session="{session}"]')
        tab.click()
        expect(tab).to_have_attribute("aria-pressed", "true")

    def open_session(self) -> None:
        """Open the session shown."""
        self.page.click("#open-session-menu")
        self._in_dialog("open-session").click()
        self.page.locator('[data-form="open-session"] [data-command="open-session"]').click()
        expect(self.page.locator("#dialog")).not_to_be_visible()

    def call_next(self, entry: str) -> None:
        """Call the entry that comes next."""
        button = self.page.locator('#next [data-command="call"]')
        expect(button).to_have_attribute("data-about", entry)
        button.click()
        expect(self.page.locator("#now")).to_contain_text(entry)

    def press(self, command: str) -> None:
        """One of the buttons under the entry on stage."""
        self.page.locator(f'#now [data-command="{command}"]').click()

    def through_to_marking(self) -> None:
        """Presentation and questions begun and ended."""
        for command in ("start-presenting", "end-presenting", "end-questions"):
            self.press(command)

    def type_overtime(self, seconds: str, reason: str) -> None:
        """A stopwatch value typed with its reason."""
        self.press("set-overtime")
        self._fill("set-overtime", reason, seconds=seconds)

    def for_seat(self, judge: str, command: str, reason: str) -> None:
        """An act on one seat, with its reason."""
        self.page.locator(f'#seats [data-judge="{judge}"]').click()
        self._in_dialog(command).click()
        self._fill(command, reason)

    def foot(self, command: str) -> None:
        """The main button at the foot, once it says this command."""
        button = self.page.locator(f'#foot .foot-main[data-command="{command}"]')
        button.click()
        if command == "publish-entry":
            self.page.locator('[data-form="publish-entry"] [data-command="publish-entry"]').click()
            expect(self.page.locator("#dialog")).not_to_be_visible()

    def finish(self) -> None:
        """Close and publish the entry on stage."""
        self.foot("close-entry")
        self.foot("publish-entry")

    def reveal(self, step: int) -> None:
        """The next step of the reveal."""
        button = self.page.locator('#foot .foot-main[data-command="reveal"]')
        expect(button).to_contain_text(f"第 {step} 步")
        button.click()

    def seat(self, judge: str) -> Locator:
        """The tile of a judge."""
        return self.page.locator(f'#seats [data-judge="{judge}"]')

    def _in_dialog(self, command: str) -> Locator:
        return self.page.locator(f'#dialog .menu [data-command="{command}"]')

    def _fill(self, command: str, reason: str, **fields: str) -> None:
        form = self.page.locator(f'[data-form="{command}"]')
        for name, value in {**fields, "reason": reason}.items():
            form.locator(f'[name="{name}"]').fill(value)
        form.locator(f'[data-command="{command}"]').click()
        expect(self.page.locator("#dialog")).not_to_be_visible()


class Tablet:
    """A judge's page, touched as a judge would."""

    def __init__(self, context: BrowserContext, url: str, code: str) -> None:
        self.context = context
        self.page = context.new_page()
        self.page.goto(f"{url}/enter#{code}")
        self.page.wait_for_url("**/judge")

    @classmethod
    def at(cls, page: Page) -> Tablet:
        """The tablet that shows this page already."""
        tablet = cls.__new__(cls)
        tablet.page, tablet.context = page, page.context
        return tablet

    def view(self, name: str, entry: str | None = None) -> None:
        """Wait until the page shows this view (of this entry)."""
        expect(self.page.locator("#main")).to_have_attribute("data-view", name)
        if entry is not None:
            expect(self.page.locator("#main")).to_have_attribute("data-entry", entry)

    def type_marks(self, marks: Sequence[int]) -> None:
        """All criteria from the first on, by the number pad."""
        for number, mark in enumerate(marks, start=1):
            self.row(number).locator(".mark-field").click()
            self.type_mark(mark)
            # the page takes no touch in the first moment after the desk has called another entry
            if number == 1 and self.row(number).get_attribute("data-mark") != str(mark):
                self.page.wait_for_function("since => performance.now() > since", arg=self._clock() + 700)
                self.row(number).locator(".mark-field").click()
                self.page.click('#pad [data-key="clear"]')
                self.type_mark(mark)
            expect(self.row(number)).to_have_attribute("data-mark", str(mark))

    def _clock(self) -> float:
        now: float = self.page.evaluate("performance.now()")
        return now

    def type_mark(self, mark: int) -> None:
        """The keys of one mark into the open row."""
        whole, rest = divmod(mark, 100)
        for key in [*str(whole), *(["fraction"] if rest else [])]:
            self.page.click(f'#pad [data-key="{key}"]')

    def step(self, number: int, act: str) -> None:
        """One press on "plus" or "minus" of a criterion."""
        self.row(number).locator(f'[data-act="{act}"]').click()

    def row(self, number: int) -> Locator:
        """The row of a criterion."""
        return self.page.locator(f'.row[data-criterion="{number}"]')

    def review(self) -> None:
        """From the marks to the review, saying yes to every full mark or zero."""
        self.page.click("#submit")
        self.view("review")
        while self.page.locator("#submit").get_attribute("data-state") == "confirm":
            number = self.page.locator("[data-ask]").get_attribute("data-ask")
            asked = self.page.locator(f'[data-ask="{number}"]')
            asked.locator('[data-act="ask-yes"]').click()
            expect(asked).to_have_count(0)

    def submit(self) -> None:
        """Review and submit."""
        self.review()
        self.submit_reviewed()

    def submit_reviewed(self) -> None:
        """Submit what the review shows."""
        expect(self.page.locator("#submit")).to_have_attribute("data-state", "ready")
        self.page.click("#submit")

    def chip(self, state: str) -> None:
        """Wait until the status says this."""
        expect(self.page.locator("#chip")).to_have_attribute("data-state", state)


class Ears:
    """Everything that reached a page over the network: socket frames and answers to its requests."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._frames: list[str] = []
        self._answers: list[Response] = []
        page.on("websocket", self._listen)
        page.on("response", self._note)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self._frames.append(str(frame)))

    def _note(self, answer: Response) -> None:
        if "/api/" in answer.url:
            self._answers.append(answer)

    def heard(self) -> list[str]:
        """Frames and bodies so far, and the page as it stands."""
        bodies = []
        for answer in self._answers:
            with suppress(Error):  # the body of a page that was left is gone
                bodies.append(answer.text())
        return [*self._frames, *bodies, self._page.content()]

    def hears(self, *numbers: str) -> list[str]:
        """Which of these numbers were heard (not as a part of a longer number)."""
        everything = "\n".join(self.heard())
        return [one for one in numbers if re.search(rf"(?<![\d.]){re.escape(one)}(?![\d.])", everything)]

    def listened(self) -> bool:
        """Whether anything came at all: silence proves nothing."""
        return bool(self._frames)
