"""Which view a tablet shows for what it holds and what the server says, asked of the page's own module."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from scoring.actions.judging import BallotSent
from scoring.rules.ledger import content_hash
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
    body = {"base": 0, "marks": [], "presentation": record.pop("presentation", 1)}
    held = {"id": "0" * 32, "entry": "A1", "state": state, "body": body, **record}
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
        ("late", {"state": "open", "version": 0, "presentation": 2}, {}, "marking"),
        ("conflict", {"state": "open", "version": 0, "presentation": 2}, {}, "marking"),
        ("waiting", {"state": "open", "version": 0, "presentation": 2}, {}, "sending"),
        ("late", {"state": "closed", "version": 0, "presentation": 2}, {"presentation": 2}, "late"),
    ],
)
def test_what_was_kept_aside_is_the_judges_ballot_once_the_secretariat_accepts_it(
    page: Page, state: str, ballot: dict[str, Any], record: dict[str, Any], shown: str
) -> None:
    assert view(page, state, ballot, **record) == shown


WANTS = """m.wantsDraft({ onStage: true, stage: { kind: "k" }, rubrics: { k: { version: 1 } }, record: null,
  draft: given.draft, ballot: Object.assign({ state: "open", base: 0 }, given.ballot) })"""


@pytest.mark.parametrize(
    ("draft", "ballot", "wanted"),
    [
        ({"presentation": 1}, {"presentation": 1}, False),
        ({}, {"presentation": 1}, False),
        ({}, {"presentation": 2}, True),
        ({"presentation": 1}, {"presentation": 2}, True),
        ({"presentation": 2}, {"presentation": 2}, False),
    ],
)
def test_a_paper_begun_in_an_earlier_presentation_is_begun_anew(
    page: Page, draft: dict[str, Any], ballot: dict[str, Any], wanted: bool
) -> None:
    held = {"base": 0, "kind": "k", "rubric": 1, "changed_at": 5, **draft}
    assert ask(page, "parts/judge-scene.js", WANTS, {"draft": held, "ballot": ballot}) is wanted


MADE = """(() => {
  const draft = { entry: "A1", base: 1, rubric: 1, kind: "k", marks: [100], comment: "好", presentation: given };
  return m.ballotOf(draft, "JA4", 1).body;
})()"""


@pytest.mark.parametrize("presentation", [1, 2])
def test_a_ballot_names_its_presentation_as_the_server_hashes_it(page: Page, presentation: int) -> None:
    body = ask(page, "parts/judge-outbox.js", MADE, presentation)
    given = body.pop("hash")
    sent = BallotSent(**{**body, "marks": tuple(body["marks"]), "hash": given})
    assert sent.presentation == presentation and content_hash(sent.content()) == given
