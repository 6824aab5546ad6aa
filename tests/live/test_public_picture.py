"""What everybody may see: nothing of a mark before its reveal, then exactly what each step adds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from live.picture.public import public_parts, revealed_entry
from scoring.actions import publishing, running, sessions
from scoring.store.reading.contest import load_contest
from tests.office import MARKS, Day

CANARIES = {"JA1": 77.5, "JA2": 61.5, "JA3": 83.5, "JA4": 91.5, "JX": 68.5}
MEAN = "76.50"  # (77.5 + 83.5 + 68.5) / 3
FINAL = "81.90"  # 76.5 × 0.6 + 90 × 0.4
A_POOL = "standings/问题解决型@A"


def picture(day: Day) -> dict[str, Any]:
    return dict(day.read(public_parts))


def text_of(day: Day) -> str:
    return json.dumps(picture(day), ensure_ascii=False)


def found(text: str) -> set[str]:
    """Which judges' canaries a text holds, as totals in points, in hundredths or as marks of a criterion."""
    held = set()
    for judge, total in CANARIES.items():
        whole = int(total * 100)
        second = whole * 2 // 5 // 50 * 50
        if re.search(rf"\b({total}0?|{whole}|{second}|{whole - second})\b", text):
            held.add(judge)
    return held


@pytest.fixture
def closed(day: Day) -> Day:
    """A1 has all its marks and is closed."""
    day.open()
    day.present("A1")
    day.vote("A1", CANARIES)
    day.do(running.close_entry, entry="A1")
    return day


def test_the_search_finds_a_planted_mark() -> None:
    assert found('{"total": "77.5"}') == {"JA1"}
    assert found('{"marks": [4150, 2700]}') == {"JX"}
    assert found('{"at": 1600000600000, "mean": "76.50"}') == set()


def test_no_mark_and_no_score_is_in_the_public_picture_before_the_reveal(closed: Day) -> None:
    closed.do(publishing.publish_entry, entry="A1")
    text = text_of(closed)
    assert found(text) == set()
    assert MEAN not in text and FINAL not in text
    assert picture(closed)["reveal/A"] is None
    assert closed.read(revealed_entry, closed.read(load_contest), "A1") is None


def test_the_public_cannot_tell_by_its_picture_when_ballots_came_or_the_entry_was_closed(day: Day) -> None:
    day.open()
    day.present("A1")
    before = text_of(day)
    day.vote("A1", CANARIES)
    assert text_of(day) == before
    day.do(running.close_entry, entry="A1")
    assert text_of(day) == before
    day.do(publishing.publish_entry, entry="A1")
    assert text_of(day) == before


def test_two_days_that_differ_only_in_hidden_marks_look_the_same(days: Callable[..., Day]) -> None:
    one, other = days(), days()
    for day, marks in ((one, CANARIES), (other, MARKS)):
        day.open()
        day.publish("A1", marks)
    assert text_of(one) == text_of(other)


def test_each_step_adds_exactly_what_it_is_for(closed: Day) -> None:
    closed.do(publishing.publish_entry, entry="A1")
    closed.reveal("A1", (1,))
    one = picture(closed)["reveal/A"]
    assert [seat["total"] for seat in one["seats"]] == ["77.5", "61.5", "83.5", "91.5", "68.5"]
    assert {seat["dropped"] for seat in one["seats"]} == {None}
    assert (one["step"], one["used"], one["criteria"], one["arithmetic"], one["result"]) == (1, None, None, None, None)
    closed.reveal("A1", (2,))
    two = picture(closed)["reveal/A"]
    assert [seat["dropped"] for seat in two["seats"]] == [None, "low", None, "high", None]
    assert (two["used"], two["arithmetic"], two["result"]) == (3, None, None)
    assert MEAN not in text_of(closed)
    closed.reveal("A1", (3,))
    three = picture(closed)["reveal/A"]
    assert three["arithmetic"] == {
        "mean": MEAN, "used": 3, "deduction": "0.00", "presentation": MEAN, "document": "90.00",
        "presentation_share": "60%", "document_share": "40%",
    }  # fmt: skip
    assert three["result"] is None and FINAL not in text_of(closed)
    closed.reveal("A1", (4,))
    four = picture(closed)["reveal/A"]
    assert (four["result"]["final"], four["result"]["rank"], four["result"]["provisional"]) == (FINAL, 1, True)
    assert picture(closed)["stage/A"]["phase"] == "revealed"


def test_the_document_score_is_not_public_before_the_third_step(closed: Day) -> None:
    closed.do(publishing.publish_entry, entry="A1")
    closed.reveal("A1", (1, 2))
    assert "90.00" not in text_of(closed) and '"90"' not in text_of(closed)


def test_taking_a_step_back_takes_it_off_the_picture(closed: Day) -> None:
    closed.do(publishing.publish_entry, entry="A1")
    closed.reveal("A1", (1, 2, 3))
    closed.do(publishing.unreveal, entry="A1", step=3)
    assert MEAN not in text_of(closed)
    for step in (2, 1):
        closed.do(publishing.unreveal, entry="A1", step=step)
    assert found(text_of(closed)) == set()
    assert picture(closed)["reveal/A"] is None


