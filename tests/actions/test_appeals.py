"""The appeals register: every step is kept, and nothing is answered twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert

from scoring.actions.appeals import answer_appeal, register_appeal, reopen_appeal, withdraw_appeal
from scoring.errors import Refusal
from scoring.rules.ledger import content_hash
from scoring.store.reading.appeals import appeal_row, appeal_rows, appeal_steps, open_appeals
from scoring.store.tables import change as change_table
from scoring.store.work import Work
from tests.office import Day

TODAY = date(2026, 8, 22)
GIVEN = {"entry": "A1", "asker": "单位A1", "question": "为何是这个分？", "asked_on": "2026-08-20", "today": TODAY}


def registered(day: Day, **other: Any) -> int:
    number: int = day.do(register_appeal, **{**GIVEN, **other})
    return number


def refused(day: Day, action: Any, **values: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        day.do(action, **values)
    return refusal.value.code


def changed(work: Work, state: str) -> str:
    """A correction in a state, as the register of changes keeps it."""
    work.connection.execute(
        insert(change_table).values(
            id=state.ljust(32, "0"), kind="overtime", body="{}", reason="x", moves="{}", state=state, at=1, by="x",
            login="x", until=1, answered_by="", answered_login="", answered_why="",
        )
    )  # fmt: skip
    return state.ljust(32, "0")


def test_an_appeal_is_registered_answered_reopened_and_withdrawn_with_every_step_kept(day: Day) -> None:
    number = registered(day, sheet=1)
    assert [row.number for row in day.read(open_appeals)] == [number]
    change = day.do(changed, state="done")
    day.do(answer_appeal, appeal=number, answer="已复核。", outcome="partly", sheet=2, change=change)
    assert day.read(open_appeals) == []
    day.do(reopen_appeal, appeal=number, reason="补充材料")
    assert day.read(appeal_row, number).state == "open"
    day.do(withdraw_appeal, appeal=number, reason="单位撤回")
    steps = [(one.kind, one.text, one.outcome, one.sheet, one.change, one.by) for one in day.read(appeal_steps, number)]
    assert steps == [
        ("asked", "为何是这个分？", "", 1, None, "secretariat-1"),
        ("answered", "已复核。", "partly", 2, change, "secretariat-1"),
        ("reopened", "补充材料", "", None, None, "secretariat-1"),
        ("withdrawn", "单位撤回", "", None, None, "secretariat-1"),
    ]
    assert day.read(appeal_row, number).state == "withdrawn"


def test_the_ledger_keeps_the_hash_of_each_text_and_neither_text_nor_name(day: Day) -> None:
    number = registered(day)
    day.do(answer_appeal, appeal=number, answer="已复核。", outcome="rejected")
    told = day.ledger("AppealRegistered")[0]
    assert (told["entry"], told["asked_on"], told["text"]) == ("A1", "2026-08-20", content_hash("为何是这个分？"))
    stepped = day.ledger("AppealStepped")[0]
    assert (stepped["kind"], stepped["outcome"], stepped["text"]) == ("answered", "rejected", content_hash("已复核。"))
    everything = "".join(str(body) for body in day.ledger())
    assert "为何" not in everything and "已复核" not in everything and "单位A1" not in everything


def test_appeals_are_found_by_state_and_entry_newest_first(day: Day) -> None:
    first, second, third = registered(day), registered(day, entry="B1"), registered(day)
    day.do(answer_appeal, appeal=second, answer="好", outcome="upheld")
    assert [row.number for row in day.read(appeal_rows)] == [third, second, first]
    assert [row.number for row in day.read(appeal_rows, "answered")] == [second]
    assert [row.number for row in day.read(appeal_rows, None, "A1")] == [third, first]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"entry": "Z9"}, "no_entry"),
        ({"asker": " "}, "appeal_asker_length"),
        ({"asker": "长" * 81}, "appeal_asker_length"),
        ({"question": " \n"}, "appeal_text_length"),
        ({"question": "长" * 2001}, "appeal_text_length"),
        ({"asked_on": "2026-02-30"}, "appeal_date"),
        ({"asked_on": "昨天"}, "appeal_date"),
        ({"asked_on": "20260820"}, "appeal_date"),
        ({"asked_on": "2026-08-23"}, "appeal_date_ahead"),
        ({"sheet": 9999}, "no_ledger_number"),
        ({"sheet": 0}, "no_ledger_number"),
    ],
)
def test_what_cannot_be_registered_is_refused_and_leaves_no_row(day: Day, wrong: dict[str, Any], code: str) -> None:
    assert refused(day, register_appeal, **{**GIVEN, **wrong}) == code
    assert day.read(appeal_rows) == []


def test_the_longest_texts_and_todays_letter_are_taken(day: Day) -> None:
    registered(day, question="长" * 2000, asker="长" * 80, asked_on="2026-08-22")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"answer": ""}, "appeal_text_length"),
        ({"answer": "长" * 2001}, "appeal_text_length"),
        ({"outcome": ""}, "appeal_outcome"),
        ({"outcome": "maybe"}, "appeal_outcome"),
        ({"sheet": 9999}, "no_ledger_number"),
        ({"change": "f" * 32}, "no_done_change"),
        ({"appeal": 77}, "no_appeal"),
    ],
)
def test_what_is_no_answer_is_refused(day: Day, wrong: dict[str, Any], code: str) -> None:
    number = registered(day)
    given = {"appeal": number, "answer": "好", "outcome": "upheld", **wrong}
    assert refused(day, answer_appeal, **given) == code
    assert day.read(appeal_row, number).state == "open"


def test_a_correction_that_only_waits_is_no_answers_correction(day: Day) -> None:
    change = day.do(changed, state="waiting")
    given = {"appeal": registered(day), "answer": "好", "outcome": "upheld", "change": change}
    assert refused(day, answer_appeal, **given) == "no_done_change"


def test_an_appeal_is_answered_once_and_only_an_ended_one_is_reopened(day: Day) -> None:
    number = registered(day)
    assert refused(day, reopen_appeal, appeal=number, reason="x") == "appeal_is_open"
    day.do(answer_appeal, appeal=number, answer="好", outcome="upheld")
    again = {"appeal": number, "answer": "又", "outcome": "rejected"}
    assert refused(day, answer_appeal, **again) == "appeal_not_open"
    assert refused(day, withdraw_appeal, appeal=number, reason="x") == "appeal_not_open"
    assert refused(day, reopen_appeal, appeal=number, reason=" ") == "reason_missing"
    assert len(day.read(appeal_steps, number)) == 2
