"""The picture of decisions: what is open in a pool, what may be decided of it, what holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from live.picture.decisions import decisions_picture
from live.picture.recount import recount_part
from scoring.actions import changing, publishing, running
from scoring.actions.people import add_staff
from scoring.errors import NotKnown
from scoring.facts import SYSTEM, Actor
from scoring.rules.change import (
    Change,
    Declining,
    Disqualification,
    Finalising,
    FinalLift,
    IncompleteRuling,
    TieLift,
    TieRuling,
    kind_of,
)
from tests.office import DESK, KIND, Day, small_contest

POOL = f"{KIND}@A"
SECOND = Actor("judge", "JA1", "chief", "chief-login")
WORSE = {"JA1": 70, "JA2": 71, "JA3": 72, "JA4": 73, "JX": 74}
WORST = dict.fromkeys(WORSE, 50)


def pool(day: Day, name: str = POOL) -> dict[str, Any]:
    picture: dict[str, Any] = day.read(decisions_picture, day.clock)
    return next(one for one in picture["pools"] if one["id"] == name)


def codes(day: Day) -> list[str]:
    return [one["code"] for one in pool(day)["blockers"]]


def make(day: Day, change: Change, reason: str = "合议") -> None:
    """Asked by the desk and, where two are needed, confirmed on the chief's tablet."""
    seen = day.do(changing.preview, DESK, change=change)
    expected = seen.moves.fingerprint()
    answer = day.do(changing.ask, DESK, change=change, reason=reason, expected=expected)
    if answer.state == "waiting":
        day.do(changing.confirm, SECOND, change=answer.id, expected=expected)


@pytest.fixture
def tied(days: Callable[..., Day]) -> Day:
    """Hall A is over: A1 and A2 share the first rank, ties are left to the chief judges; one candidate, one reserve."""
    day = days(still_tied="chief")
    day.do(add_staff, SYSTEM, name="王秘书", role="secretariat")
    day.open()
    day.publish("A1")
    day.publish("A2")
    day.publish("A3", {name: total for name, total in WORSE.items() if name != "JA4"})
    day.publish("A4", WORST)
    for entry in ("A1", "A2", "A3", "A4"):
        day.reveal(entry)
    return day


def test_an_open_pool_says_what_is_not_published_and_holds_no_number_of_it(day: Day) -> None:
    day.open()
    day.publish("A1")
    day.present("A2")
    day.vote("A2", dict.fromkeys(WORSE, 91))
    found = pool(day)
    assert (found["state"], found["provisional"], found["chosen"], found["ties"]) == ("open", True, [], [])
    [blocker] = found["blockers"]
    assert (blocker["code"], [one["entry"] for one in blocker["entries"]]) == ("not_published", ["A2", "A3", "A4"])
    assert "91" not in json.dumps(found)


def test_a_tie_is_shown_with_every_key_that_was_asked_and_who_may_decide(tied: Day) -> None:
    found = pool(tied)
    [tie] = found["ties"]
    assert (tie["code"], [(one["entry"], one["rank"], one["shown"]) for one in tie["entries"]]) == (
        "rank", [("A1", 1, "86.40"), ("A2", 1, "86.40")],
    )  # fmt: skip
    assert [(key["key"], key["values"]["A1"] == key["values"]["A2"]) for key in tie["keys"]] == [
        ("presentation", True), ("core", True), ("second", True), ("document", True),
    ]  # fmt: skip
    assert tie["keys"][0]["values"] == {"A1": "84.00", "A2": "84.00"}
    assert [(one["id"], one["role"]) for one in found["chiefs"]] == [("JA1", "chief"), ("JA2", "deputy")]
    assert (codes(tied), found["state"]) == (["tie_undecided"], "open")


def test_a_decision_is_told_with_names_and_its_lifting_stays_beside_it(tied: Day) -> None:
    make(tied, TieRuling(POOL, ("A2", "A1"), ("JA1", "JA2")), "现场答辩更完整")
    found = pool(tied)
    [decision] = found["decisions"]
    assert [one["entry"] for one in decision["order"]] == ["A2", "A1"]
    assert (decision["reason"], decision["judges"], decision["ended_at"]) == (
        "现场答辩更完整",
        ["评委JA1", "评委JA2"],
        None,
    )
    assert [(one["entry"], one["selection"]) for one in found["chosen"]] == [("A2", "candidate"), ("A1", "reserve")]
    assert (found["state"], found["ties"]) == ("ready", [])
    make(tied, TieLift(decision["id"]), "名单抄错")
    found = pool(tied)
    assert [(one["ended_why"], bool(one["ended_at"])) for one in found["decisions"]] == [("名单抄错", True)]
    assert [tie["code"] for tie in found["ties"]] == ["rank"]


