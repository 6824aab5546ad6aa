"""Ballots that come in the same moment: one counts, the same id is answered, another id waits aside."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest

from scoring.actions import judging, running, seats
from scoring.actions.judging import BallotSent
from tests.actions.two_persons import signed_in
from tests.office import Day, as_judge, ballot


@pytest.fixture
def scoring(day: Day) -> Day:
    """A1 waits for its marks."""
    day.open("A")
    day.present("A1")
    return day


def at_once(day: Day, sent: Sequence[BallotSent]) -> list[str]:
    """What became of each, sorted: threads that wait for one another, so that they meet in a batch."""
    gate, outcomes = threading.Barrier(len(sent)), list[str]()

    def submit(one: BallotSent) -> None:
        gate.wait()
        outcomes.append(day.do(judging.submit_ballot, as_judge("JA4"), sent=one).outcome)

    threads = [threading.Thread(target=submit, args=(one,)) for one in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_one_id_sent_eight_times_in_one_moment_counts_once(scoring: Day) -> None:
    sent = ballot("A1", "JA4", 60)
    assert at_once(scoring, [sent] * 8) == ["counted", *["known"] * 7]
    assert at_once(scoring, [sent] * 8) == ["known"] * 8  # in a later batch
    assert scoring.rows("select id, version from ballot") == [(sent.id, 1)]
    assert scoring.rows("select count(*) from ballot_aside") == [(0,)]


def test_of_four_ballots_in_one_moment_one_counts_and_three_are_kept(scoring: Day) -> None:
    sent = [ballot("A1", "JA4", total) for total in (60, 61, 62, 63)]
    assert at_once(scoring, sent) == [*["conflict"] * 3, "counted"]
    assert len(scoring.rows("select 1 from ballot")) == 1
    assert len(scoring.rows("select 1 from ballot_aside")) == 3


def test_the_first_receipt_is_given_whatever_has_happened_since(scoring: Day) -> None:
    first = signed_in(scoring, "JA4", "first")
    counted, aside = ballot("A1", "JA4", 86), ballot("A1", "JA4", 60)
    was = [scoring.do(judging.submit_ballot, first, sent=one) for one in (counted, aside)]
    assert [one.outcome for one in was] == ["counted", "conflict"]

    def recused() -> None:
        scoring.do(seats.recuse, entry="A1", judge="JA4", reason="亲属")

    def closed() -> None:
        for judge in ("JA1", "JA2", "JA3", "JX"):
            scoring.do(seats.declare_missing, entry="A1", judge=judge, reason="没电")
        scoring.do(running.close_entry, entry="A1")

    for happened in (lambda: signed_in(scoring, "JA4", "second"), recused, closed):
        happened()
        scoring.clock += 60_000
        now = [scoring.do(judging.submit_ballot, first, sent=one) for one in (counted, aside)]
        assert [one.outcome for one in now] == ["known", "conflict"]
        assert [(one.id, one.receipt, one.at) for one in now] == [(one.id, one.receipt, one.at) for one in was]
