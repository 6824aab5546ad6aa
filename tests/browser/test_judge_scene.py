"""Which view a tablet shows for what it holds and what the server says, asked of the page's own module."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.browser.test_browser_lib import ask

SCENE = """(() => {
  const ballot = given.ballot, record = given.record;
  const session = { session: "A", entry: { id: "A1", kind: "k" }, phase: given.phase, ballot };
  const parts = { me: { id: "JA4" }, "session/A": session };
  const store = { part: (name) => parts[name] || null, names: () => ["session/A"], seen: () => ({ at: 1 }) };
  const drafts = { get: () => null, all: () => [] };
  const outbox = { of: () => record, records: () => [record] };
  return m.composeScene(store, { session: "A", viewing: null, dismissed: [] }, drafts, outbox).view;
})()"""


@pytest.fixture(scope="module")
def page(served: Served, device: Open) -> Page:
    opened = device(800, 600).new_page()
    opened.goto(served.url + "/enter")
    return opened


def view(page: Page, state: str, ballot: dict[str, Any], **record: Any) -> str:
    held = {"id": "0" * 32, "entry": "A1", "state": state, "body": {"base": 0, "marks": []}, **record}
    given = {"record": held, "ballot": ballot, "phase": "complete"}
    return str(ask(page, "parts/judge-scene.js", SCENE, given))


@pytest.mark.parametrize(
    ("state", "ballot", "record", "shown"),
    [
        ("late", {"state": "missing", "version": 0}, {}, "missing"),
        ("late", {"state": "closed", "version": 0}, {}, "late"),
        ("late", {"state": "submitted", "version": 1}, {}, "receipt"),
        ("conflict", {"state": "submitted", "version": 1}, {"current": {"version": 1}}, "conflict"),
        ("conflict", {"state": "submitted", "version": 2}, {"current": {"version": 1}}, "receipt"),
    ],
)
def test_what_was_kept_aside_is_the_judges_ballot_once_the_secretariat_accepts_it(
    page: Page, state: str, ballot: dict[str, Any], record: dict[str, Any], shown: str
) -> None:
    assert view(page, state, ballot, **record) == shown
