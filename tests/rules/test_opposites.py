"""What takes an act back: an opposite for each kind of fact, of a name that the desk or the changes know."""

from __future__ import annotations

from typing import Any

import pytest

from live.words import LANGUAGES, catalogue
from scoring import facts
from scoring.rules.opposites import FACTS, Holds, Opposite, opposite_of
from scoring.rules.stage import PHASES
from web.change_forms import FORMS
from web.views.api.desk import COMMANDS


def phase(command: str, after: str) -> dict[str, Any]:
    return {"fact": "PhaseChanged", "entry": "A1", "command": command, "before": "x", "after": after}


def place(after: str) -> dict[str, Any]:
    return {"fact": "SeatStateChanged", "entry": "A1", "judge": "JA1", "seat": 1, "before": "submitted", "after": after}


def overtime(source: str, before: int | None) -> dict[str, Any]:
    return {"fact": "OvertimeSet", "entry": "A1", "before": before, "after": 46, "source": source}


def reveal(step: int) -> dict[str, Any]:
    return {"fact": "ResultRevealed", "entry": "A1", "step": step}


RULED = {"fact": "EntryRuled", "entry": "A1", "ruling": "declined"}
TIE = {"fact": "TieDecided", "pool": "甲", "decision": 3, "order": ["A1", "A2"]}
FINAL = {"fact": "PoolFinalised", "pool": "甲", "version": 2}
SWAP = {"fact": "OrderSwapped", "session": "A", "entry": "A1", "other": "A2", "reason": "堵车"}
SEAT = {"fact": "SeatChanged", "session": "A", "seat": 2, "before": "JA2", "after": "JA9"}
SET_UP = {"fact": "ContestSetUp", "version": 3}
WAYS: list[tuple[dict[str, Any], str, str, dict[str, Any]]] = [
    (phase("close-entry", "complete"), "command", "reopen-entry", {"entry": "A1"}),
    (phase("reopen-entry", "scoring"), "command", "close-entry", {"entry": "A1"}),
    (phase("publish-entry", "published"), "change", "reopen", {"entry": "A1"}),
    (phase("reopen-published", "complete"), "command", "publish-entry", {"entry": "A1"}),
    (phase("withdraw", "withdrawn"), "change", "reinstate", {"entry": "A1"}),
    (phase("disqualify", "disqualified"), "change", "reinstate", {"entry": "A1"}),
    (phase("call", "called"), "command", "postpone", {"entry": "A1"}),
    (phase("postpone", "postponed"), "words", "postponed", {}),
    (place("missing"), "command", "undeclare-missing", {"entry": "A1", "judge": "JA1"}),
    (place("recused"), "command", "unrecuse", {"entry": "A1", "judge": "JA1"}),
    (place("returned"), "command", "unreturn-ballot", {"entry": "A1", "judge": "JA1"}),
    (reveal(2), "command", "unreveal", {"entry": "A1", "step": 2}),
    (overtime("typed", 30), "command", "set-overtime", {"entry": "A1", "seconds": 30}),
    (overtime("typed", None), "words", "overtime_again", {}),
    (overtime("mended", 30), "change", "overtime", {"entry": "A1", "seconds": 30}),
    (SET_UP, "change", "put-back", {"version": 2}),
    (RULED, "change", "lift-ruling", {"entry": "A1", "ruling": "declined"}),
    (TIE, "change", "lift-decision", {"decision": 3}),
    (FINAL, "change", "lift-final", {"pool": "甲"}),
    (SWAP, "command", "swap-order", {"entry": "A1", "with": "A2"}),
    (SEAT, "words", "seat_again", {}),
    ({"fact": "SessionOpened", "session": "A"}, "command", "close-session", {"session": "A"}),
    ({"fact": "SessionClosed", "session": "A"}, "command", "open-session", {"session": "A"}),
    ({"fact": "OrderDrawn", "session": "A"}, "words", "drawn", {}),
    ({"fact": "CertificateEnded", "number": "1", "state": "void"}, "words", "certificate_void", {}),
]


def found(body: dict[str, Any]) -> Opposite:
    made = opposite_of(body)
    assert made is not None
    return made


@pytest.mark.parametrize(("body", "way", "name", "payload"), WAYS, ids=[f"{way[0]['fact']}-{way[2]}" for way in WAYS])
def test_an_act_is_taken_back_by_its_opposite(
    body: dict[str, Any], way: str, name: str, payload: dict[str, Any]
) -> None:
    made = found(body)
    assert (made.way, made.name, dict(made.payload)) == (way, name, payload)


@pytest.mark.parametrize("body", [way[0] for way in WAYS if way[1] != "words"])
def test_the_desk_and_the_changes_understand_what_is_sent(body: dict[str, Any]) -> None:
    made = found(body)
    form = COMMANDS[made.name][0] if made.way == "command" else FORMS[made.name][0]
    form.model_validate({**made.payload, **({"reason": "误操作"} if made.way == "command" and made.reason else {})})


@pytest.mark.parametrize("body", [way[0] for way in WAYS if way[1] != "words"])
def test_nothing_is_taken_back_without_asking_how_things_stand(body: dict[str, Any]) -> None:
    assert found(body).holds


@pytest.mark.parametrize("body", [way[0] for way in WAYS], ids=[way[2] for way in WAYS])
def test_every_opposite_has_its_words(body: dict[str, Any]) -> None:
    made = found(body)
    area = "undo" if made.way == "words" else "undo_act"
    assert all(f"corrections.{area}.{made.name}" in catalogue(language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "body",
    [
        {"fact": "BallotSubmitted", "entry": "A1"},
        {"fact": "ContestSetUp", "version": 1},
        {"fact": "OvertimeSet", "entry": "A1", "before": None, "after": 3, "source": "measured"},
        {"fact": "EntryRuled", "entry": "A1", "ruling": "disqualified"},
        phase("start-presenting", "presenting"),
        place("submitted"),
        {},
    ],
)
def test_what_nobody_did_by_hand_has_no_opposite(body: dict[str, Any]) -> None:
    assert opposite_of(body) is None


@pytest.mark.parametrize("body", [place("missing"), place("recused"), place("returned"), overtime("typed", 0)])
def test_a_seat_and_an_overtime_are_given_back_only_in_the_turn_of_the_entry(body: dict[str, Any]) -> None:
    assert Holds("turn", ("A1",), "open") in found(body).also


def test_a_return_of_what_was_never_handed_in_is_not_taken_back() -> None:
    assert opposite_of({**place("returned"), "before": "expected"}) is None


def test_a_swap_rests_on_both_turns() -> None:
    assert [one.about for one in found(SWAP).holds] == [("A1",), ("A2",)]


def test_every_phase_that_an_opposite_rests_on_exists() -> None:
    resting = [hold for way in WAYS for hold in found(way[0]).holds if hold.what == "phase"]
    assert {hold.is_now for hold in resting} <= set(PHASES)


def test_every_fact_with_an_opposite_is_a_fact_of_the_ledger() -> None:
    assert [name for name in FACTS if not hasattr(facts, name)] == []
