"""What an answer means for a ballot or a draft, asked of the page's own modules."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.served import Served
from tests.browser.test_browser_lib import ask

ID, HASH = "0" * 32, "a" * 64
OWN = {"id": ID, "hash": HASH, "code": "ABCD2345", "version": 1}
OTHERS = ({**OWN, "id": "1" * 32}, {**OWN, "hash": "b" * 64}, {**OWN, "code": ""}, None)


def error(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "zh": "…", "en": "…", "params": {}}}


@pytest.fixture(scope="module")
def page(served: Served, device: Open) -> Page:
    """A page of the server, so that its modules may be imported."""
    opened = device(800, 600).new_page()
    opened.goto(served.url + "/enter")
    return opened


def state(page: Page, status: int, body: Any) -> str | None:
    """The state of a ballot after this answer; None: the same one is sent again."""
    record = {"id": ID, "state": "waiting", "body": {"hash": HASH}}
    given = {"record": record, "answer": {"status": status, "body": body}}
    found: str | None = ask(
        page, "parts/judge-outbox.js", "(m.settled(given.record, given.answer) || {state: null}).state", given
    )
    return found


@pytest.mark.parametrize(
    "status, body, after",
    [
        (201, {"receipt": OWN}, "sent"),
        (200, {"receipt": OWN}, "sent"),
        (202, {"kept": True, "receipt": OWN, **error("late")}, "late"),
        (202, {"kept": True, "receipt": OWN, **error("taken_over")}, "aside"),
        (409, {"kept": True, "receipt": OWN, **error("conflict")}, "conflict"),
        (409, error("not_started"), "refused"),
        (409, error("rubric_changed"), "refused"),
        (400, error("malformed"), "refused"),
        (403, error("recused"), "refused"),
        (404, error("no_entry"), "refused"),
        (413, error("too_large"), "refused"),
        (422, error("same_id_other_content"), "refused"),
    ],
)
def test_each_answer_of_the_server_settles_the_ballot(page: Page, status: int, body: Any, after: str) -> None:
    assert state(page, status, body) == after


@pytest.mark.parametrize("status", [401, 407, 408, 425, 429, 500, 502, 503, 504, 507])
def test_an_answer_that_is_not_about_the_ballot_settles_nothing(page: Page, status: int) -> None:
    assert state(page, status, error("failed")) is None


@pytest.mark.parametrize("status", [200, 201, 202, 301, 400, 403, 404, 409, 413, 422])
@pytest.mark.parametrize("body", [None, {}, {"ok": True}, {"error": "login"}, []], ids=str)
def test_what_somebody_else_answers_settles_nothing(page: Page, status: int, body: Any) -> None:
    assert state(page, status, body) is None


@pytest.mark.parametrize("receipt", OTHERS, ids=["id", "hash", "code", "none"])
@pytest.mark.parametrize("status, code", [(200, ""), (201, ""), (202, "late"), (202, "taken_over"), (409, "conflict")])
def test_a_receipt_of_another_ballot_is_not_believed(page: Page, status: int, code: str, receipt: Any) -> None:
    assert state(page, status, {"receipt": receipt, **(error(code) if code else {})}) is None


@pytest.mark.parametrize("code", ["not_your_ballot", "not_your_role", "no_such_page"])
def test_a_refusal_of_who_asks_is_no_refusal_of_the_ballot(page: Page, code: str) -> None:
    assert state(page, 403, error(code)) is None


@pytest.mark.parametrize(
    "status, body, outcome",
    [
        (200, {"at": 5}, "kept"),
        (200, None, "again"),
        (200, {"ok": True}, "again"),
        (409, error("recused"), "refused"),
        (409, None, "again"),
        (401, error("login_taken_over"), "again"),
        (429, error("too_many"), "again"),
        (507, error("not_saved"), "again"),
    ],
)
def test_a_draft_is_stored_only_where_the_server_says_when(page: Page, status: int, body: Any, outcome: str) -> None:
    assert ask(page, "parts/judge-paper.js", "m.outcomeOf(given)", {"status": status, "body": body}) == outcome


KEEP_TWICE = """(async () => {
  indexedDB.deleteDatabase("liangfen-judge");
  const first = await m.openMemory();
  await first.put("drafts", {key: "k", marks: [1]});
  await first.put("outbox", {id: "gone", state: "conflict"});
  const second = await m.openMemory();
  await first.put("drafts", {key: "k", marks: [9]});
  await second.remove("outbox", "gone");
  await second.put("drafts", {key: "k", marks: [2]});
  const third = await m.openMemory();
  return [first.claimed(), second.claimed(), third.get("drafts", "k").marks, third.all("outbox").length];
})()"""


def test_a_page_opened_earlier_never_overwrites_what_a_later_one_keeps(page: Page) -> None:
    assert ask(page, "parts/judge-memory.js", KEEP_TWICE) == [True, True, [2], 0]


BACK_FROM_LOCAL = """(async () => {
  const kept = await m.openMemory();
  await kept.put("drafts", {key: "a", marks: [1]});
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
  await kept.put("drafts", {key: "a", marks: [2]});
  await kept.remove("drafts", "k");
  const fallen = kept.form();
  IDBObjectStore.prototype.put = put;
  const again = await m.openMemory();
  const left = Object.keys(localStorage).filter(key => key.startsWith("liangfen:drafts:"));
  return [fallen, again.form(), again.get("drafts", "a").marks, again.get("drafts", "k"), left];
})()"""


def test_what_was_kept_elsewhere_while_the_database_was_full_comes_back_into_it(page: Page) -> None:
    assert ask(page, "parts/judge-memory.js", BACK_FROM_LOCAL) == ["local", "database", [2], None, []]


OTHER_CONTEST = """(async () => {
  const memory = await (await import("/static/js/parts/judge-memory.js")).openMemory();
  const shelf = (origin) => m.createOutbox({memory, scope: "s", origin, onChange() {}, onLogin() {}});
  const rehearsal = shelf("first");
  rehearsal.stop();
  await rehearsal.add({id: "r", scope: "s", entry: "SH001", state: "waiting", made_at: 1, body: {}});
  return [shelf("first").waiting().length, shelf("second").waiting().length, shelf("second").records().length];
})()"""


def test_a_ballot_of_an_earlier_contest_of_the_same_name_is_never_sent_to_this_one(page: Page) -> None:
    assert ask(page, "parts/judge-outbox.js", OTHER_CONTEST) == [1, 0, 0]


CLOCK_SET_BACK = """(async () => {
  const memory = await (await import("/static/js/parts/judge-memory.js")).openMemory();
  const outbox = m.createOutbox({memory, scope: "c", origin: "o", onChange() {}, onLogin() {}});
  outbox.stop();
  await outbox.add({id: "first", scope: "c", entry: "SH001", state: "sent", made_at: 9000, body: {}});
  await outbox.add({id: "second", scope: "c", entry: "SH001", state: "waiting", made_at: 100, body: {}});
  return outbox.of("SH001").id;
})()"""


def test_the_latest_ballot_stays_the_latest_when_a_clock_is_set_back(page: Page) -> None:
    assert ask(page, "parts/judge-outbox.js", CLOCK_SET_BACK) == "second"


OTHERS_AT_MOST = 3600 * 1000  # ms that a restore may need what the tablet sent


@pytest.mark.parametrize(
    "record, goes",
    [
        ({"state": "sent"}, True),
        ({"state": "sent", "scope": "mine"}, False),
        ({"state": "sent", "made_at": 1}, False),
        ({"state": "waiting"}, False),
        ({"state": "late"}, False),
        ({"state": "conflict"}, False),
    ],
    ids=str,
)
def test_of_others_only_what_the_server_has_had_for_an_hour_leaves_the_device(
    page: Page, record: dict[str, Any], goes: bool
) -> None:
    one = {"id": ID, "scope": "theirs", "made_at": 0, **record}
    given = {"outbox": [one], "drafts": [], "now": OTHERS_AT_MOST + 1}
    look = 'm.leftByOthers({all: (store) => given[store]}, "mine", given.now)'
    assert ask(page, "parts/judge-outbox.js", look, given) == {"outbox": [ID] if goes else [], "drafts": []}


@pytest.mark.parametrize("stored, goes", [(True, True), (False, False)])
def test_a_draft_of_others_goes_once_the_server_has_it(page: Page, stored: bool, goes: bool) -> None:
    draft = {"key": "theirs/A1", "scope": "theirs", "stored": stored, "changed_at": 0}
    given = {"outbox": [], "drafts": [draft, {"key": "~tab", "tab": "1"}], "now": OTHERS_AT_MOST + 1}
    look = 'm.leftByOthers({all: (store) => given[store]}, "mine", given.now)'
    assert ask(page, "parts/judge-outbox.js", look, given) == {"outbox": [], "drafts": ["theirs/A1"] if goes else []}
