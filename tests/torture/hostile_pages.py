"""A browser on a contest of hostile names: nothing runs, nothing is asked elsewhere, no element is made from a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Request, expect

from tests.torture.hostile import MARK

Plant = Callable[[BrowserContext], None]
WATCH = """window.pwn = window.alert = window.prompt = window.confirm = () => { console.error("HOSTILE RAN"); };
document.addEventListener("securitypolicyviolation",
  (event) => console.error("HOSTILE CSP " + event.violatedDirective));"""
MADE = """mark => {
  const odd = new Set(["X-HOSTILE", "IFRAME", "OBJECT", "EMBED", "PLAINTEXT", "MATH", "BASE", "FONT", "PARA"]);
  const named = ["href", "src", "action", "formaction", "srcset", "xlink:href", "data"];
  const wrong = (node) => odd.has(node.tagName.toUpperCase())
    || node.getAttributeNames().some((name) => name.startsWith("on") || name.includes(mark))
    || named.some((name) => /^\\s*(javascript:|vbscript:|data:text)/i.test(node.getAttribute(name) || ""))
    || named.some((name) => /^\\s*(https?:)?[\\/\\\\]{2}hostile/i.test(node.getAttribute(name) || ""))
    || (["STYLE", "SCRIPT"].includes(node.tagName) && node.type !== "application/json"
      && /display:none|pwn\\(/.test(node.textContent));
  return [...document.querySelectorAll("*")].filter(wrong).map((node) => node.outerHTML.slice(0, 160));
}"""
SAID = """() => document.documentElement.textContent
  + [...document.querySelectorAll("input, textarea")].map((field) => "\\n" + field.value).join("")"""
LOOK_EVERY, MOST_LOOKS = 120, 60  # ms between looks at a page that is still drawing, and how many
SHELLS = ("setup", "paper", "results", "papers", "decisions")
READY = {
    **{f"/desk/{name}": 'body[data-ready="true"]' for name in SHELLS},
    "/desk": '#desk[data-ready="true"]',
    "/judge": '#main:not([data-view="connecting"])',
    "/live": "#tabs .tab >> nth=0",
    "/board/A": "#board[data-ready=true]",
    "/board/B": "#board[data-ready=true]",
}


@dataclass
class Visitor:
    """One device that looks at pages: what was wrong on them, and all that they said."""

    context: BrowserContext
    url: str
    wrong: list[str] = field(default_factory=list)
    said: str = ""
    seen: int = 0

    def __post_init__(self) -> None:
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self._wrong(f"error: {error}"))
        self.page.on("dialog", lambda dialog: (self._wrong(f"dialog: {dialog.message}"), dialog.dismiss()))
        self.context.on("request", self._request)

    def enter(self, code: str, goes_to: str) -> None:
        """Let the device in by its card."""
        self.page.goto(f"{self.url}/enter#{code}")
        self.page.wait_for_url(f"**{goes_to}")

    def see(self, *paths: str) -> None:
        """Go to each page, wait until its script has drawn it, look at every element."""
        for path in paths:
            self.page.goto(self.url + path)
            self.look(READY.get(path.partition("?")[0], "main"))

    def look(self, ready: str) -> None:
        """Look at the page as it stands once ``ready`` is there."""
        expect(self.page.locator(ready).first).to_be_visible()
        self.seen += 1
        self.said += self._settled()
        for made in self.page.evaluate(MADE, MARK):
            self._wrong(f"made: {made}")

    def _settled(self) -> str:
        """What the page says once it says the same three times."""
        said: list[str] = []
        while len(said) < 3 or (len(set(said[-3:])) > 1 and len(said) < MOST_LOOKS):
            self.page.wait_for_timeout(LOOK_EVERY)
            said.append(str(self.page.evaluate(SAID)))
        return said[-1]

    def turn(self, button: str, ready: str) -> None:
        """Press something, and look at what comes."""
        self.page.click(button)
        self.look(ready)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and ("HOSTILE" in message.text or "Content Security" in message.text):
            self._wrong(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.url, "data:", "blob:", self.url.replace("http", "ws"))):
            self._wrong(f"asked {request.url}")

    def _wrong(self, what: str) -> None:
        self.wrong.append(f"{self._path()}: {what[:200]}")

    def _path(self) -> str:
        try:
            return self.page.url.removeprefix(self.url)
        except (Error, AttributeError):
            return "?"


def lacking(said: str, names: Sequence[str]) -> list[str]:
    """Names that no page says as they are."""
    return [name for name in names if name not in said]


def as_markup(context: BrowserContext) -> None:
    """Planted: the one place that writes text into the page writes it as markup."""

    def altered(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        script = answer.text().replace("node.textContent = String(given.text)", "node.innerHTML = String(given.text)")
        assert "innerHTML" in script
        route.fulfill(response=answer, body=script)  # type: ignore[attr-defined]

    context.route("**/js/lib/dom.js*", altered)


def unescaped(context: BrowserContext) -> None:
    """Planted: a template writes what it is given as markup."""

    def altered(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = answer.text().replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"').replace("&#39;", "'")
        route.fulfill(response=answer, body=body)  # type: ignore[attr-defined]

    context.route(lambda url: url.endswith(("/desk/cards", "/board", "/board/A")), altered)


def none_planted(context: BrowserContext) -> None:
    """The pages as they are."""
