"""Making a pool final: what stands in its way, what is fixed, and what ends it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from scoring.actions import changing, judging, paper, publishing, running, seats
from scoring.actions.appeals import register_appeal
from scoring.errors import Refusal
from scoring.facts import Actor
from scoring.recount import pool as recount_module
from scoring.recount.entry import score as counted_again
from scoring.rules.change import (
    Change,
    Declining,
    Disqualification,
    Finalising,
    FinalLift,
    IncompleteRuling,
    TieRuling,
    Withdrawal,
)
from scoring.rules.ledger import content_hash
from scoring.store.reading.contest import load_contest
from scoring.store.reading.finals import finals, lasting_final
from tests.actions.ruled_day import (
    POOL,
    SECOND,
    changed,
    contest_of,
    play,
    previewed,
    short,
    standing,
)
from tests.office import DESK, Day, as_judge, ballot

Days = Callable[..., Day]
HEADS = ("JA1", "JA2")
FOUR = {"A1": 90, "A2": 85, "A3": 80, "A4": 75}


@pytest.fixture
def whole(days: Days) -> Day:
    """Hall A with every score fixed and nothing in the way."""
    return play(days(contest_of()), FOUR)


@pytest.fixture
def settled(whole: Day) -> Day:
    """The same, made final."""
    changed(whole, Finalising(POOL), "评审结束")
    return whole


def refused(day: Day, change: Change) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        previewed(day, change)
    return refusal.value


def test_a_final_keeps_the_results_the_card_the_signed_head_and_both_persons(settled: Day) -> None:
    row = settled.read(lasting_final, POOL)
    body = [result.to_json() for result in standing(settled).results]
    assert json.loads(row.body) == body
    assert [one["entry"] for one in body] == ["A1", "A2", "A3", "A4"]
    assert (row.version, row.result) == (1, content_hash(body))
    assert row.card == settled.read(load_contest).card.fingerprint()
    assert (row.by, row.second, row.at) == (DESK.id, f"staff:{SECOND.id}", settled.clock)
    (fact,) = settled.ledger("PoolFinalised")
    assert (fact["pool"], fact["version"], fact["result"], fact["card"]) == (POOL, 1, row.result, row.card)
    head = settled.rows("select seq, hash from ledger where fact='PoolFinalised'")
    assert head == [(row.ledger_seq, row.ledger_hash)]
    assert settled.rows("select seq, hash from signed_head where why='finalised'") == head


def test_a_final_needs_two_persons_and_is_made_once(whole: Day) -> None:
    assert previewed(whole, Finalising(POOL)).two
    assert whole.rows("select count(*) from final") == [(0,)]
    changed(whole, Finalising(POOL))
    assert refused(whole, Finalising(POOL)).code == "pool_is_final"
    assert refused(whole, Finalising("nobody's")).code == "no_pool"


def test_while_an_entry_is_not_published_its_pool_is_not_final(days: Days) -> None:
    day = play(days(contest_of()), {"A1": 90, "A2": 85})
    refusal = refused(day, Finalising(POOL))
    assert (refusal.code, refusal.params["entry"]) == ("final_not_published", "A3")


def test_while_an_entry_lacks_ballots_its_pool_is_not_final(days: Days) -> None:
    day = play(days(contest_of()), {"A1": 95, "A3": 80, "A4": 75})
    short(day, "A2")
    refusal = refused(day, Finalising(POOL))
    assert (refusal.code, refusal.params["entry"]) == ("final_incomplete", "A2")
    changed(day, IncompleteRuling("A2", "document_only", HEADS))
    changed(day, Finalising(POOL))
    assert day.read(lasting_final, POOL) is not None


def test_while_a_tie_waits_for_the_chiefs_its_pool_is_not_final(days: Days) -> None:
    day = play(days(contest_of(still_tied="chief")), {"A1": 90, "A2": 90, "A3": 80, "A4": 75})
    refusal = refused(day, Finalising(POOL))
    assert (refusal.code, refusal.params["entry"]) == ("final_tie_undecided", "A1")
    changed(day, TieRuling(POOL, ("A2", "A1"), HEADS))
    changed(day, Finalising(POOL))


def test_while_a_change_waits_its_pool_is_not_final_until_it_runs_out(whole: Day) -> None:
    seen = previewed(whole, Withdrawal("A2"))
    expected = seen.moves.fingerprint()
    whole.do(changing.ask, DESK, change=Withdrawal("A2"), reason="退赛", expected=expected)
    assert refused(whole, Finalising(POOL)).code == "final_change_waiting"
    whole.clock += 10 * 60 * 1000
    changed(whole, Finalising(POOL))


def test_while_an_appeal_is_open_its_pool_is_not_final(whole: Day) -> None:
    letter = {"asker": "单位A3", "question": "文审得分有误", "asked_on": "2026-08-20", "today": date(2026, 8, 21)}
    whole.do(register_appeal, DESK, entry="A3", **letter)
    refusal = refused(whole, Finalising(POOL))
    assert (refusal.code, refusal.params["entry"]) == ("final_appeal_open", "A3")


def test_while_a_paper_ballot_is_half_typed_its_pool_is_not_final(days: Days) -> None:
    day = play(days(contest_of()), {"A1": 90, "A2": 85, "A3": 80})
    day.present("A4")
    day.vote("A4", {"JA1": 80, "JA2": 80, "JA3": 80, "JA4": 80})
    typed = paper.Typed("A4", "JX", 1, (4800, 3200), control=8000)
    day.do(paper.type_ballot, Actor("staff", "typist-1", "scorer", "typist-login"), typed=typed)
    day.miss("A4", "JX")
    day.do(running.close_entry, entry="A4")
    day.do(publishing.publish_entry, entry="A4")
    assert refused(day, Finalising(POOL)).code == "final_typed_waiting"
    day.do(paper.drop_typed, entry="A4", judge="JX", reason="评委缺席")
    changed(day, Finalising(POOL))


def test_where_the_recount_comes_to_something_else_nothing_is_final(
    whole: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = counted_again

    def off_by_a_hundredth(card: object, entry: dict[str, object]) -> dict[str, object]:
        found = real(card, entry)  # type: ignore[arg-type]
        return {**found, "deduction": found["deduction"] + 1} if entry["entry"] == "A3" else found

    monkeypatch.setattr(recount_module, "score", off_by_a_hundredth)
    refusal = refused(whole, Finalising(POOL))
    assert (refusal.code, refusal.params["entry"], refusal.params["field"]) == ("recount_differs", "A3", "deduction")
    assert whole.rows("select count(*) from final") == [(0,)]
    monkeypatch.undo()
    changed(whole, Finalising(POOL))


def test_what_moves_a_final_ends_it_and_the_next_has_the_next_version(settled: Day) -> None:
    seen = changed(settled, Declining("A1"), "单位来函放弃")
    assert seen.moves.finals == (POOL,)
    assert settled.read(lasting_final, POOL) is None
    (ended,) = settled.read(finals, POOL)
    assert (ended.ended_why, ended.ended_by, ended.ended_at) == ("单位来函放弃", DESK.id, settled.clock)
    assert [(fact["version"], fact["reason"]) for fact in settled.ledger("FinalLifted")] == [(1, "单位来函放弃")]
    changed(settled, Finalising(POOL))
    assert [(row.version, row.ended_at is None) for row in settled.read(finals, POOL)] == [(1, False), (2, True)]


def test_what_moves_another_pool_leaves_a_final_as_it_is(settled: Day) -> None:
    seen = changed(settled, Disqualification("B1"))
    assert seen.moves.finals == ()
    assert settled.read(lasting_final, POOL).version == 1


def test_a_final_is_lifted_by_two_persons_with_a_reason(settled: Day) -> None:
    seen = changed(settled, FinalLift(POOL), "指导单位要求复核")
    assert seen.two and seen.moves.finals == (POOL,)
    assert settled.read(lasting_final, POOL) is None
    assert settled.ledger("FinalLifted")[-1]["reason"] == "指导单位要求复核"
    assert refused(settled, FinalLift(POOL)).code == "pool_not_final"


COMMANDS: dict[str, tuple[Callable[..., object], Actor, dict[str, object]]] = {
    "call": (running.call, DESK, {}),
    "start": (running.start_presenting, DESK, {}),
    "overtime": (running.set_overtime, DESK, {"seconds": 100, "reason": "秒表"}),
    "close": (running.close_entry, DESK, {}),
    "reopen": (running.reopen_entry, DESK, {"reason": "更正"}),
    "postpone": (running.postpone, DESK, {"reason": "更正"}),
    "withdraw": (running.withdraw, DESK, {"reason": "更正"}),
    "publish": (publishing.publish_entry, DESK, {}),
    "missing": (seats.declare_missing, DESK, {"judge": "JA3", "reason": "离席"}),
    "recuse": (seats.recuse, DESK, {"judge": "JA3", "reason": "本单位"}),
    "return": (seats.return_ballot, DESK, {"judge": "JA3", "reason": "更正"}),
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_of_the_day_touches_a_final_pool(settled: Day, command: str) -> None:
    act, actor, values = COMMANDS[command]
    before = standing(settled).results
    with pytest.raises(Refusal):
        settled.do(act, actor, entry="A2", **values)
    assert standing(settled).results == before
    assert settled.read(lasting_final, POOL).version == 1


def test_a_ballot_for_a_final_pool_is_kept_aside(settled: Day) -> None:
    late = ballot("A2", "JA3", 60, base=1)
    kept = settled.do(judging.submit_ballot, as_judge("JA3"), sent=late)
    assert kept.outcome == "late"
    assert settled.read(lasting_final, POOL).version == 1
