"""What can be asked for: every GET of the application itself, with addresses that are there and that are not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

Condition = Sequence[tuple[str, str]]
CONDITIONS: tuple[Condition, ...] = (
    (),
    (("If-None-Match", '"0"'),),
    (("If-Modified-Since", "Thu, 01 Jan 2032 00:00:00 GMT"), ("Range", "bytes=0-99")),
)
VALUES: dict[str, tuple[str, ...]] = {
    "session": ("A", "Z"),
    "entry": ("A1", "A2", "A3", "A4", "Z9"),
    "judge": ("JA2",),
    "number": ("证2026-001", "证2026-002", "证2026-003", "证2026-004", "0"),
    "lang": ("zh", "en", "xx"),
    "filename": ("", "js/", "../contest.db", "printed/", "css/tokens.css"),
}
EVERYWHERE = "0123456789abcdef" * 2  # for any other name in an address


@dataclass(frozen=True, slots=True)
class Asking:
    """A request without a body."""

    method: str
    path: str
    headers: Condition = ()

    def __str__(self) -> str:
        return " ".join((self.method, self.path, *(f"{name}: {value}" for name, value in self.headers)))


def addresses(rule: Any) -> Iterator[str]:
    """A route's addresses with every value that VALUES has for its names."""
    names = sorted(rule.arguments)
    for chosen in itertools.product(*(VALUES.get(name, (EVERYWHERE,)) for name in names)):
        path = str(rule.rule)
        for name, value in zip(names, chosen, strict=True):
            converters = (f"<{name}>", f"<path:{name}>")
            for converter in converters:
                path = path.replace(converter, value)
        yield path


def get_addresses(app: Any) -> list[str]:
    """Every address that answers GET, staff's and judges' too: without a login each has its refusal."""
    rules = sorted((rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())), key=str)
    return [path for rule in rules for path in addresses(rule)]


@cache
def public_asks(app: Any) -> tuple[Asking, ...]:
    """All of them; those that are public also by HEAD, conditionally and in English."""
    every = get_addresses(app)
    hot = [
        path for path in every
        if path.startswith(("/api/v1/public", "/board/A", "/verify", "/healthz")) or path in ("/", "/live", "/enter")
    ]  # fmt: skip
    asks = [Asking("GET", path) for path in every if path != "/verify/offline"]
    asks += [Asking("HEAD", path) for path in hot]
    asks += [Asking("GET", path, condition) for path in hot for condition in CONDITIONS[1:]]
    asks += [Asking("GET", f"{path}?lang=en") for path in ("/", "/live", "/board/A")]
    asks += [Asking("OPTIONS", "/api/v1/public/picture"), Asking("DELETE", "/api/v1/public/entries/A1")]
    asks += [Asking("GET", path) for path in ("/verify/offline", "/static", "/printed/", "/contest.db", "/api/v1/")]
    return tuple(asks)


def judge_asks() -> tuple[Asking, ...]:
    """What a judge's device may ask for, of its own and of others."""
    pictures = [Asking("GET", "/api/v1/judge/picture", condition) for condition in CONDITIONS]
    drafts = [Asking("GET", f"/api/v1/judge/drafts/{entry}") for entry in VALUES["entry"]]
    peeps = [Asking("GET", f"/api/v1/desk/{name}") for name in ("picture", "results", "entries/A1/preview")]
    return (*pictures, *drafts, *peeps, Asking("GET", "/judge"), Asking("HEAD", "/judge"))


@cache
def telling_asks(app: Any) -> tuple[Asking, ...]:
    """The few of them that show something of entries."""
    paths = ("/", "/board/A", "/live", "/verify/证2026-001", "/verify/offline", "/healthz", "/api/v1/public/picture")
    entries = [Asking("GET", f"/api/v1/public/entries/{entry}") for entry in VALUES["entry"]]
    asked = [Asking("GET", path) for path in paths]
    return (*asked, *entries, Asking("HEAD", "/api/v1/public/entries/A1"), Asking("GET", "/desk/results.xlsx"))
