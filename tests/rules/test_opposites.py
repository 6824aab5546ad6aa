"""Every act has its opposite, or stands here with the reason why it has none; each opposite can really be sent."""

from __future__ import annotations

from typing import Any

import pytest

from live.words import LANGUAGES, catalogue
from scoring import facts
from scoring.facts import Fact
from scoring.rules.access import PERMISSIONS
from scoring.rules.opposites import FACTS, Opposite, opposite_of
from scoring.rules.stage import PHASES
from scoring.store.reading.undoing import _NOW
from web.change_forms import FORMS, Reasoned
from web.views.api.desk import COMMANDS

NONE = {
    "Refused": "nothing was done",
    "ContestRestored": "done at the machine; another backup would be restored",
    "DraftSaved": "never recorded; the judge's own",
    "BallotSubmitted": "the judge's own; the desk returns it, a correction is corrected again",
    "BallotKeptAside": "nothing counts by it",
    "BallotsSetAside": "what a change came to; the judges mark anew",
    "ResultPublished": "goes with the phase, which is reopened",
    "RevealedCorrected": "what a change came to",
    "PanelSeated": "goes with the call",
    "SceneShown": "another scene is shown",
    "ChangeAsked": "taken back while it waits, on the list of those that wait",
    "ChangeAnswered": "the facts after it tell what it did",
    "AppealRegistered": "the register of appeals withdraws it",
    "AppealStepped": "the register of appeals reopens it",
    "CertificateIssued": "the register of certificates voids it",
    "CertificatePrinted": "paper is out of reach",
    "PaperBallotTyped": "dropped on the page of paper ballots",
    "PaperBallotSettled": "a ballot like any other; the desk returns it",
    "ScanAttached": "another is attached",
    "CardIssued": "another is issued, which ends it",
    "LoggedIn": "the list of people ends it",
    "StaffAdded": "the list of people ends what they have; nobody is deleted",
    "StaffRemoved": "added anew, under a new id",
    "RoleChanged": "changed again, to the one before",
    "PersonForgotten": "what was forgotten is known no more",
    "PasswordSet": "another is set",
    "LoggedInByPassword": "the list of people ends it",
    "RuleCardFrozen": "the first session was opened; a correction changes the card",
}
ENTRY = {"session": "A", "entry": "A1", "reason": "错"}
PHASE = {"fact": "PhaseChanged", **ENTRY, "before": "scoring"}
PLACE = {"fact": "SeatStateChanged", **ENTRY, "judge": "JA1", "seat": 1}
BODIES: list[tuple[dict[str, Any], str | None]] = [
    ({**PHASE, "command": "close-entry", "after": "complete"}, "reopen-entry"),
    ({**PHASE, "command": "reopen-entry", "after": "scoring"}, "close-entry"),
    ({**PHASE, "command": "publish-entry", "after": "published"}, "reopen"),
    ({**PHASE, "command": "reopen-published", "after": "complete"}, "publish-entry"),
    ({**PHASE, "command": "withdraw", "after": "withdrawn"}, "reinstate"),
    ({**PHASE, "command": "disqualify", "after": "disqualified"}, "reinstate"),
    ({**PHASE, "command": "call", "after": "called"}, "postpone"),
    ({**PHASE, "command": "postpone", "after": "postponed"}, "postponed"),
    ({**PHASE, "command": "reinstate", "after": "published"}, "reinstated"),
    ({**PHASE, "command": "present-again", "after": "postponed"}, "present_again"),
    ({**PHASE, "command": "set-aside", "after": "scoring"}, None),  # what a change came to
    ({**PHASE, "command": "return-ballot", "after": "scoring"}, None),  # goes with the place
    ({**PHASE, "command": "undo", "after": "scoring"}, None),  # goes with the place
    ({**PHASE, "command": "start-presenting", "after": "presenting"}, None),  # postponed, or its start is set
    ({**PHASE, "command": "end-presenting", "after": "questioning"}, None),  # postponed, or its overtime is typed
    ({**PHASE, "command": "end-questions", "after": "scoring"}, None),  # marks come before it and after it
    ({**PLACE, "before": "expected", "after": "missing"}, "undeclare-missing"),
    ({**PLACE, "before": "submitted", "after": "recused"}, "unrecuse"),
    ({**PLACE, "before": "submitted", "after": "returned"}, "unreturn-ballot"),
    ({**PLACE, "before": "recused", "after": "returned"}, None),  # itself an undoing
    ({**PLACE, "before": "missing", "after": "expected"}, None),
    ({**PLACE, "before": "recused", "after": "submitted"}, None),
    ({"fact": "ResultRevealed", **ENTRY, "step": 2}, "unreveal"),
    ({"fact": "RevealTakenBack", **ENTRY, "step": 2}, "reveal_again"),
    ({"fact": "StartSet", **ENTRY, "before": 5, "after": 9}, "set-start"),
    ({"fact": "OvertimeSet", **ENTRY, "before": 12, "after": 90, "source": "typed"}, "set-overtime"),
    ({"fact": "OvertimeSet", **ENTRY, "before": None, "after": 90, "source": "typed"}, "overtime_again"),
    ({"fact": "OvertimeSet", **ENTRY, "before": 12, "after": 90, "source": "mended"}, "overtime"),
    ({"fact": "OvertimeSet", **ENTRY, "before": None, "after": 0, "source": "timer"}, None),  # nobody's act
    ({"fact": "OvertimeSet", **ENTRY, "before": 12, "after": 0, "source": "call"}, None),  # goes with the call
    ({"fact": "AsideAnswered", **ENTRY, "judge": "JA1", "ballot": "a" * 32, "answer": "left"}, "reconsider-aside"),
    ({"fact": "AsideAnswered", **ENTRY, "judge": "JA1", "ballot": "a" * 32, "answer": "open"}, "leave-aside"),
    ({"fact": "AsideAnswered", **ENTRY, "judge": "JA1", "ballot": "a" * 32, "answer": "accepted"}, "aside_accepted"),
    ({"fact": "ContestSetUp", "version": 3, "changes": 1}, "put-back"),
    ({"fact": "ContestSetUp", "version": 1, "changes": 0}, None),  # none before it
    ({"fact": "ContestSetUp"}, None),  # told before versions were
    ({"fact": "EntryRuled", **ENTRY, "ruling": "declined", "judges": []}, "lift-ruling"),
    ({"fact": "EntryRuled", **ENTRY, "ruling": "disqualified", "judges": []}, None),  # goes with its phase
    ({"fact": "RulingLifted", **ENTRY, "ruling": "declined"}, "rule_again"),
    ({"fact": "TieDecided", "pool": "甲@A", "decision": 4, "order": ["A1"], "reason": "", "judges": []},
     "lift-decision"),
    ({"fact": "TieDecisionLifted", "pool": "甲@A", "decision": 4, "reason": ""}, "decide_again"),
    ({"fact": "PoolFinalised", "pool": "甲@A", "version": 2, "result": "", "card": ""}, "lift-final"),
    ({"fact": "FinalLifted", "pool": "甲@A", "version": 2, "reason": ""}, "finalise_again"),
    ({"fact": "OrderSwapped", **ENTRY, "other": "A2"}, "swap-order"),
    ({"fact": "OrderDrawn", "session": "A", "seed": 1, "order": []}, "drawn"),
    ({"fact": "SeatChanged", "session": "A", "seat": 1, "before": "JA1", "after": "JR", "reason": ""}, "seat_again"),
    ({"fact": "SessionOpened", "session": "A"}, "close-session"),
    ({"fact": "SessionClosed", "session": "A"}, "open-session"),
    ({"fact": "CertificateEnded", "number": "1", "state": "void", "reason": ""}, "certificate_void"),
    ({"fact": "CertificateEnded", "number": "1", "state": "replaced", "reason": ""}, "certificate_replaced"),
    ({"fact": "PaperBallotDropped", **ENTRY, "judge": "JA1", "typed": []}, "typed_again"),
    ({"fact": "LoginEnded", "kind": "staff", "owner": "a", "login_id": "b", "why": "ended_by_desk"}, "login_again"),
    ({"fact": "LoginEnded", "kind": "judge", "owner": "a", "login_id": "b", "why": "taken_over"}, None),
]  # fmt: skip
FOUND = [(body, found) for body, _ in BODIES if (found := opposite_of(body)) is not None]
NAMED = [f"{body['fact']}-{opposite.name}" for body, opposite in FOUND]


