"""Withdrawn, disqualified, reinstated, incomplete resolved: what was decided beside the marks, and its undoing."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring.actions import publishing, running
from scoring.errors import Refusal
from scoring.rules.change import (
    Change,
    Disqualification,
    IncompleteRuling,
    Reinstatement,
    RulingLift,
    Withdrawal,
)
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.rulings import rulings
from scoring.store.reading.standings import entry_score
from tests.actions.ruled_day import changed, contest_of, moved, play, previewed, ranks, short, standing, state
from tests.office import Day

Days = Callable[..., Day]
HEADS = ("JA1", "JA2")


def refused(day: Day, change: Change) -> str:
    with pytest.raises(Refusal) as refusal:
        previewed(day, change)
    return refusal.value.code


def lasting(day: Day) -> list[tuple[Any, ...]]:
    return day.rows("select entry, kind, reason, judges from ruling where ended_at is null")


@pytest.fixture
def day(days: Days) -> Day:
    """Hall A with A1 to A3 published, A4 waiting."""
    return play(days(contest_of()), {"A1": 90, "A2": 85, "A3": 80})


@pytest.fixture
def lacking(days: Days) -> Day:
    """Hall A whole, but A2 has two ballots only."""
    made = play(days(contest_of()), {"A1": 90, "A3": 80, "A4": 75})
    short(made, "A2")
    return made


def test_after_publishing_a_circle_withdraws_by_two_persons_and_loses_its_rank(day: Day) -> None:
    seen = changed(day, Withdrawal("A1"), "单位来函")
    assert seen.two
    assert (moved(seen, "A2").before.rank, moved(seen, "A2").after.rank) == (2, 1)  # type: ignore[union-attr]
    assert (day.phase("A1"), ranks(day)) == ("withdrawn", {"A1": None, "A2": 1, "A3": 2})
    assert day.rows("select phase_before from entry where id='A1'") == [("published",)]
    assert day.ledger("PhaseChanged")[-1]["reason"] == "单位来函"


def test_before_publishing_withdrawing_is_the_desks_command_and_keeps_where_the_entry_stood(day: Day) -> None:
    assert refused(day, Withdrawal("A4")) == "not_now"
    day.do(running.withdraw, entry="A4", reason="缺席")
    assert day.rows("select phase_before from entry where id='A4'") == [("waiting",)]
    changed(day, Reinstatement("A4"))
    assert day.phase("A4") == "waiting"


@pytest.mark.parametrize("acts", range(5))
def test_an_entry_is_disqualified_wherever_it_stands_and_leaves_the_stage(days: Days, acts: int) -> None:
    day = play(days(contest_of()), {"A1": 90})
    turn = (running.call, running.start_presenting, running.end_presenting, running.end_questions)
    for act in turn[:acts]:
        day.do(act, entry="A4")
    stood = day.phase("A4")
    seen = changed(day, Disqualification("A4", HEADS), "数据造假")
    assert not seen.two
    assert day.phase("A4") == "disqualified"
    assert lasting(day) == [("A4", "disqualified", "数据造假", json.dumps(list(HEADS)))]
    assert day.rows("select current_entry from session where id='A'") == [(None if acts else "A1",)]
    assert refused(day, Disqualification("A4")) == "not_now"
    changed(day, Reinstatement("A4"), "查无实据")
    assert day.phase("A4") == ("waiting" if stood == "waiting" else "postponed")
    assert (lasting(day), day.ledger("RulingLifted")[-1]["reason"]) == ([], "查无实据")


def test_a_published_entry_is_disqualified_by_two_persons_and_reinstated_with_its_rank(day: Day) -> None:
    day.reveal("A1")
    before = ranks(day)
    assert changed(day, Disqualification("A1"), "数据造假").two
    assert ranks(day) == {"A1": None, "A2": 1, "A3": 2}
    assert day.rows("select count(*) from revealed where entry='A1'") == [(0,)]
    assert changed(day, Reinstatement("A1")).two
    assert (day.phase("A1"), ranks(day)) == ("published", before)


def test_who_was_withdrawn_and_then_disqualified_comes_back_step_by_step(day: Day) -> None:
    changed(day, Withdrawal("A1"))
    changed(day, Disqualification("A1"))
    changed(day, Reinstatement("A1"))
    assert day.phase("A1") == "withdrawn"
    changed(day, Reinstatement("A1"))
    assert day.phase("A1") == "published"
    assert refused(day, Reinstatement("A1")) == "not_now"


def test_nobody_unknown_and_nobody_twice_decides(day: Day) -> None:
    assert refused(day, Disqualification("A1", ("nobody",))) == "no_judge"
    assert refused(day, Disqualification("A1", ("JA1", "JA1"))) == "judge_named_twice"


def test_by_document_score_alone_it_is_ranked_with_that_very_score(lacking: Day) -> None:
    assert standing(lacking).open_entries == ["A2"]
    seen = changed(lacking, IncompleteRuling("A2", "document_only", HEADS))
    assert seen.two and seen.moves.settled == ("问题解决型@A",)
    found = next(result for result in standing(lacking).results if result.entry == "A2")
    assert (found.rank, found.final, found.exact_final, found.presentation) == (1, "90.00", "90", None)
    assert (found.valid, found.used, found.deduction) == (2, 0, "0.00")
    score = lacking.read(lambda c: entry_score(c, load_contest(c), find_entry(load_contest(c), "A2")))
    assert (score.state, score.core, score.median, score.chief) == ("scored", None, None, None)
    fixed = [json.loads(body) for (body,) in lacking.rows("select body from score where entry='A2' order by version")]
    assert [(one["state"], one["final"]) for one in fixed] == [("incomplete", ""), ("scored", "90")]


def test_out_of_competition_it_has_no_place_and_takes_none_of_the_awards(lacking: Day) -> None:
    changed(lacking, IncompleteRuling("A2", "out_of_competition", HEADS))
    now = standing(lacking)
    assert (now.provisional, state(lacking, "A2"), ranks(lacking)["A2"]) == (False, "out_of_competition", None)
    assert {result.entry: result.award for result in now.results} == {
        "A1": "一等奖", "A2": None, "A3": "一等奖", "A4": "二等奖",
    }  # fmt: skip
    assert refused(lacking, IncompleteRuling("A2", "document_only", HEADS)) == "entry_not_incomplete"


@pytest.mark.parametrize("outcome", ["document_only", "out_of_competition"])
def test_lifted_it_lacks_ballots_again(lacking: Day, outcome: Any) -> None:
    changed(lacking, IncompleteRuling("A2", outcome, HEADS))
    assert lacking.read(rulings)["A2"].kind == outcome
    changed(lacking, RulingLift("A2", outcome), "误记")
    assert (standing(lacking).open_entries, lasting(lacking)) == (["A2"], [])
    assert refused(lacking, RulingLift("A2", outcome)) == "no_ruling"


def test_presented_again_its_ballots_stay_beside_the_new_ones_and_count_no_more(lacking: Day) -> None:
    lacking.reveal("A2")
    changed(lacking, IncompleteRuling("A2", "present_again", HEADS), "设备故障")
    assert lacking.phase("A2") == "postponed"
    assert lacking.rows("select count(*) from revealed where entry='A2'") == [(0,)]
    assert len(lacking.ledger("BallotsSetAside")[-1]["ballots"]) == 2
    lacking.present("A2")
    assert [lacking.state("A2", judge) for judge in ("JA1", "JA3")] == ["returned", "expected"]
    for judge, base in (("JA1", 1), ("JA2", 1), ("JA3", 0), ("JA4", 0), ("JX", 0)):
        lacking.submit("A2", judge, 70, base=base)
    lacking.do(running.close_entry, entry="A2")
    lacking.do(publishing.publish_entry, entry="A2")
    assert (ranks(lacking)["A2"], standing(lacking).provisional) == (4, False)
    assert lacking.rows("select count(*) from ballot where entry='A2'") == [(7,)]


def test_only_chiefs_resolve_what_is_incomplete_and_only_that(lacking: Day) -> None:
    assert refused(lacking, IncompleteRuling("A1", "document_only", HEADS)) == "entry_not_incomplete"
    assert refused(lacking, IncompleteRuling("A2", "document_only", ())) == "judges_missing"
    assert refused(lacking, IncompleteRuling("A2", "document_only", ("JA1", "JA3"))) == "not_a_chief"
    assert refused(lacking, RulingLift("A2", "disqualified")) == "lift_by_reinstating"
    assert refused(lacking, RulingLift("A2", "declined")) == "no_ruling"


def test_without_a_document_score_there_is_none_to_go_by(days: Days) -> None:
    contest = contest_of()
    bare = tuple(replace(entry, document=None) if entry.id == "A2" else entry for entry in contest.entries)
    day = play(days(replace(contest, entries=bare)), {"A1": 90})
    short(day, "A2")
    assert refused(day, IncompleteRuling("A2", "document_only", HEADS)) == "no_document_score"


def test_a_refused_ruling_leaves_nothing_behind(lacking: Day) -> None:
    facts = len(lacking.ledger())
    refused(lacking, IncompleteRuling("A2", "document_only", ("JA3",)))
    assert lasting(lacking) == []
    assert [body["fact"] for body in lacking.ledger()[facts:]] == ["Refused"]
