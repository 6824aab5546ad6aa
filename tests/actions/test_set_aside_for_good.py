"""What was set aside never counts again, whichever way the judge or the entry comes back."""

from __future__ import annotations

import pytest

from scoring.actions import publishing, running, seats, sessions
from scoring.errors import RuleBroken
from scoring.rules.change import Disqualification, IncompleteRuling, Reinstatement, Withdrawal
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.retold import retold_differences
from tests.actions.ruled_day import changed, contest_of, play, short
from tests.actions.two_persons import made, of_entry
from tests.office import OTHER_KIND, PANEL, Day


def counting(day: Day, entry: str) -> set[str]:
    return {one.judge for one in day.read(counted_ballots, entry)}


@pytest.fixture
def away(days: object) -> Day:
    """A2 is to be presented again; JA1, whose ballot was set aside, sat elsewhere at one call and is back."""
    day: Day = play(days(contest_of()), {"A1": 90, "A3": 80})  # type: ignore[operator]
    short(day, "A2")
    changed(day, IncompleteRuling("A2", "present_again", ("JA1",)))
    day.do(sessions.change_seat, session="A", seat=1, judge="JR", attendance="onsite", reason="离席")
    day.do(running.call, entry="A2")
    day.do(running.postpone, entry="A2", reason="停电")
    day.do(sessions.change_seat, session="A", seat=1, judge="JA1", attendance="onsite", reason="回来了")
    day.do(running.call, entry="A2")
    return day


def test_a_judge_who_comes_back_to_the_panel_is_asked_for_another_ballot(away: Day) -> None:
    assert (away.state("A2", "JA1"), away.state("A2", "JA3")) == ("returned", "expected")
    assert away.read(retold_differences) == []


def test_recused_and_taken_back_it_does_not_count_again(away: Day) -> None:
    for there, back in ((seats.recuse, seats.unrecuse), (seats.declare_missing, seats.undeclare_missing)):
        away.do(there, entry="A2", judge="JA1", reason="亲属")
        away.do(back, entry="A2", judge="JA1", reason="看错了")
        assert (away.state("A2", "JA1"), counting(away, "A2")) == ("returned", set())
    assert away.read(retold_differences) == []


def test_neither_does_taking_the_return_back_let_it_count(away: Day) -> None:
    with pytest.raises(RuleBroken) as refusal:
        away.do(seats.unreturn_ballot, entry="A2", judge="JA1", reason="误退")
    assert refusal.value.code == "ballot_set_aside"


def test_a_place_that_waits_although_its_ballot_was_set_aside_does_not_count_by_a_recusal(away: Day) -> None:
    """As a database of before the rule has it."""
    away.do(lambda work: work.connection.exec_driver_sql("update panel_place set state='expected' where judge='JA1'"))
    away.do(seats.recuse, entry="A2", judge="JA1", reason="亲属")
    away.do(seats.unrecuse, entry="A2", judge="JA1", reason="看错了")
    assert (away.state("A2", "JA1"), counting(away, "A2")) == ("returned", set())


@pytest.mark.parametrize("outs", [(Withdrawal,), (Disqualification,), (Withdrawal, Disqualification)])
def test_a_published_entry_that_was_retyped_while_it_was_out_comes_back_to_its_marks(
    day: Day, outs: tuple[type[Withdrawal | Disqualification], ...]
) -> None:
    day.open()
    day.publish("A1")
    for out in outs:
        made(day, out("A1"))
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    for _ in outs:
        made(day, Reinstatement("A1"))
    assert (day.phase("A1"), counting(day, "A1")) == ("scoring", set())
    for judge in PANEL:
        day.submit("A1", judge, 70, 1)
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    assert (day.phase("A1"), counting(day, "A1")) == ("published", set(PANEL))
    assert day.read(retold_differences) == []


def test_an_entry_withdrawn_at_its_close_and_retyped_comes_back_to_its_marks_too(day: Day) -> None:
    day.open()
    day.present("A1")
    day.vote("A1")
    day.do(running.close_entry, entry="A1")
    day.do(running.withdraw, entry="A1", reason="缺席")
    made(day, of_entry(day, "A1", kind=OTHER_KIND))
    made(day, Reinstatement("A1"))
    assert day.phase("A1") == "scoring"
