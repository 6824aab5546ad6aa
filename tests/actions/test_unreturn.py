"""A ballot given back by mistake counts again: the opposite of the return, with its own reason."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.actions import running, seats
from scoring.errors import Refusal
from scoring.store.reading.ballots import counted_ballots
from scoring.store.reading.retold import retold_differences
from tests.actions.two_persons import made, of_entry
from tests.office import DESK, OTHER_KIND, Day, as_judge

WHO: dict[str, Any] = {"entry": "A1", "judge": "JA3"}


@pytest.fixture
def marked(day: Day) -> Day:
    """A1 with all its ballots, not closed."""
    day.open()
    day.present("A1")
    day.vote("A1")
    return day


def refused(day: Day, reason: str = "误退", actor: object = DESK, **who: str) -> str:
    with pytest.raises(Refusal) as refusal:
        day.do(seats.unreturn_ballot, actor, reason=reason, **{**WHO, **who})  # type: ignore[arg-type]
    return refusal.value.code


def counting(day: Day) -> list[str]:
    return [one.judge for one in day.read(counted_ballots, "A1")]


def test_the_ballot_counts_again_as_it_was_and_both_acts_are_told(marked: Day) -> None:
    before = marked.read(counted_ballots, "A1")
    marked.do(seats.return_ballot, **WHO, reason="漏填")
    assert "JA3" not in counting(marked)
    marked.do(seats.unreturn_ballot, **WHO, reason="误退")
    assert (marked.state("A1", "JA3"), marked.read(counted_ballots, "A1")) == ("submitted", before)
    told = [(fact["before"], fact["after"], fact["reason"]) for fact in marked.ledger("SeatStateChanged")]
    assert told[-2:] == [("submitted", "returned", "漏填"), ("returned", "submitted", "误退")]
    assert marked.read(retold_differences) == []
    marked.do(running.close_entry, entry="A1")


def test_a_return_that_opened_the_entry_again_leaves_it_open_for_the_desk_to_close(marked: Day) -> None:
    marked.do(running.close_entry, entry="A1")
    marked.do(seats.return_ballot, **WHO, reason="漏填")
    marked.do(seats.unreturn_ballot, **WHO, reason="误退")
    assert (marked.phase("A1"), marked.state("A1", "JA3")) == ("scoring", "submitted")


def test_after_it_a_recusal_taken_back_lets_the_ballot_count(marked: Day) -> None:
    marked.do(seats.return_ballot, **WHO, reason="漏填")
    marked.do(seats.unreturn_ballot, **WHO, reason="误退")
    marked.do(seats.recuse, **WHO, reason="亲属")
    marked.do(seats.unrecuse, **WHO, reason="看错了")
    assert marked.state("A1", "JA3") == "submitted"


def test_what_was_not_returned_or_came_anew_cannot_be_taken_back(marked: Day) -> None:
    assert refused(marked) == "not_returned"
    marked.do(seats.return_ballot, **WHO, reason="漏填")
    assert marked.submit("A1", "JA3", 60, 1).outcome == "counted"
    assert refused(marked) == "not_returned"
    assert refused(marked, judge="JB1") == "not_in_panel"
    assert refused(marked, entry="A9") == "no_entry"


def test_a_return_without_a_ballot_behind_it_is_none(marked: Day) -> None:
    marked.do(lambda work: work.connection.exec_driver_sql("update panel_place set returned_version=null"))
    marked.do(lambda work: work.connection.exec_driver_sql("update panel_place set state='returned'"))
    assert refused(marked) == "not_returned"


def test_it_needs_a_reason_and_leaves_nothing_behind_without_one(marked: Day) -> None:
    marked.do(seats.return_ballot, **WHO, reason="漏填")
    assert refused(marked, reason=" ") == "reason_missing"
    assert marked.state("A1", "JA3") == "returned"


def test_only_the_chief_among_the_judges_takes_a_return_back(marked: Day) -> None:
    marked.do(seats.return_ballot, **WHO, reason="漏填")
    assert refused(marked, actor=as_judge("JA4")) == "chief_only"
    marked.do(seats.unreturn_ballot, as_judge("JA1"), **WHO, reason="误退")
    assert marked.state("A1", "JA3") == "submitted"


def test_a_ballot_set_aside_stays_aside(marked: Day) -> None:
    marked.do(running.close_entry, entry="A1")
    made(marked, of_entry(marked, "A1", kind=OTHER_KIND))
    assert refused(marked) == "ballot_set_aside"
    assert counting(marked) == []
