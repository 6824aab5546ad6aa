"""Ballots that were kept aside: accepted by two persons, left by one, never counted by themselves, never deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.actions import judging, publishing, running, seats
from scoring.actions.asides import leave_aside, reconsider_aside
from scoring.errors import Conflict, Invalid, NotAllowed, Refusal, RuleBroken
from scoring.rules.change import AsideAcceptance
from scoring.store.reading.asides import answer_of, open_asides
from scoring.store.reading.contest import load_contest, pool_id, pools
from scoring.store.reading.retold import retold_differences
from scoring.store.reading.standings import pool_standing
from tests.actions.two_persons import asked, confirmed, made, previewed, signed_in, two
from tests.office import MARKS, Day, ballot, copied, small_contest, template


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template(tmp_path_factory.mktemp("blank"))


@pytest.fixture
def scoring(blank: Path, tmp_path: Path) -> Day:
    """A1 awaits JA4's ballot alone."""
    day = Day(copied(blank, tmp_path), small_contest())
    day.open("A")
    day.present("A1")
    day.vote("A1", {judge: total for judge, total in MARKS.items() if judge != "JA4"})
    return day


def late(day: Day, total: int = 60) -> AsideAcceptance:
    """JA4 is declared missing, the entry closed; the ballot comes after it."""
    day.do(seats.declare_missing, entry="A1", judge="JA4", reason="平板没电")
    day.do(running.close_entry, entry="A1")
    assert day.submit("A1", "JA4", total).outcome == "late"
    return waiting(day)


def conflict(day: Day) -> AsideAcceptance:
    """JA4 submits from two devices that both rest on nothing."""
    day.submit("A1", "JA4", 86)
    assert day.submit("A1", "JA4", 60).outcome == "conflict"
    return waiting(day, 1)


def overtaken(day: Day) -> AsideAcceptance:
    """JA4's first tablet sends after the second one took over."""
    first = signed_in(day, "JA4", "first")
    signed_in(day, "JA4", "second")
    assert day.do(judging.submit_ballot, first, sent=ballot("A1", "JA4", 60)).outcome == "taken_over"
    return waiting(day)


def waiting(day: Day, base: int = 0) -> AsideAcceptance:
    row = day.read(open_asides)[-1]
    return AsideAcceptance(row.entry, row.judge, row.id, base)