def test_who_declines_leaves_the_list_and_the_reserve_stands_where_it_stood(tied: Day) -> None:
    make(tied, TieRuling(POOL, ("A2", "A1"), ("JA1",)))
    make(tied, Declining("A2"), "撞了交付期")
    found = pool(tied)
    assert [(one["entry"], one["selection"]) for one in found["chosen"]] == [("A1", "candidate"), ("A3", "reserve")]
    assert [(one["entry"], one["kind"], one["reason"]) for one in found["rulings"]] == [
        ("A2", "declined", "撞了交付期")
    ]


def test_who_is_out_is_named_with_the_reason(tied: Day) -> None:
    make(tied, Disqualification("A1", ("JA1",)), "数据造假")
    [out] = pool(tied)["out"]
    assert (out["entry"], out["phase"], out["reason"]) == ("A1", "disqualified", "数据造假")
    assert pool(tied)["ties"] == []


def test_a_circle_that_withdrew_at_the_desk_is_told_with_its_reason(day: Day) -> None:
    day.open()
    day.do(running.withdraw, entry="A4", reason="生产任务")
    assert [(one["entry"], one["phase"], one["reason"]) for one in pool(day)["out"]] == [
        ("A4", "withdrawn", "生产任务")
    ]


def test_an_incomplete_entry_says_how_many_ballots_lack_and_leaves_when_it_is_resolved(tied: Day, days: Any) -> None:
    day = days(contest=replace(small_contest(), card=replace(small_contest().card, min_valid=5, drop_from=5)))
    day.open()
    day.present("A1")
    day.vote("A1", {"JA1": 80, "JA2": 81})
    for judge in ("JA3", "JA4", "JX"):
        day.miss("A1", judge)
    day.do(running.close_entry, entry="A1")
    day.do(publishing.publish_entry, entry="A1")
    [incomplete] = pool(day)["incomplete"]
    assert (incomplete["entry"], incomplete["valid"], incomplete["least"], incomplete["document"]) == ("A1", 2, 5, True)
    make(day, IncompleteRuling("A1", "document_only", ("JA1",)))
    found = pool(day)
    assert (found["incomplete"], [one["kind"] for one in found["rulings"]]) == ([], ["document_only"])


def test_a_final_is_told_with_both_persons_and_its_fingerprints_and_stays_when_it_ends(tied: Day) -> None:
    make(tied, TieRuling(POOL, ("A2", "A1"), ("JA1",)))
    recount = tied.read(recount_part, POOL)
    assert (recount["differences"], recount["entries"]) == ([], 4)
    make(tied, Finalising(POOL))
    found = pool(tied)
    final = found["final"]
    assert (found["state"], final["version"], final["second"]) == ("final", 1, "评委JA1")
    assert (final["result"], final["card"]) == (recount["result"], recount["card"])
    assert final["hash"] in {row[0] for row in tied.rows("select hash from ledger where seq=?", final["seq"])}
    make(tied, FinalLift(POOL), "待申诉")
    found = pool(tied)
    assert (found["state"], found["final"]) == ("ready", None)
    assert [(one["version"], one["ended_why"]) for one in found["finals"]] == [(1, "待申诉")]


def test_a_change_that_waits_blocks_until_its_time_is_over(tied: Day) -> None:
    make(tied, TieRuling(POOL, ("A2", "A1"), ("JA1",)))
    change = Disqualification("A3", ())
    assert kind_of(change) == "disqualify"
    seen = tied.do(changing.preview, DESK, change=change)
    tied.do(changing.ask, DESK, change=change, reason="数据造假", expected=seen.moves.fingerprint())
    assert codes(tied) == ["change_waiting"]
    tied.clock += 10 * 60_000
    assert codes(tied) == []


def test_a_difference_of_the_recount_is_told_field_by_field(tied: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    def planted(*asked: Any) -> list[dict[str, Any]]:
        found = recount_of(*asked)
        return [{**one, "rank": 3} if one["entry"] == "A1" else one for one in found]

    from scoring.store.reading.recounted import recount_of

    monkeypatch.setattr("scoring.store.reading.recounted.recount_of", planted)
    [difference] = tied.read(recount_part, POOL)["differences"]
    assert (difference["entry"], difference["stored"], difference["recounted"]) == ("A1", "1", "3")
    assert difference["field"] == {"zh": "名次", "en": "rank"}


def test_a_pool_that_is_not_there_is_refused(day: Day) -> None:
    with pytest.raises(NotKnown, match="no_pool"):
        day.read(recount_part, "没有")
