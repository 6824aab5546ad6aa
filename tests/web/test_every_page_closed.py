"""Each page and file that the application has: no inline script or style, no outside host, nothing kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scoring.rules.access import OF_JUDGES, allowed
from tests.web.serving import OURS, House, code_of
from web.config import ROOT

PARTS = {"session": "A", "entry": "A1", "judge": "JA1", "lang": "en", "filename": "css/base.css", "job": "none"}
# endpoints whose answers a browser may keep: they say nothing of a contest
KEPT = {"static", "shell.worker", "shell.bundled"}
ADDRESSES = {"src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href"}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "manifest-src": "'self'", "form-action": "'self'", "base-uri": "'none'",
    "frame-ancestors": "'none'", "connect-src": "'self' ws://localhost wss://localhost",
}  # fmt: skip
OUTSIDE = re.compile(r"(?:\b(?:https?|wss?|ftp):|[\"'(])//[\w\[]", re.IGNORECASE)
NAMES = re.compile(r"http://www\.w3\.org/[\w/.#]*")  # names of XML's vocabularies, never asked for


class Page(HTMLParser):
    """What in a page would be run, or asked for elsewhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        given = {name: value or "" for name, value in attrs}
        if tag in ("style", "base", "iframe", "object", "embed") or "http-equiv" in given:
            self.found.append(f"<{tag}>")
        if tag == "script" and "src" not in given and given.get("type") != "application/json":
            self.found.append("an inline script")
        self.found += [f"{tag} {name}" for name in given if name.startswith("on") or name in ("style", "srcdoc")]
        for name in ADDRESSES & set(given):
            if not re.match(r"(?:/(?!/)|#|\?|data:image/|$)|[\w.-]+(?:[/?#]|$)", given[name]):
                self.found.append(f"{tag} {name}={given[name]}")


def reading(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(endpoint, address, permission) of everything that can be got."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or set()):
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: PARTS.get(found[1], "1"), rule.rule)
            yield rule.endpoint, address, str(getattr(app.view_functions[rule.endpoint], "permission", "public"))


def device_for(house: House, permission: str) -> FlaskClient:
    """A device whose login may ask for this."""
    if permission == "public":
        return house.stranger()
    if permission in OF_JUDGES:
        return house.judge("JA1")
    return house.staff(next(role for role in ("secretariat", "scorer", "auditor") if allowed(role, permission)))


def answers(house: House) -> Iterator[tuple[str, str, TestResponse]]:
    """Every answer that somebody gets who may have it, pages in both languages; two that do not exist."""
    for endpoint, address, permission in reading(house.app):
        device = device_for(house, permission)
        for language in ("zh", "en") if not address.startswith("/api/") else ("zh",):
            yield endpoint, address, device.get(address, query_string={"lang": language} if language == "en" else None)
    yield "none", "/nowhere", house.stranger().get("/nowhere")
    yield "none", "/api/v1/nowhere", house.stranger().get("/api/v1/nowhere")


def faults(endpoint: str, address: str, answer: TestResponse) -> list[str]:
    """What an answer lacks, or has that it should not."""
    told = dict(one.strip().split(" ", 1) for one in answer.headers.get("Content-Security-Policy", "x x").split(";"))
    found = [] if told == POLICY else [f"policy {told}"]
    if (answer.headers.get("Cache-Control") == "no-store") == (endpoint in KEPT):
        found.append(f"kept: {answer.headers.get('Cache-Control')}")
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        found.append("sniffed")
    if answer.status_code >= 500 or answer.status_code in (401, 403):
        found.append(f"answered {answer.status_code}")
    to_keep = answer.headers.get("Content-Disposition", "").startswith("attachment")  # opened from a disk, if at all
    if answer.mimetype in ("text/html", "image/svg+xml") and not to_keep:
        page = Page(answer.text)
        found += page.found if page.tags else ["an empty page"]
    for cookie in answer.headers.getlist("Set-Cookie"):
        if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie:
            found.append(f"cookie {cookie}")
    return [f"{address}: {fault}" for fault in found]