def total_of(day: Day, judge: str = "JA4") -> list[int]:
    """Totals of a judge's counted versions, oldest first."""
    rows = day.rows("select marks from ballot where entry='A1' and judge=? order by version", judge)
    return [sum(json.loads(marks)) // 100 for (marks,) in rows]


def finish(day: Day) -> None:
    if day.phase("A1") == "scoring":
        if day.state("A1", "JA4") == "expected":
            day.do(seats.declare_missing, entry="A1", judge="JA4", reason="没电")
        day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")


def refusal(day: Day, change: AsideAcceptance) -> str:
    with pytest.raises(Refusal) as refused:
        previewed(day, change)
    return refused.value.code


@pytest.mark.parametrize("why", [late, conflict, overtaken])
@pytest.mark.parametrize("published", [False, True])
def test_two_persons_accept_a_ballot_and_it_counts_as_the_next_version(
    scoring: Day, why: Callable[[Day], AsideAcceptance], published: bool
) -> None:
    change = why(scoring)
    before = total_of(scoring)
    if published:
        finish(scoring)
    assert previewed(scoring, change).two
    first, second = two(scoring)
    answer = asked(scoring, first, change)
    assert (answer.state, total_of(scoring)) == ("waiting", before)
    with pytest.raises(NotAllowed):
        confirmed(scoring, first, answer)
    confirmed(scoring, second, answer)
    assert total_of(scoring) == [*before, 60]
    assert scoring.state("A1", "JA4") == "submitted"
    assert scoring.read(answer_of, change.ballot) == "accepted"
    assert scoring.rows("select count(*) from ballot_aside") == [(1,)]
    assert scoring.read(retold_differences) == []
    if published:
        assert scoring.rows("select max(version) from score where entry='A1'") == [(2,)]


def test_one_person_leaves_a_ballot_with_a_reason_and_takes_that_back(scoring: Day) -> None:
    change = late(scoring)
    with pytest.raises(Invalid):
        scoring.do(leave_aside, ballot=change.ballot, reason=" ")
    scoring.do(leave_aside, ballot=change.ballot, reason="截止后才打的")
    assert scoring.read(open_asides) == []
    with pytest.raises(RuleBroken, match="aside_decided"):
        scoring.do(leave_aside, ballot=change.ballot, reason="再来")
    assert refusal(scoring, change) == "aside_decided"
    scoring.do(reconsider_aside, ballot=change.ballot, reason="评委来说明")
    assert [row.id for row in scoring.read(open_asides)] == [change.ballot]
    with pytest.raises(RuleBroken, match="aside_not_left"):
        scoring.do(reconsider_aside, ballot=change.ballot, reason="再来")
    assert total_of(scoring) == []
    assert scoring.read(retold_differences) == []


def test_what_cannot_be_accepted_says_why(scoring: Day) -> None:
    change = conflict(scoring)
    assert refusal(scoring, AsideAcceptance("A2", "JA4", change.ballot, 1)) == "malformed"
    assert refusal(scoring, AsideAcceptance("A1", "JA4", "f" * 32, 1)) == "no_aside"
    assert refusal(scoring, AsideAcceptance("A1", "JA4", change.ballot, 0)) == "ballot_changed"
    scoring.do(seats.recuse, entry="A1", judge="JA4", reason="亲属")
    assert refusal(scoring, change) == "aside_recused"
    scoring.do(seats.unrecuse, entry="A1", judge="JA4", reason="误操作")
    scoring.do(running.withdraw, entry="A1", reason="退赛")
    assert refusal(scoring, change) == "not_now"


def test_a_ballot_accepted_once_is_not_accepted_again(scoring: Day) -> None:
    change = late(scoring)
    made(scoring, change)
    assert refusal(scoring, AsideAcceptance("A1", "JA4", change.ballot, 1)) == "aside_decided"


def test_two_who_look_at_another_ballot_than_is_there_by_now_are_told(scoring: Day) -> None:
    change = conflict(scoring)
    first, second = two(scoring)
    answer = asked(scoring, first, change)
    scoring.do(seats.return_ballot, entry="A1", judge="JA4", reason="漏看")
    scoring.submit("A1", "JA4", 70, base=1)
    with pytest.raises(Conflict, match="ballot_changed"):
        confirmed(scoring, second, answer)
    assert total_of(scoring) == [86, 70]


def test_a_pool_with_an_undecided_ballot_is_not_final(scoring: Day) -> None:
    change = late(scoring)
    finish(scoring)
    assert ("aside_waiting", ("A1",)) in blockers(scoring)
    scoring.do(leave_aside, ballot=change.ballot, reason="截止后才打的")
    assert "aside_waiting" not in dict(blockers(scoring))


def blockers(day: Day) -> list[tuple[str, tuple[str, ...]]]:
    contest = day.read(load_contest)
    quota = next(one for one in pools(contest) if pool_id(one).endswith("@A"))
    return [(one.code, one.entries) for one in day.read(pool_standing, contest, quota).blockers]


@pytest.mark.parametrize(
    "statement",
    [
        "update aside_answer set answer='accepted'",
        "delete from aside_answer",
        "update ballot_aside set why='conflict'",
        "insert into ballot select id, entry, judge, 4, round, 9, rubric, marks, comment, hash, receipt, received_at,"
        " login, kind, 'tablet', 1 from ballot_aside",
        "insert into ballot_aside select id, entry, judge, round, 0, rubric, marks, comment, hash, 'late', receipt,"
        " received_at, login, kind, 1 from ballot limit 1",
        "insert into ballot select id, entry, judge, seat, round, 8, rubric, marks, comment, hash, receipt,"
        " received_at, login, kind, source, 1 from ballot limit 1",
        "insert into ballot select 'x', entry, judge, seat, round, version, rubric, marks, comment, hash, receipt,"
        " received_at, login, kind, source, 1 from ballot limit 1",
    ],
)
def test_the_database_itself_refuses_to_alter_double_or_move_a_ballot(scoring: Day, statement: str) -> None:
    change = late(scoring)
    scoring.do(leave_aside, ballot=change.ballot, reason="截止后才打的")
    with sqlite3.connect(scoring.path) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
