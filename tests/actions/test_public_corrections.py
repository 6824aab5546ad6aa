"""更正: after a change the public side is right, says so where it had said otherwise, and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import publishing, running
from scoring.actions.public_corrections import take_off
from scoring.rules.contest import Quota
from scoring.rules.rulecard import RuleCard
from tests.corrected import correct, marked, marks, of_entry, phase, revealed_day, set_up, standing, step
from tests.office import Day, small_contest

ALL = ("A1", "A2", "A3", "A4")


def places(day: Day) -> list[tuple[str, str, int]]:
    return [(row["entry"], row["shown"], row["rank"]) for row in standing(day)["rows"]]


def prizes(day: Day) -> dict[str, tuple[str | None, str | None]]:
    return {row["entry"]: (row["award"], row["selection"]) for row in standing(day)["rows"]}


def public_rows(day: Day) -> list[Any]:
    """Every byte of the public side."""
    tables = ("revealed", "public_standing", "public_correction")
    return [day.rows(f"select * from {table} order by 1, 2") for table in tables]


def test_a_document_score_put_right_moves_the_rows_and_is_marked_with_whom_it_overtook(day: Day) -> None:
    revealed_day(day, ("A1", "A2", "A3"))
    assert places(day) == [("A3", "87.30", 1), ("A2", "87.00", 2), ("A1", "86.40", 3)]
    correct(day, of_entry("A1", document="95"))
    assert places(day) == [("A1", "88.40", 1), ("A3", "87.30", 2), ("A2", "87.00", 3)]
    assert marked(day) == [
        ("A1", "86.40", 3, "88.40", 1), ("A2", "87.00", 2, "87.00", 3), ("A3", "87.30", 1, "87.30", 2),
    ]  # fmt: skip
    told = [(fact["entry"], fact["before"], fact["after"]) for fact in day.ledger("RevealedCorrected")]
    assert told[0] == ("A1", "86.40 #3", "88.40 #1")


def test_every_revealed_step_of_the_corrected_entry_says_what_is_true_and_no_step_is_added(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, of_entry("A1", document="95"), marks("A1", "JA3", 87))
    seats = {seat["seat"]: seat["total"] for seat in step(day, "A1", 1)["seats"]}
    assert seats[3] == "87.0"
    assert step(day, "A1", 3)["arithmetic"]["document"] == "95.00"
    assert step(day, "A1", 4)["result"]["final"] == "89.00"
    assert day.rows("select count(*) from revealed") == [(8,)]


def test_a_score_that_an_entry_was_shown_beside_is_put_right_there_too(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, of_entry("A1", document="95", circle="新名小组"))
    result = step(day, "A2", 4)["result"]
    near = [(row["entry"], row["circle"], row["shown"], row["rank"]) for row in result["neighbours"]]
    assert near == [("A1", "新名小组", "88.40", 1), ("A2", "小组A2", "87.00", 2)]
    assert result["rank"] == 2


def test_a_reveal_keeps_the_place_of_its_moment_when_nothing_of_its_moment_was_corrected(day: Day) -> None:
    revealed_day(day, ("A1", "A2", "A3"))
    assert [step(day, entry, 4)["result"]["rank"] for entry in ("A1", "A2", "A3")] == [1, 1, 1]
    before = public_rows(day)
    correct(day)
    assert public_rows(day) == before
    correct(day, of_entry("A3", document="95"))
    assert step(day, "A1", 4)["result"]["rank"] == 1
    assert [entry for entry, *_ in marked(day)] == ["A3"]


def test_a_later_reveal_is_no_correction(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    day.publish("A3")
    day.reveal("A3")
    correct(day)
    assert marked(day) == [] and day.ledger("RevealedCorrected") == []


def test_a_correction_of_an_entry_that_is_not_revealed_leaves_no_byte(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    day.publish("A3")
    before = public_rows(day)
    correct(day, of_entry("A3", document="99", title="另一课题"), marks("A3", "JA2", 60))
    assert public_rows(day) == before
    assert day.ledger("RevealedCorrected") == []


def test_of_an_entry_revealed_in_part_only_the_revealed_part_is_put_right(day: Day) -> None:
    revealed_day(day, ("A1",))
    day.publish("A2")
    day.reveal("A2", (1, 2))
    before = public_rows(day)
    correct(day, of_entry("A2", document="95"))
    assert public_rows(day) == before
    correct(day, marks("A2", "JA1", 78))
    assert marked(day) == [("A2", None, None, None, None)]
    assert json.loads(day.rows("select after from public_correction")[0][0])["steps"] == [1]
    assert day.rows("select max(step) from revealed where entry='A2'") == [(2,)]


def test_totals_that_change_under_the_same_score_are_marked(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, marks("A1", "JX", 91))
    assert marked(day) == [("A1", "86.40", 2, "86.40", 2)]
    assert json.loads(day.rows("select after from public_correction")[0][0])["steps"] == [1]


def test_another_name_is_no_other_result(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    correct(day, of_entry("A1", circle="新名小组", unit="新单位", title="新课题"))
    assert standing(day)["rows"][1]["circle"] == "新名小组"
    assert marked(day) == []


@pytest.mark.parametrize("after", ["disqualified", "withdrawn", "complete", "scoring"])
def test_an_entry_that_is_published_no_more_is_taken_off_with_its_neighbours_moving_up(day: Day, after: str) -> None:
    revealed_day(day, ("A1", "A2", "A3"))
    correct(day, phase("A3", after))
    assert places(day) == [("A2", "87.00", 1), ("A1", "86.40", 2)]
    assert day.rows("select count(*) from revealed where entry='A3'") == [(0,)]
    assert day.rows("select reveal_step from entry where id='A3'") == [(0,)]
    assert [fact["step"] for fact in day.ledger("RevealTakenBack")] == [4, 3, 2, 1]
    assert marked(day) == [
        ("A1", "86.40", 3, "86.40", 2), ("A2", "87.00", 2, "87.00", 1), ("A3", "87.30", 1, None, None),
    ]  # fmt: skip
    assert json.loads(day.rows("select after from public_correction where entry='A3'")[0][0]) is None
    assert day.ledger("RevealedCorrected")[-1]["after"] == ""


def test_what_was_taken_off_is_beside_no_other_entry_and_can_be_revealed_again(day: Day) -> None:
    revealed_day(day, ("A1", "A2"))
    day.do(take_off, entry="A1")
    assert "小组A1" not in json.dumps(step(day, "A2", 4), ensure_ascii=False)
    assert [entry for entry, *_ in places(day)] == ["A2"]
    day.reveal("A1")
    correct(day)
    assert [entry for entry, *_ in places(day)] == ["A2", "A1"]
    assert marked(day) == []


def test_prizes_that_were_seen_and_are_others_are_marked(day: Day) -> None:
    revealed_day(day, ALL)
    assert prizes(day)["A2"] == ("二等奖", None) and prizes(day)["A3"] == ("一等奖", "reserve")
    correct(day, of_entry("A2", recommendation=""), of_entry("A3", recommendation=""))
    assert prizes(day)["A3"][1] == "not_recommended" and prizes(day)["A1"][1] == "reserve"
    assert [(entry, rank, now) for entry, _, rank, _, now in marked(day)] == [("A1", 4, 4), ("A2", 3, 3), ("A3", 2, 2)]


def test_prizes_that_were_seen_and_are_open_again_are_marked(day: Day) -> None:
    revealed_day(day, ALL)
    correct(day, phase("A1", "complete"))
    assert standing(day)["provisional"] is True and set(prizes(day).values()) == {(None, None)}
    assert [entry for entry, *_ in marked(day)] == ["A1", "A2", "A3", "A4"]
    texts = {fact["entry"]: (fact["before"], fact["after"]) for fact in day.ledger("RevealedCorrected")}
    assert texts["A4"] == ("88.20 #1 一等奖 candidate", "88.20 #1")


def test_prizes_that_could_not_be_seen_before_are_no_correction(day: Day) -> None:
    revealed_day(day, ("A1", "A2", "A3"))
    day.publish("A4")
    correct(day, phase("A4", "disqualified"))
    assert standing(day)["provisional"] is False and prizes(day)["A3"] == ("一等奖", "candidate")
    assert marked(day) == []


def test_an_incomplete_entry_that_gets_a_score_is_marked(day: Day) -> None:
    revealed_day(day, ("A1",))
    day.present("A2")
    day.vote("A2", {"JA1": 90, "JA2": 90})
    for judge in ("JA3", "JA4", "JX"):
        day.miss("A2", judge)
    day.do(running.close_entry, entry="A2")
    day.do(publishing.publish_entry, entry="A2")
    day.reveal("A2")
    correct(day, set_up(card=RuleCard(min_valid=2)))
    assert step(day, "A2", 4)["result"]["incomplete"] is False
    assert ("A2", None, None, "90.00", 1) in marked(day)


def test_an_entry_in_another_pool_leaves_the_one_and_comes_to_the_other(days: Callable[..., Day]) -> None:
    contest = small_contest()
    both = (*contest.quotas, Quota("问题解决型", None, 1, 0))
    day = revealed_day(days(replace(contest, quotas=both)), ("A1", "A2"))
    correct(day, of_entry("A2", session="B"))
    assert [row["entry"] for row in standing(day)["rows"]] == ["A1"]
    assert [row["entry"] for row in standing(day, "问题解决型")["rows"]] == ["A2"]
    pools = day.rows("select pool, before = 'null', after = 'null' from public_correction where entry='A2' order by id")
    assert pools == [("问题解决型", 1, 0), ("问题解决型@A", 0, 1)]


def test_judges_hidden_from_now_on_are_no_other_result(day: Day) -> None:
    revealed_day(day, ("A1",))
    correct(day, set_up(card=RuleCard(show_judges="hidden")))
    assert {seat["total"] for seat in step(day, "A1", 1)["seats"]} == {None}
    assert marked(day) == []
