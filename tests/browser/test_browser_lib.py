"""The modules of the pages, asked in the browser itself."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.served import Served
from web.replay.people import content_hash


@pytest.fixture(scope="module")
def page(served: Served, device: Open) -> Page:
    """A page of the server, so that its modules may be imported."""
    opened = device(800, 600).new_page()
    opened.goto(served.url + "/enter")
    return opened


def ask(page: Page, module: str, expression: str, given: Any = None) -> Any:
    """The value of an expression over the module `m` and what is given."""
    script = f"async given => {{ const m = await import('/static/js/{module}'); return {expression}; }}"
    return page.evaluate(script, given)


@pytest.mark.parametrize("text", ["", "abc", "亮分", "评语：很好，😀", "长" * 60, "边界" * 500])
def test_a_hash_made_in_the_browser_is_the_servers(page: Page, text: str) -> None:
    assert ask(page, "lib/sha256.js", "m.sha256(given)", text) == hashlib.sha256(text.encode()).hexdigest()


def test_a_ballot_is_hashed_alike_on_both_sides(page: Page) -> None:
    ballot = {
        "base": 0,
        "comment": "数据“扎实”\n<b>",
        "entry": "SH001",
        "id": "0" * 32,
        "judge": "JA1",
        "kind": "问题解决型",
        "marks": [1350, 2700],
        "round": "presentation",
        "rubric": 1,
    }
    assert ask(page, "lib/sha256.js", "m.sha256(m.canonical(given))", ballot) == content_hash(ballot)


def test_times_are_those_of_the_hall_whatever_zone_the_device_is_set_to(served: Served, device: Open) -> None:
    elsewhere = device(800, 600, timezone_id="America/New_York").new_page()
    elsewhere.goto(served.url + "/enter")
    moment = 1_600_000_000_000  # 2020-09-13 20:26:40 in Beijing, 08:26:40 in New York
    assert elsewhere.evaluate("new Date(0).getHours()") == 19
    assert ask(elsewhere, "lib/clock.js", "m.formatTime(given, true)", moment) == "20:26:40"
    assert "20:26" in ask(elsewhere, "parts/decisions-words.js", "m.moment(given)", moment)


def test_an_id_is_32_hex_digits_and_never_the_same(page: Page) -> None:
    made = ask(page, "lib/sha256.js", "Array.from({length: 50}, () => m.newId())")
    assert len(set(made)) == 50
    assert all(len(one) == 32 and int(one, 16) >= 0 for one in made)


def told(page: Page, *messages: tuple[str, int, dict[str, Any], str]) -> Any:
    """Gaps noticed and what stands after (form, seq, parts, epoch) were applied in turn."""
    given = [
        {"form": form, "message": {"epoch": epoch, "seq": seq, "at": 1, "parts": parts}}
        for form, seq, parts, epoch in messages
    ]
    script = """(() => { const store = m.createStore();
      const gaps = given.map(one => store.apply(one.message, one.form));
      return [gaps, store.part("a"), store.part("b")]; })()"""
    return ask(page, "lib/store.js", script, given)


def test_numbered_changes_follow_on_the_snapshot(page: Page) -> None:
    change = ("change", 2, {"a": 2, "b": None}, "e")
    assert told(page, ("snapshot", 1, {"a": 1, "b": 1}, "e"), change) == [[False, False], 2, None]


def test_a_gap_is_noticed_and_nothing_of_it_applied(page: Page) -> None:
    late = ("change", 3, {"a": 3}, "e")
    assert told(page, ("snapshot", 1, {"a": 1}, "e"), late) == [[False, True], 1, None]


def test_a_change_of_another_start_of_the_server_asks_for_a_snapshot(page: Page) -> None:
    other = ("change", 2, {"a": 2}, "f")
    again = ("snapshot", 0, {"a": 7}, "f")
    assert told(page, ("snapshot", 1, {"a": 1}, "e"), other, again) == [[False, True, False], 7, None]


def test_a_change_seen_before_changes_nothing(page: Page) -> None:
    old = ("change", 1, {"a": 0}, "e")
    assert told(page, ("snapshot", 2, {"a": 2}, "e"), old) == [[False, False], 2, None]


@pytest.mark.parametrize(
    "expression, value",
    [
        ("m.formatMark(1350, 50)", "13.5"),
        ("m.formatMark(1300, 50)", "13.0"),
        ("m.formatMark(1325, 50)", "13.25"),
        ("m.formatPlain(850)", "8.5"),
        ("m.fractionKey(50)", ".5"),
        ("m.fractionKey(100)", None),
        ("m.valueOf('13.5', 50)", 1350),
        ("m.valueOf('13.3', 50)", None),
        ("m.valueOf('', 50)", None),
        ("m.typed('1', '5', 1500, 50)", {"text": "15", "over": None}),
        ("m.typed('15', '.', 1500, 50)", {"text": "15", "over": "15.5"}),
        ("m.stepped(null, 1, 1500, 50)", None),
        ("m.stepped(1500, 1, 1500, 50)", 1500),
        ("m.stepped(0, -1, 1500, 50)", 0),
        ("m.total([1350, null, 250], [])", 1600),
        ("m.nextEmpty([1, null, 2], 1)", 1),
        ("m.nextEmpty([1, 2], 0)", -1),
        (
            "m.extremes([0, 1500, 1], [{maximum: 1500}, {maximum: 1500}, {maximum: 1500}]).map(x => x.form)",
            ["zero", "full"],
        ),
    ],
)
def test_a_mark_is_what_the_pad_makes_of_it(page: Page, expression: str, value: Any) -> None:
    assert json.loads(json.dumps(ask(page, "parts/judge-marks.js", expression))) == value


def test_what_was_typed_for_one_version_does_not_stand_in_the_next(page: Page) -> None:
    script = """(() => { const typing = m.createTyping(50);
      const criteria = [{maximum: 1500}, {maximum: 1000}];
      const draft = (entry, base) => ({entry, base, criteria, marks: [null, null], active: 0, confirmed: {}});
      const first = draft("SH001", 0), again = draft("SH001", 1), next = draft("SH002", 0);
      typing.press(first, "8");
      const seen = [typing.text(first), typing.text(again), typing.text(next)];
      typing.press(next, "1");
      return [...seen, next.marks[0]]; })()"""
    assert ask(page, "parts/judge-marks.js", script) == ["8", None, None, 100]
