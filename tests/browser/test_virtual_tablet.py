"""The tablets of the torture trials are the page's twins: the same answer means the same to both."""

from __future__ import annotations

from dataclasses import asdict
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.torture.link import Answer
from tests.torture.outbox import Record, content_hash, draft_outcome, fate

STATUSES = (200, 201, 202, 204, 301, 400, 401, 403, 404, 405, 407, 408, 409, 413, 422, 425, 429, 500, 502, 503, 507)
CODES = ("", "conflict", "late", "taken_over", "not_your_ballot", "not_your_role", "no_such_page", "not_started",
         "not_in_panel", "card_in_use", "same_id_other_content")  # fmt: skip
ID, OTHER = "a" * 32, "b" * 32


def receipts(record: Record) -> list[dict[str, Any] | None]:
    """The own receipt, none, and some that are not of this ballot or not whole."""
    own = {"id": record.id, "hash": record.hash, "code": "ABCD2345", "version": 1, "seq": 7, "at": 1}
    return [own, None, {**own, "id": OTHER}, {**own, "hash": "0" * 64}, {**own, "code": ""}]


@pytest.fixture(scope="module")
def page(served: Served, device: Open) -> Page:
    """A page of the server, so that its modules may be imported."""
    opened = device(800, 600).new_page()
    opened.goto(served.url + "/enter")
    return opened


def in_page(page: Page, module: str, expression: str, given: list[Any]) -> list[Any]:
    script = (
        f"async given => {{ const m = await import('/static/js/{module}'); return given.map((one) => {expression}); }}"
    )
    found: list[Any] = page.evaluate(script, given)
    return found


def test_every_answer_settles_a_ballot_alike_on_both_sides(page: Page) -> None:
    content = {"base": 0, "comment": "", "entry": "A1", "id": ID, "judge": "JA1", "kind": "问题解决型", "marks": [50]}
    content |= {"round": "presentation", "rubric": 1}
    asked, ours = [], []
    for status, code, number, again in product(STATUSES, CODES, range(5), (False, True)):
        record = Record(ID, "A1", {**content, "hash": content_hash(content)}, again=again)
        receipt = receipts(record)[number]
        body: dict[str, Any] = {"error": {"code": code, "zh": "字", "en": "words"}} if code else {}
        body |= {"receipt": receipt} if receipt else {}
        asked.append({"record": asdict(record), "answer": {"status": status, "body": body}})
        ours.append(fate(record, Answer(status, body)))
    theirs = in_page(page, "parts/judge-outbox.js", "(m.settled(one.record, one.answer) || {state: null}).state", asked)
    differing = [(a["answer"], t, o) for a, t, o in zip(asked, theirs, ours, strict=True) if t != o]
    assert differing == []
    assert {"sent", "late", "aside", "conflict", "refused", None} == set(ours)


def test_every_answer_to_a_draft_means_the_same_to_both(page: Page) -> None:
    bodies: list[dict[str, Any]] = [{}, {"at": 1}, {"at": "soon"}, {"error": {"code": "marks_count"}}]
    asked = [{"status": status, "body": body} for status, body in product(STATUSES, bodies)]
    ours = [draft_outcome(Answer(one["status"], one["body"])) for one in asked]
    assert in_page(page, "parts/judge-paper.js", "m.outcomeOf(one)", asked) == ours
    assert set(ours) == {"kept", "refused", "again"}