def test_hidden_judges_show_no_total_and_no_stroke_at_any_step(days: Callable[..., Day]) -> None:
    day = days(show_judges="hidden")
    day.open()
    day.publish("A1", CANARIES)
    day.reveal("A1")
    reveal = picture(day)["reveal/A"]
    assert {(seat["total"], seat["dropped"], seat["name"]) for seat in reveal["seats"]} == {(None, None, None)}
    assert found(text_of(day)) == set()
    assert reveal["result"]["final"] == FINAL


@pytest.mark.parametrize(("shown", "name"), [("seat", None), ("name", "评委JA1")])
def test_judges_are_named_only_where_the_rule_card_says_so(days: Callable[..., Day], shown: str, name: str) -> None:
    day = days(show_judges=shown)
    day.open()
    day.publish("A1", CANARIES)
    day.reveal("A1", (1,))
    parts = picture(day)
    assert parts["reveal/A"]["seats"][0]["name"] == parts["stage/A"]["seats"][0]["name"] == name
    assert ("评委JA1" in text_of(day)) is (shown == "name")


def test_a_judge_whose_seat_changed_hands_is_still_named_beside_the_entry_on_stage(days: Callable[..., Day]) -> None:
    day = days(show_judges="name")
    day.open()
    day.present("A1")
    day.do(sessions.change_seat, session="A", seat=3, judge="JR", attendance="onsite", reason="病假")
    assert picture(day)["stage/A"]["seats"][2]["name"] == "评委JA3"


def test_the_count_and_the_lamps_follow_the_rule_card(days: Callable[..., Day]) -> None:
    lamps = {"no": "hollow", "lamps": "lit", "count": "hollow"}
    for shown, lamp in lamps.items():
        day = days(show_count=shown)
        day.open()
        day.present("A1")
        day.submit("A1", "JA1", 77.5)
        day.miss("A1", "JA2")
        stage = picture(day)["stage/A"]
        assert stage["count"] == (1 if shown == "count" else None)
        assert [seat["lamp"] for seat in stage["seats"][:2]] == [lamp, "missing" if shown == "lamps" else "hollow"]
        assert found(text_of(day)) == set()


def test_who_was_recused_or_missing_is_said_at_the_reveal_and_never_as_0(day: Day) -> None:
    day.open()
    day.present("A3")
    day.vote("A3", {name: total for name, total in CANARIES.items() if name != "JX"})
    day.miss("A3", "JX")
    day.do(running.close_entry, entry="A3")
    day.do(publishing.publish_entry, entry="A3")
    day.reveal("A3", (1,))
    seats = picture(day)["reveal/A"]["seats"]
    assert [(seat["state"], seat["total"]) for seat in seats[3:]] == [("recused", None), ("missing", None)]


def test_a_provisional_standing_names_no_prize_and_no_candidate(day: Day) -> None:
    day.open()
    day.publish("A1", CANARIES)
    day.reveal("A1")
    standing = picture(day)[A_POOL]
    assert (standing["provisional"], standing["revealed"], standing["of"]) == (True, 1, 4)
    assert [(row["award"], row["selection"], row["shown"]) for row in standing["rows"]] == [(None, None, FINAL)]
    for entry in ("A2", "A3", "A4"):
        day.do(running.withdraw, entry=entry, reason="退赛")
    standing = picture(day)[A_POOL]
    assert standing["provisional"] is False
    assert [(row["award"], row["selection"]) for row in standing["rows"]] == [("一等奖", "candidate")]


def test_a_published_but_unrevealed_entry_is_in_no_public_standing(day: Day) -> None:
    day.open()
    day.publish("A1", CANARIES)
    day.reveal("A1")
    day.publish("A2")
    assert [row["entry"] for row in picture(day)[A_POOL]["rows"]] == ["A1"]


def test_an_empty_pool_has_an_empty_provisional_standing(day: Day) -> None:
    standing = picture(day)[A_POOL]
    assert (standing["rows"], standing["provisional"], standing["revealed"], standing["of"]) == ([], True, 0, 4)
    assert standing["tie_names"] == {"core": "内容", "second": "表现"}


def test_the_picture_before_there_is_a_contest_is_empty(days: Callable[..., Day]) -> None:
    assert picture(days(contest=None)) == {}


def test_deadlines_are_published_and_the_warning_with_them(day: Day) -> None:
    day.open()
    day.do(running.call, entry="A1")
    assert picture(day)["stage/A"]["timer"] == {"started_at": None, "deadline": None, "limit": 720, "warning": 60}
    day.do(running.start_presenting, entry="A1")
    start = day.clock
    timer = {"started_at": start, "deadline": start + 720_000, "limit": 720, "warning": 60}
    assert picture(day)["stage/A"]["timer"] == timer
    day.clock += 5000
    day.do(running.set_start, entry="A1", started_at=start - 1000)
    assert picture(day)["stage/A"]["timer"]["deadline"] == start + 719_000
    day.do(running.end_presenting, entry="A1")
    asked = {"started_at": start + 5000, "deadline": start + 185_000, "limit": 180, "warning": 60}
    assert picture(day)["stage/A"]["timer"] == asked
