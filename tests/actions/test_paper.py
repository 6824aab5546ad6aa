"""A ballot from paper: typed in twice, blind, decided by a third where the two differ, counted once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scoring.actions.paper import (
    THIRD,
    TypedIn,
    drop_typed,
    third_look,
)
from scoring.errors import Conflict, Invalid, NotAllowed, RuleBroken
from scoring.rules.ledger import content_hash
from scoring.store.reading.ballots import latest_ballot
from tests.actions.paper_ballots import (
    ANNA,
    BO,
    CHEN,
    GOOD,
    OTHER,
    counted,
    differ,
    differ_ids,
    settle,
    states,
    type_in,
)
from tests.office import Day


@pytest.fixture
def scoring(day: Day) -> Day:
    """A1 waits for its marks."""
    day.open()
    day.present("A1")
    return day


def test_two_equal_typings_make_the_ballot_count_at_once_as_paper(scoring: Day) -> None:
    assert type_in(scoring, ANNA, comment="清楚") == TypedIn("waits")
    assert counted(scoring) == []
    done = type_in(scoring, BO)
    assert (done.outcome, done.kept.outcome if done.kept else "", done.kept.total if done.kept else "") == (
        "counted", "counted", "80.5",
    )  # fmt: skip
    assert (counted(scoring), scoring.state("A1", "JA3")) == ([GOOD], "submitted")
    row = scoring.read(latest_ballot, "A1", "JA3")
    assert (row.source, row.version, row.comment, row.login, row.seat) == ("paper", 1, "清楚", "login-bo", 3)
    assert [state for _turn, _staff, state in states(scoring)] == ["settled", "settled"]


def test_a_paper_ballot_is_stored_as_a_tablets_with_its_own_hash_and_receipt(scoring: Day) -> None:
    scoring.submit("A1", "JA1", 80)
    type_in(scoring, ANNA)
    type_in(scoring, BO)
    from_tablet, from_paper = (scoring.read(latest_ballot, "A1", judge) for judge in ("JA1", "JA3"))
    assert (from_tablet.source, from_paper.source) == ("tablet", "paper")
    body = {key: getattr(from_paper, key) for key in ("comment", "entry", "id", "judge", "kind", "round", "rubric")}
    assert from_paper.hash == content_hash({**body, "base": 0, "marks": list(GOOD)})
    assert len(from_paper.receipt) == len(from_tablet.receipt) == 8
    facts = scoring.ledger("BallotSubmitted")
    assert [sorted(fact) for fact in facts] == [sorted(facts[0])] * 2
    assert (facts[1]["marks"], facts[1]["hash"]) == (list(GOOD), from_paper.hash)


def test_the_ledger_says_that_it_was_paper_and_who_typed(scoring: Day) -> None:
    type_in(scoring, ANNA)
    type_in(scoring, BO)
    settled = scoring.ledger("PaperBallotSettled")[0]
    assert (settled["ballot"], settled["third_look"]) == (scoring.read(latest_ballot, "A1", "JA3").id, False)
    assert settled["typed"] == [fact["typed"] for fact in scoring.ledger("PaperBallotTyped")]
    assert [fact["actor"].split(":")[1] for fact in scoring.ledger("PaperBallotTyped")] == ["scorer-1", "scorer-2"]


def test_no_fact_holds_a_mark_before_the_ballot_counts(scoring: Day) -> None:
    before = len(scoring.ledger())
    over = differ(scoring)
    heard = scoring.ledger()[before:]
    assert [fact["fact"] for fact in heard] == ["PaperBallotTyped"] * 2
    assert [fact["differs"] for fact in heard] == [False, True]
    assert not any("marks" in fact for fact in heard)
    settle(scoring, over, OTHER)
    assert [fact["marks"] for fact in scoring.ledger("BallotSubmitted")] == [list(OTHER)]


def test_the_second_typing_is_another_persons_on_another_login(scoring: Day) -> None:
    type_in(scoring, ANNA)
    for actor, code in ((ANNA, "paper_same_person"), (replace(BO, login="login-anna"), "paper_same_login"),
                        (replace(ANNA, login="elsewhere"), "paper_same_person")):  # fmt: skip
        with pytest.raises(NotAllowed, match=code):
            type_in(scoring, actor)
    assert states(scoring) == [(1, "scorer-1", "waiting")]
    assert type_in(scoring, BO).outcome == "counted"


def test_where_two_typings_differ_nothing_counts_until_a_third_person_decides(scoring: Day) -> None:
    over = differ(scoring)
    assert (counted(scoring), scoring.state("A1", "JA3")) == ([], "expected")
    for actor in (ANNA, BO):
        with pytest.raises(NotAllowed, match="paper_same_person"):
            settle(scoring, over, GOOD, actor=actor)
    with pytest.raises(NotAllowed, match="paper_same_login"):
        settle(scoring, over, GOOD, actor=replace(CHEN, login="login-bo"))
    kept = settle(scoring, over, GOOD)
    assert (kept.total, counted(scoring)) == ("80.5", [GOOD])
    assert states(scoring)[-1] == (THIRD, "secretariat-1", "settled")
    assert scoring.ledger("PaperBallotSettled")[0]["third_look"] is True


def test_only_the_third_person_sees_the_two_typings_and_only_once_they_differ(scoring: Day) -> None:
    with pytest.raises(RuleBroken, match="paper_nothing_to_compare"):
        scoring.read(third_look, CHEN, "A1", "JA3")
    type_in(scoring, ANNA)
    with pytest.raises(RuleBroken, match="paper_nothing_to_compare"):
        scoring.read(third_look, CHEN, "A1", "JA3")
    type_in(scoring, BO, OTHER)
    for actor in (ANNA, BO):
        with pytest.raises(NotAllowed, match="paper_same_person"):
            scoring.read(third_look, actor, "A1", "JA3")
    assert [turn.marks for turn in scoring.read(third_look, CHEN, "A1", "JA3")] == [GOOD, OTHER]
    settle(scoring, differ_ids(scoring), GOOD)
    with pytest.raises(RuleBroken, match="paper_submitted"):
        scoring.read(third_look, CHEN, "A1", "JA3")


def test_a_mark_of_the_third_look_that_nobody_typed_needs_a_reason(scoring: Day) -> None:
    over = differ(scoring)
    with pytest.raises(Invalid, match="paper_reason_for_other"):
        settle(scoring, over, (5050, 3000), reason=" ")
    settle(scoring, over, (5050, 3000), reason="第二项两人都看错")
    assert counted(scoring) == [(5050, 3000)]
    assert scoring.ledger("PaperBallotSettled")[0]["reason"] == "第二项两人都看错"


def test_the_third_look_may_take_each_row_from_either_typing_without_a_reason(scoring: Day) -> None:
    type_in(scoring, ANNA, (5000, 3000))
    type_in(scoring, BO, (5050, 3050))
    settle(scoring, differ_ids(scoring), (5000, 3050))
    assert counted(scoring) == [(5000, 3050)]


def test_nobody_decides_over_typings_that_are_others_by_now(scoring: Day) -> None:
    over = differ(scoring)
    scoring.do(drop_typed, CHEN, entry="A1", judge="JA3", reason="拿错了纸")
    differ(scoring)
    with pytest.raises(Conflict, match="paper_moved"):
        settle(scoring, over, GOOD)
    assert counted(scoring) == []


def test_a_third_typing_is_not_taken_while_a_third_look_is_awaited(scoring: Day) -> None:
    differ(scoring)
    with pytest.raises(RuleBroken, match="paper_awaits_third"):
        type_in(scoring, CHEN)


def test_what_is_dropped_is_kept_and_typed_anew_by_anyone(scoring: Day) -> None:
    differ(scoring)
    with pytest.raises(Invalid, match="reason_missing"):
        scoring.do(drop_typed, CHEN, entry="A1", judge="JA3", reason=" ")
    scoring.do(drop_typed, CHEN, entry="A1", judge="JA3", reason="拿错了纸")
    assert len(scoring.ledger("PaperBallotDropped")[0]["typed"]) == 2
    with pytest.raises(RuleBroken, match="paper_nothing_typed"):
        scoring.do(drop_typed, CHEN, entry="A1", judge="JA3", reason="再来")
    assert type_in(scoring, BO).outcome == "waits"
    assert type_in(scoring, ANNA).outcome == "counted"
    assert [state for *_rest, state in states(scoring)] == ["dropped", "dropped", "settled", "settled"]


@pytest.mark.parametrize(
    ("marks", "more", "code"),
    [
        ((6050, 2000), {}, "mark_out_of_range"), ((5025, 2000), {}, "mark_off_step"), ((5000,), {}, "marks_count"),
        (GOOD, {"control": 8000}, "paper_control_differs"), (GOOD, {"control": None}, "paper_control_differs"),
    ],
)  # fmt: skip
def test_what_no_tablet_could_send_is_not_taken_from_paper(
    scoring: Day, marks: tuple[int, ...], more: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid, match=code):
        type_in(scoring, ANNA, marks, **more)
    with pytest.raises(RuleBroken, match="rubric_changed"):
        type_in(scoring, ANNA, rubric=2)
    over = differ(scoring)
    with pytest.raises(Invalid):
        settle(scoring, over, marks if code != "paper_control_differs" else (1, 2), reason="理由")
    assert (counted(scoring), len(states(scoring))) == ([], 2)


def test_a_full_mark_off_the_step_is_taken_as_from_a_tablet(scoring: Day) -> None:
    assert type_in(scoring, ANNA, (6000, 4000)).outcome == "waits"
