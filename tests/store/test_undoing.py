"""On a played day: each kind of act done, taken back by what its fact offers, and all is as it was."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scoring.actions import publishing, running, seats, sessions
from scoring.rules import change as kinds
from scoring.store.reading.retold import retold_differences
from tests.actions.ruled_day import POOL
from tests.actions.two_persons import of_entry
from tests.office import Day
from tests.store.undone_day import (
    HEADS,
    WHO,
    Case,
    change,
    closed,
    command,
    kept,
    offered,
    on_stage,
    over,
    played_day,
    presenting,
    state,
    take_back,
    whole,
)


@pytest.fixture
def played(days: Callable[..., Day]) -> Day:
    return played_day(days)


CASES = {
    "close": Case(command(running.close_entry), "reopen-entry", on_stage),
    "reopen": Case(command(running.reopen_entry, reason="错"), "close-entry", closed),
    "publish": Case(command(publishing.publish_entry), "reopen", closed),
    "reopen-published": Case(change(lambda day: kinds.Reopening("A3")), "publish-entry"),
    "withdraw": Case(command(running.withdraw, reason="错"), "reinstate"),
    "withdraw-published": Case(change(lambda day: kinds.Withdrawal("A3")), "reinstate"),
    "disqualify": Case(change(lambda day: kinds.Disqualification("A3", HEADS)), "reinstate"),
    "missing": Case(command(seats.declare_missing, **WHO), "undeclare-missing", lambda day: day.present("A4")),
    "recused": Case(command(seats.recuse, **WHO), "unrecuse", on_stage),
    "returned": Case(command(seats.return_ballot, **WHO), "unreturn-ballot", on_stage),
    "reveal": Case(command(publishing.reveal, "A2", step=3), "unreveal"),
    "overtime": Case(command(running.set_overtime, seconds=90, reason="错"), "set-overtime", on_stage),
    "overtime-mended": Case(change(lambda day: kinds.OvertimeChange("A3", 90)), "overtime"),
    "set-up": Case(change(lambda day: of_entry(day, "A3", document="77")), "put-back"),
    "out-of-competition": Case(
        change(lambda day: kinds.IncompleteRuling("A3", "out_of_competition", HEADS)), "lift-ruling"
    ),
    "document-only": Case(change(lambda day: kinds.IncompleteRuling("A3", "document_only", HEADS)), "lift-ruling"),
    "decline": Case(change(lambda day: kinds.Declining("A2")), "lift-ruling", whole),
    "tie": Case(change(lambda day: kinds.TieRuling(POOL, ("A1", "A2"), HEADS)), "lift-decision", over),
    "final": Case(change(lambda day: kinds.Finalising(POOL)), "lift-final", whole),
    "swap": Case(lambda day: day.do(sessions.swap_order, entry="B1", other="B2", reason="错"), "swap-order"),
    "closed-session": Case(lambda day: day.do(sessions.close_session, session="A"), "open-session", over),
    "opened-session": Case(
        lambda day: day.do(sessions.open_session, session="A"), "close-session",
        lambda day: (over(day), day.do(sessions.close_session, session="A")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_taken_back_all_is_as_it_was_and_nothing_is_lost(played: Day, case: Case) -> None:
    case.before(played)
    before = state(played)
    case.act(played)
    after, rows = state(played), kept(played)
    assert after != before
    take_back(played, offered(played, case.name))
    assert state(played) == before
    now = kept(played)
    assert all(rows[name] <= now[name] for name in rows)
    assert len(now["ledger"]) > len(rows["ledger"])
    assert played.read(retold_differences) == []


def test_a_call_is_taken_back_by_postponing_and_a_start_by_the_earlier_one(played: Day) -> None:
    played.do(running.call, entry="A4")
    take_back(played, offered(played, "postpone"))
    assert played.phase("A4") == "postponed"
    presenting(played)
    before = played.rows("select presenting_from from entry where id='A4'")
    played.do(running.set_start, entry="A4", started_at=played.clock - 5000)
    take_back(played, offered(played, "set-start"))
    assert played.rows("select presenting_from from entry where id='A4'") == before
