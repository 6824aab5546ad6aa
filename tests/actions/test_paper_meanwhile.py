"""Paper ballots while the day goes on: tablets that come between, closed entries, a restart; scans and the set-up."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.actions import judging, publishing, running, seats, sessions
from scoring.actions.paper import (
    turn_refusal,
)
from scoring.actions.scans import SCANS_OF_A_PLACE, ScanKept, attach_scan
from scoring.actions.setting_up import apply_set_up
from scoring.errors import NotAllowed, NotKnown, Refusal, RuleBroken
from scoring.store.reading.ballots import has_ballots, latest_ballot
from scoring.store.reading.paper import waiting_rows, waiting_turns
from tests.actions.paper_ballots import (
    ANNA,
    BO,
    CHEN,
    GOOD,
    counted,
    differ,
    settle,
    type_in,
)
from tests.office import MARKS, Day, as_judge, ballot, marks_of, small_contest


@pytest.fixture
def scoring(day: Day) -> Day:
    """A1 waits for its marks."""
    day.open()
    day.present("A1")
    return day


def refusal(day: Day, entry: str = "A1", judge: str = "JA3") -> str | None:
    found: Refusal | None = day.read(turn_refusal, ANNA, entry, judge)
    if found is None:
        return None
    with pytest.raises(type(found), match=found.code):
        type_in(day, ANNA, judge=judge, entry=entry)
    return found.code


def test_paper_is_taken_only_while_ballots_are_and_only_for_a_place_that_waits(day: Day) -> None:
    day.open()
    assert refusal(day) == "not_in_panel"
    day.do(running.call, entry="A1")
    assert refusal(day) == "paper_not_started"
    day.do(running.start_presenting, entry="A1")
    assert refusal(day) is None
    assert refusal(day, judge="JB1") == "not_in_panel"
    day.do(seats.recuse, entry="A1", judge="JA3", reason="同单位")
    assert refusal(day) == "paper_recused"
    with pytest.raises(NotKnown, match="no_entry"):
        type_in(day, ANNA, entry="A99")


def test_paper_after_the_close_is_refused(scoring: Day) -> None:
    type_in(scoring, ANNA)
    scoring.miss("A1", "JA3")
    scoring.vote("A1")
    scoring.do(running.close_entry, entry="A1")
    assert refusal(scoring) == "paper_closed"
    with pytest.raises(RuleBroken, match="paper_closed"):
        type_in(scoring, BO)
    scoring.do(running.reopen_entry, entry="A1", reason="补录纸质票")
    scoring.do(seats.undeclare_missing, entry="A1", judge="JA3", reason="纸质票到了")
    assert type_in(scoring, BO).outcome == "counted"
    scoring.do(running.close_entry, entry="A1")
    scoring.do(publishing.publish_entry, entry="A1")
    assert json.loads(scoring.rows("select body from score where entry='A1'")[0][0])["state"] != "incomplete"


def test_a_place_declared_missing_between_the_turns_takes_no_paper_until_that_is_taken_back(scoring: Day) -> None:
    over = differ(scoring)
    scoring.miss("A1", "JA3")
    with pytest.raises(RuleBroken, match="paper_missing"):
        settle(scoring, over, GOOD)
    scoring.do(seats.undeclare_missing, entry="A1", judge="JA3", reason="回来了")
    assert settle(scoring, over, GOOD).outcome == "counted"


@pytest.mark.parametrize("both", [False, True])
def test_a_tablets_ballot_that_comes_between_wins_and_drops_what_was_typed(scoring: Day, both: bool) -> None:
    over = differ(scoring) if both else (type_in(scoring, ANNA).outcome, "")
    assert scoring.submit("A1", "JA3", 77).outcome == "counted"
    dropped = scoring.ledger("PaperBallotDropped")
    assert [(fact["reason"], len(fact["typed"])) for fact in dropped] == [("tablet", 2 if both else 1)]
    with pytest.raises(RuleBroken, match="paper_overtaken"):
        type_in(scoring, BO)
    with pytest.raises(RuleBroken, match="paper_overtaken"):
        settle(scoring, over, GOOD)
    assert counted(scoring) == [marks_of(77)]
    assert scoring.read(latest_ballot, "A1", "JA3").source == "tablet"


def test_a_place_that_never_had_paper_is_told_only_that_its_ballot_is_in(scoring: Day) -> None:
    scoring.submit("A1", "JA3", 77)
    assert refusal(scoring) == "paper_submitted"


def test_a_tablets_ballot_after_the_paper_one_is_kept_aside_as_a_conflict(scoring: Day) -> None:
    type_in(scoring, ANNA)
    type_in(scoring, BO)
    assert scoring.submit("A1", "JA3", 77).outcome == "conflict"
    assert (counted(scoring), refusal(scoring)) == ([GOOD], "paper_submitted")


def test_a_late_tablet_drops_nothing_that_was_typed(scoring: Day) -> None:
    type_in(scoring, ANNA)
    scoring.miss("A1", "JA3")
    assert scoring.submit("A1", "JA3", 77).outcome == "late"
    scoring.do(seats.undeclare_missing, entry="A1", judge="JA3", reason="纸质票到了")
    assert type_in(scoring, BO).outcome == "counted"


def test_a_returned_ballot_may_be_corrected_on_paper_as_its_next_version(scoring: Day) -> None:
    scoring.submit("A1", "JA3", 77)
    scoring.do(seats.return_ballot, entry="A1", judge="JA3", reason="第一项")
    type_in(scoring, ANNA)
    assert type_in(scoring, BO).outcome == "counted"
    row = scoring.read(latest_ballot, "A1", "JA3")
    assert (row.version, row.source, counted(scoring)) == (2, "paper", [GOOD])


def test_a_typing_over_an_older_version_never_meets_one_over_the_newer(scoring: Day) -> None:
    type_in(scoring, ANNA)
    scoring.submit("A1", "JA3", 77)
    scoring.do(seats.return_ballot, entry="A1", judge="JA3", reason="第一项")
    assert type_in(scoring, BO).outcome == "waits"
    assert type_in(scoring, ANNA).outcome == "counted"


def test_a_restart_keeps_every_turn(scoring: Day) -> None:
    type_in(scoring, ANNA)
    scoring.writer.close()
    again = Day(scoring.path, None)
    again._ids = 1000
    try:
        assert [turn.staff for turn in again.read(waiting_turns, "A1", "JA3")] == ["scorer-1"]
        assert type_in(again, BO).outcome == "counted"
    finally:
        again.writer.close()


def test_of_two_second_typings_at_once_one_is_taken(scoring: Day) -> None:
    type_in(scoring, ANNA)
    outcomes = [type_in(scoring, BO).outcome]
    with pytest.raises(RuleBroken, match="paper_submitted"):
        type_in(scoring, CHEN)
    assert (outcomes, len(scoring.ledger("BallotSubmitted"))) == (["counted"], 1)


def kept(name: str, digest: str) -> ScanKept:
    return ScanKept(name, "image/jpeg", 3, digest * 64)


def test_scans_belong_to_a_place_once_each_and_not_without_end(scoring: Day) -> None:
    attach: Callable[[str], str] = lambda digest: str(  # noqa: E731
        scoring.do(attach_scan, ANNA, entry="A1", judge="JA3", kept=kept("一.jpg", digest))
    )
    assert attach("a") == attach("a") != attach("b")
    assert [fact["hash"] for fact in scoring.ledger("ScanAttached")] == ["a" * 64, "b" * 64]
    for digest in "cdef012345"[: SCANS_OF_A_PLACE - 2]:
        attach(digest)
    with pytest.raises(RuleBroken, match="scan_too_many"):
        attach("9")
    with pytest.raises(NotKnown, match="not_in_panel"):
        scoring.do(attach_scan, ANNA, entry="A1", judge="JB1", kept=kept("一.jpg", "a"))


@pytest.mark.parametrize("what", ["typed", "scan"])
def test_a_set_up_removes_neither_entry_nor_judge_of_which_there_is_paper(scoring: Day, what: str) -> None:
    assert not scoring.read(has_ballots, "A1")
    if what == "typed":
        type_in(scoring, ANNA)
    else:
        scoring.do(attach_scan, ANNA, entry="A1", judge="JA3", kept=kept("一.jpg", "a"))
    assert scoring.read(has_ballots, "A1")
    scoring.do(running.postpone, entry="A1", reason="停电")
    scoring.do(sessions.change_seat, session="A", seat=3, judge="JR", attendance="onsite", reason="病假")
    scoring.do(running.call, entry="A1")
    assert scoring.state("A1", "JA3") == "not_in_panel"
    contest = small_contest()
    with pytest.raises(RuleBroken, match="judge_has_ballots"):
        scoring.do(apply_set_up, contest=replace(contest, judges=tuple(j for j in contest.judges if j.id != "JA3")))


def test_the_whole_turn_counts_a_ballot_from_paper_like_any_other(days: Callable[..., Day]) -> None:
    """The same marks from paper and from the tablet give the same fixed score."""
    bodies = []
    for by_paper in (False, True):
        day = days()
        day.open()
        day.present("A1")
        if by_paper:
            marks = marks_of(MARKS["JA3"])
            type_in(day, ANNA, marks)
            type_in(day, BO, marks)
        day.vote("A1")
        day.do(running.close_entry, entry="A1")
        day.do(publishing.publish_entry, entry="A1")
        bodies.append(json.loads(day.rows("select body from score where entry='A1'")[0][0]))
    assert bodies[0] == bodies[1]


def test_an_unknown_sender_is_still_refused_on_the_tablets_way(scoring: Day) -> None:
    with pytest.raises(NotAllowed, match="not_your_ballot"):
        scoring.do(judging.submit_ballot, as_judge("JA2"), sent=ballot("A1", "JA3", 80))
    assert scoring.read(waiting_rows, "A1", "JA3") == []