def kinds() -> set[str]:
    named = (getattr(facts, name) for name in facts.__all__)
    return {one.__name__ for one in named if isinstance(one, type) and issubclass(one, Fact)} - {"Fact"}


def test_every_fact_has_an_opposite_or_a_reason_why_not() -> None:
    assert set(FACTS) | set(NONE) == kinds()
    assert not set(FACTS) & set(NONE)
    assert {body["fact"] for body, _ in BODIES} == set(FACTS)
    assert all(opposite_of({"fact": name}) is None for name in (*NONE, "Unheard", ""))


@pytest.mark.parametrize(("body", "name"), BODIES, ids=[f"{at}-{name}" for at, (_, name) in enumerate(BODIES)])
def test_what_takes_it_back(body: dict[str, Any], name: str | None) -> None:
    found = opposite_of(body)
    assert (None if found is None else found.name) == name


@pytest.mark.parametrize(("body", "opposite"), FOUND, ids=NAMED)
def test_what_is_offered_can_be_sent(body: dict[str, Any], opposite: Opposite) -> None:
    if opposite.way == "command":
        form, _action = COMMANDS[opposite.name]
        form.model_validate({**opposite.payload, **({"reason": "错"} if opposite.reason else {})})
        asks = "reason" in form.model_fields
        assert opposite.reason == asks
        assert opposite.name in PERMISSIONS
    elif opposite.way == "change":
        form, made, permission = FORMS[opposite.name]
        made(form.model_validate(dict(opposite.payload)))
        Reasoned.model_validate({"reason": "错"})
        assert opposite.reason and permission in PERMISSIONS
    else:
        assert (opposite.payload, opposite.holds, opposite.also) == ({}, (), ())


@pytest.mark.parametrize(("body", "opposite"), FOUND, ids=NAMED)
def test_it_has_its_words_in_every_language(body: dict[str, Any], opposite: Opposite) -> None:
    key = f"corrections.undo.{opposite.name}" if opposite.way == "words" else f"corrections.undo_act.{opposite.name}"
    for language in LANGUAGES:
        assert {key, "corrections.undo.overtaken", "corrections.undo.not_yours"} <= set(catalogue(language))


@pytest.mark.parametrize(("body", "opposite"), FOUND, ids=NAMED)
def test_what_it_rests_on_can_be_looked_up(body: dict[str, Any], opposite: Opposite) -> None:
    assert {one.what for one in (*opposite.holds, *opposite.also)} <= set(_NOW)
    assert bool(opposite.holds) == (opposite.way != "words")
    phases = {one.is_now for one in opposite.holds if one.what == "phase"}
    assert phases <= set(PHASES)