def test_every_answer_is_closed_to_scripts_hosts_and_memories(shared_house: House) -> None:
    seen = list(answers(shared_house))
    assert sum(answer.mimetype == "text/html" for _endpoint, _address, answer in seen) > 40
    assert [fault for one in seen for fault in faults(*one)] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("<p onclick='x()'>", "p onclick"),
        ("<p style='color: red'>", "p style"),
        ("<style>p {}</style>", "<style>"),
        ("<script>x()</script>", "an inline script"),
        ("<script src='//elsewhere.example/a.js'></script>", "script src="),
        ("<a href='https://elsewhere.example/'>", "a href="),
        ("<a href='javascript:x()'>", "a href="),
        ("<img srcset='http://elsewhere.example/a 2x'>", "img srcset="),
        ("<base href='/x/'>", "<base>"),
        ("<meta http-equiv='refresh' content='0; url=http://elsewhere.example'>", "<meta>"),
    ],
)
def test_a_planted_page_is_found(text: str, fault: str) -> None:
    assert Page("<a href='/live'><img src='data:image/png,A'><script src='/static/a.js'></script>").found == []
    assert any(fault in found for found in Page(text).found)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", "default-src 'self' 'unsafe-inline'"),
        ("Cache-Control", "max-age=60"),
        ("X-Content-Type-Options", ""),
        ("Set-Cookie", "lf_staff=1; Path=/"),
    ],
)
def test_a_planted_header_is_found(shared_house: House, name: str, value: str) -> None:
    answer = shared_house.stranger().get("/")
    answer.headers[name] = value
    assert faults("pages.home", "/", answer)


def outside(text: str) -> list[str]:
    """Addresses of other hosts in a script, a style sheet or a template."""
    return [found.group() for found in OUTSIDE.finditer(NAMES.sub("", text))]


def test_no_script_style_sheet_or_template_names_another_host() -> None:
    files = [
        path for folder in ("static", "templates") for path in Path(ROOT / folder).rglob("*")
        if path.suffix in (".js", ".css", ".html", ".svg") and "vendor" not in path.parts
    ]  # fmt: skip
    assert len(files) > 120
    assert [(str(path), outside(path.read_text("utf-8"))) for path in files if outside(path.read_text("utf-8"))] == []
    assert [str(path) for path in files if "@import" in path.read_text("utf-8")] == []


@pytest.mark.parametrize(
    "text",
    ["fetch('https://a.example')", 'import "//a.example/x.js"', "url(//a.example/x)", "new WebSocket('wss://[::1]')"],
)
def test_a_planted_host_is_found(text: str) -> None:
    assert outside(text)
    assert outside("// a comment, and http://www.w3.org/2000/svg") == []


def cookies_of(house: House, base: str) -> list[str]:
    """Every cookie that a device is ever given or has taken from it, over this address."""
    device, given = house.stranger(), []
    sent = {"code": code_of(house.office, "judge", "JA1"), "take_over": True}
    for path in ("/api/v1/enter", "/api/v1/leave/judge"):
        answer = device.post(path, json=sent, headers=OURS, base_url=base)
        assert answer.status_code == 200, answer.text
        given += answer.headers.getlist("Set-Cookie")
    return given + device.get("/?lang=en", base_url=base).headers.getlist("Set-Cookie")


@pytest.mark.parametrize(("base", "secure"), [("http://localhost", False), ("https://localhost", True)])
def test_no_cookie_is_for_scripts_or_other_sites_and_over_https_for_https_alone(
    shared_house: House, base: str, secure: bool
) -> None:
    given = cookies_of(shared_house, base)
    assert {cookie.partition("=")[0] for cookie in given} == {"lf_judge", "lf_browser", "lf_lang"}
    for cookie in given:
        flags = set(cookie.split("; "))
        assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= flags, cookie
        assert ("Secure" in flags) == secure, cookie
        assert not any(flag.startswith("Domain") for flag in flags)
