"""The one writer: durable, one refusal costs nobody else, an answer follows the commit."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from scoring.actions import running, sessions
from scoring.errors import Invalid, NotKnown, Refusal, RuleBroken, StoreFailed
from scoring.facts import SceneShown
from scoring.store.tables import judge as judge_table
from scoring.store.work import Work
from tests.office import DESK, Day, judge, small_contest

MANY = 300


def hold(work: Work, started: threading.Event, go_on: threading.Event, pragma: str) -> None:
    """Keeps the writer busy, so that what follows waits and is taken as one batch."""
    started.set()
    assert go_on.wait(10)
    work.connection.exec_driver_sql(f"PRAGMA {pragma}")


def fail(_work: Work) -> None:
    raise ZeroDivisionError("planted")


def half_done(work: Work) -> None:
    """Writes, then refuses."""
    work.record(SceneShown("A", "stage", None, None, 7))
    raise RuleBroken("another_on_stage", entry="A1")


def in_one_batch(day: Day, *calls: Callable[[], Any], pragma: str = "query_only = OFF") -> list[Any]:
    """What each call gave or raised, all of them committed in one transaction."""
    started, go_on = threading.Event(), threading.Event()

    def safely(call: Callable[[], Any]) -> Any:
        try:
            return call()
        except (Refusal, StoreFailed, ArithmeticError) as error:
            return error

    with ThreadPoolExecutor(max_workers=len(calls) + 1) as pool:
        first = pool.submit(day.do, hold, started=started, go_on=go_on, pragma=pragma)
        assert started.wait(10)
        running_calls = [pool.submit(safely, call) for call in calls]
        time.sleep(0.2)
        go_on.set()
        first.result(10)
        return [call.result(10) for call in running_calls]


def test_one_refusal_and_one_fault_in_a_batch_cost_nobody_else(day: Day) -> None:
    gave = in_one_batch(
        day,
        lambda: day.do(sessions.open_session, session="A"),
        lambda: day.do(half_done),
        lambda: day.do(fail),
        lambda: day.do(sessions.open_session, session="B"),
    )
    assert gave[0] is None and gave[3] is None
    assert isinstance(gave[1], RuleBroken) and isinstance(gave[2], ZeroDivisionError)
    assert day.rows("select id, state from session order by id") == [("A", "open"), ("B", "open")]
    assert day.ledger("SceneShown") == []
    assert [fact for fact in day.facts if isinstance(fact, SceneShown)] == []


def test_refused_attempts_are_in_the_ledger(day: Day) -> None:
    with pytest.raises(RuleBroken):
        day.do(running.call, entry="A1")
    with pytest.raises(NotKnown):
        day.do(running.call, entry="nobody")
    refused = [(body["command"], body["code"], body["about"]) for body in day.ledger("Refused")]
    assert refused == [("call", "session_not_open", "A1"), ("call", "no_entry", "nobody")]
    assert day.ledger("Refused")[0]["actor"] == "staff:secretariat-1:secretariat:desk-login"


def test_an_answer_comes_only_after_the_commit(day: Day) -> None:
    for number in range(30):
        day.do(sessions.change_seat, session="A", seat=9, judge="JR", attendance="onsite", reason=f"r{number}")
        assert day.ledger("SeatChanged")[-1]["reason"] == f"r{number}"


def fill(work: Work, kilobytes: int) -> None:
    work.connection.execute(
        insert(judge_table).values(id="big", name="x" * kilobytes * 1024, unit="", recused_units="")
    )
    work.record(SceneShown("A", "idle", None, None, 1))


def limit_pages(work: Work, pages: int) -> None:
    work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def test_a_full_disk_gives_store_failed_saves_nothing_and_recovers(day: Day) -> None:
    before = len(day.ledger())
    day.do(limit_pages, pages=day.rows("PRAGMA page_count")[0][0])
    with pytest.raises(StoreFailed):
        day.do(fill, kilobytes=64)
    assert len(day.ledger()) == before
    assert day.rows("select * from judge where id='big'") == []
    day.do(limit_pages, pages=1_000_000)
    day.do(fill, kilobytes=64)
    assert len(day.ledger()) == before + 1


def test_nobody_in_a_batch_that_cannot_be_committed_is_told_that_it_was_saved(day: Day) -> None:
    before, facts = len(day.ledger()), len(day.facts)
    gave = in_one_batch(
        day,
        lambda: day.do(sessions.open_session, session="A"),
        lambda: day.do(sessions.open_session, session="nowhere"),
        pragma="query_only = ON",
    )
    assert [type(one) for one in gave] == [StoreFailed, StoreFailed]
    assert (len(day.ledger()), len(day.facts)) == (before, facts)


def read_only_for_a_moment(work: Work) -> None:
    work.connection.exec_driver_sql("PRAGMA query_only = ON")
    try:
        work.record(SceneShown("A", "idle", None, None, 1))
    finally:
        work.connection.exec_driver_sql("PRAGMA query_only = OFF")


def test_a_write_that_the_database_refuses_is_said_as_not_saved(day: Day) -> None:
    gave = in_one_batch(day, lambda: day.do(read_only_for_a_moment), lambda: day.do(sessions.open_session, session="A"))
    assert [type(one) for one in gave] == [StoreFailed, type(None)]


def test_a_lock_held_by_another_process_gives_store_failed_not_a_false_answer(day: Day) -> None:
    day.do(lambda work: work.connection.exec_driver_sql("PRAGMA busy_timeout = 50"))
    other = sqlite3.connect(day.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreFailed):
        day.open("A")
    other.execute("ROLLBACK")
    other.close()
    day.open("A")


def test_300_ballots_at_once_are_each_stored_once(days: Callable[..., Day]) -> None:
    base = small_contest()
    panel = tuple(judge(f"Q{n}", "A") for n in range(MANY))
    day = days(replace(base, judges=(*base.judges, *panel)))
    day.open()
    day.present("A1")
    with ThreadPoolExecutor(max_workers=40) as pool:
        kept = list(pool.map(lambda person: day.submit("A1", person.id, 80), panel))
    assert {one.outcome for one in kept} == {"counted"}
    assert day.rows("select count(*), count(distinct judge) from ballot") == [(MANY, MANY)]
    assert sorted(one.seq for one in kept) == sorted({one.seq for one in kept})
    assert broken_link(day.path) is None


def test_the_same_ballot_sent_by_ten_threads_is_stored_once(day: Day) -> None:
    day.open()
    day.present("A1")
    with ThreadPoolExecutor(max_workers=10) as pool:
        kept = list(pool.map(lambda _n: day.submit("A1", "JA1", 80), range(10)))
    assert sorted(one.outcome for one in kept) == ["counted"] + ["known"] * 9
    assert len({one.receipt for one in kept}) == 1
    assert day.rows("select count(*) from ballot") == [(1,)]


def broken_link(path: Path) -> int | None:
    """The first sequence number at which the chain does not hold, found with nothing of the application."""
    previous, last = "0" * 64, 0
    connection = sqlite3.connect(path)
    rows = connection.execute("select seq, body, previous, hash from ledger order by seq").fetchall()
    connection.close()
    for seq, body, before, digest in rows:
        hashed = hashlib.sha256(bytes.fromhex(previous) + body.encode()).hexdigest()
        if (before, digest, seq) != (previous, hashed, last + 1):
            return int(seq)
        previous, last = digest, seq
    return None


def test_the_ledger_chain_holds_and_a_flipped_byte_is_found(day: Day) -> None:
    day.open()
    day.publish("A1")
    assert broken_link(day.path) is None
    seq = next(body["seq"] for body in day.ledger("BallotSubmitted") if body["judge"] == "JA3")
    with sqlite3.connect(day.path) as connection:
        connection.execute("drop trigger ledger_refuses_update")
        connection.execute("update ledger set body = replace(body, '\"JA3\"', '\"JA4\"') where seq = ?", [seq])
    assert broken_link(day.path) == seq


def test_an_action_may_not_put_a_float_into_the_ledger(day: Day) -> None:
    with pytest.raises(TypeError, match="float"):
        day.do(lambda work: work.record(SceneShown("A", "stage", None, None, 1.5)), DESK)  # type: ignore[arg-type]


def test_a_refusal_carries_its_code_and_values(day: Day) -> None:
    with pytest.raises(Invalid) as caught:
        day.do(running.postpone, entry="A1", reason=" ")
    assert (caught.value.code, caught.value.params) == ("reason_missing", {})
