"""What the application must do, one request after the other: a model of one entry, apart from all of scoring/.

`step` says what a request answers, which state it leaves and what the ledger tells of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.torture.history import Answer, Fact, Op
from tests.torture.history_state import (
    STEPS,
    Aside,
    Place,
    State,
    Version,
    final_score,
    place_of,
    points,
    put,
    receipt_code,
    seats_shown,
)

SEQ = "seq"  # stands for the place in the ledger of what was just recorded
MARKING = ("presenting", "questioning", "scoring")
IN_TURN = ("called", *MARKING, "complete")
SETTLED = ("submitted", "recused", "missing")
MOVES = {
    "start-presenting": ("called", "presenting"),
    "end-presenting": ("presenting", "questioning"),
    "end-questions": ("questioning", "scoring"),
    "close-entry": ("scoring", "complete"),
    "reopen-entry": ("complete", "scoring"),
    "publish-entry": ("complete", "published"),
}


Outcome = tuple[Answer, State, tuple[Fact, ...]]


class Refusal(Exception):
    """(status, code)."""


def step(state: State, op: Op) -> Outcome:
    """Answer, next state and facts of one request."""
    if op.who.startswith("judge:") and op.kind != "enter":
        place = place_of(state, op.who[6:])
        if place.device != op.device and op.kind != "submit":
            return (401, "login_taken_over"), state, ()
    try:
        return ACTS[op.kind](state, op)
    except Refusal as refusal:
        status, code = refusal.args
        return (status, code), state, (("Refused", op.who, ACTIONS.get(op.kind, op.kind.replace("-", "_")), code),)


def submit(state: State, op: Op) -> Outcome:
    place, sent = place_of(state, op.who[6:]), op.values
    held: tuple[Version | Aside, ...] = (*place.versions, *place.asides)
    known = next((one for one in held if one.id == sent["id"]), None)
    if known is not None:
        return _again(state, op, place, known)
    if place.device != op.device:
        return _aside(state, op, place, "taken_over")
    if place.state == "recused":
        raise Refusal(403, "recused")
    if state.phase in ("waiting", "called"):
        raise Refusal(409, "not_started")
    if state.phase not in MARKING or place.state == "missing":
        return _aside(state, op, place, "late")
    if sent["base"] != len(place.versions) or place.state == "submitted":
        return _aside(state, op, place, "conflict")
    version = Version(sent["id"], sent["hash"], sum(sent["marks"]))
    number = len(place.versions) + 1
    after = put(state, replace(place, state="submitted", versions=(*place.versions, version)))
    fact = ("BallotSubmitted", op.who, place.judge, number, sent["id"], sent["hash"], tuple(sent["marks"]))
    return _receipt(201, "", number, version, SEQ), after, (fact,)


def _again(state: State, op: Op, place: Place, known: Version | Aside) -> Outcome:
    if known.hash != op.values["hash"]:
        raise Refusal(422, "same_id_other_content")
    if isinstance(known, Aside):
        return _receipt(409 if known.why == "conflict" else 202, known.why, 0, known, 0), state, ()
    return _receipt(200, "", place.versions.index(known) + 1, known, 0), state, ()


def _aside(state: State, op: Op, place: Place, why: str) -> Outcome:
    sent = op.values
    kept = Aside(sent["id"], sent["hash"], sum(sent["marks"]), why)
    after = put(state, replace(place, asides=(*place.asides, kept)))
    fact = ("BallotKeptAside", op.who, place.judge, sent["id"], sent["hash"], why)
    return _receipt(409 if why == "conflict" else 202, why, 0, kept, SEQ), after, (fact,)


def _receipt(status: int, code: str, version: int, held: Version | Aside, seq: Any) -> Answer:
    return (status, code, version, receipt_code(held.id, held.hash), held.hash, points(held.total), seq)


def save_draft(state: State, op: Op) -> Outcome:
    place = place_of(state, op.who[6:])
    return (200, ""), put(state, replace(place, draft=tuple(op.values["marks"]))), ()


def read_draft(state: State, op: Op) -> Outcome:
    return (200, place_of(state, op.who[6:]).draft), state, ()


def enter(state: State, op: Op) -> Outcome:
    """A new device takes the judge's lease over."""
    place = place_of(state, op.who[6:])
    facts = (("LoginEnded", op.who, place.judge, "taken_over"), ("LoggedIn", op.who, place.judge))
    return (200, ""), put(state, replace(place, device=op.device)), facts


def _check_chief(state: State, op: Op) -> None:
    """Of the judges only the chief acts for the panel (JA1), the deputy (JA2) where no chief can."""
    if not op.who.startswith("judge:"):
        return
    able = {place.judge for place in state.places if place.state not in ("recused", "missing")}
    acting = "JA1" if "JA1" in able else "JA2"
    if op.who[6:] != acting or acting not in able:
        raise Refusal(403, "chief_only")


def _change(state: State, op: Op, judge: str, after: str, **more: Any) -> tuple[State, Fact]:
    place = place_of(state, judge)
    if state.phase not in IN_TURN:
        raise Refusal(409, "not_in_turn")
    if place.state == after:
        raise Refusal(409, f"already_{after}")
    fact = ("SeatStateChanged", op.who, judge, place.state, after)
    return put(state, replace(place, state=after, **more)), fact


def _reopened(state: State, op: Op, command: str) -> tuple[State, tuple[Fact, ...]]:
    if state.phase != "complete":
        return state, ()
    return replace(state, phase="scoring"), (("PhaseChanged", op.who, command, "complete", "scoring"),)


def declare_missing(state: State, op: Op) -> Outcome:
    _check_chief(state, op)
    if place_of(state, op.values["judge"]).state not in ("expected", "returned"):
        raise Refusal(409, "not_waiting_for_ballot")
    after, fact = _change(state, op, op.values["judge"], "missing")
    return (200, ""), after, (fact,)


def recuse(state: State, op: Op) -> Outcome:
    after, fact = _change(state, op, op.values.get("judge", op.who[6:]), "recused")
    return (200, ""), after, (fact,)


def back(state: State, op: Op) -> Outcome:
    """undeclare-missing and unrecuse."""
    held = {"undeclare-missing": "missing", "unrecuse": "recused"}[op.kind]
    place = place_of(state, op.values["judge"])
    if place.state != held:
        raise Refusal(409, f"not_{held}")
    target = "expected" if not place.versions else "submitted"
    if place.versions and place.returned == len(place.versions):
        target = "returned"
    opened, facts = _reopened(state, op, "undo") if target != "submitted" else (state, ())
    after, fact = _change(opened, op, place.judge, target)
    return (200, ""), after, (*facts, fact)


def give_back(state: State, op: Op) -> Outcome:
    _check_chief(state, op)
    place = place_of(state, op.values["judge"])
    if place.state != "submitted":
        raise Refusal(409, "nothing_to_return")
    changed, fact = _change(state, op, place.judge, "returned", returned=len(place.versions))
    after, facts = _reopened(changed, op, "return-ballot")
    return (200, ""), after, (fact, *facts)


def take_return_back(state: State, op: Op) -> Outcome:
    place = place_of(state, op.values["judge"])
    if place.state != "returned" or place.returned != len(place.versions):
        raise Refusal(409, "not_returned")
    after, fact = _change(state, op, place.judge, "submitted", returned=0)
    return (200, ""), after, (fact,)


def move(state: State, op: Op) -> Outcome:
    """The entry's steps; the close waits for every seat."""
    if op.kind == "close-entry" and any(place.state not in SETTLED for place in state.places):
        raise Refusal(409, "seat_not_settled")
    before, after = MOVES[op.kind]
    if state.phase != before:
        raise Refusal(409, "not_now")
    facts: tuple[Fact, ...] = (("PhaseChanged", op.who, op.kind, before, after),)
    moved = replace(state, phase=after)
    if op.kind != "publish-entry":
        return (200, ""), moved, facts
    score = final_score(state)
    text = "incomplete" if score is None else str(score)
    published = ("ResultPublished", op.who, len(state.scores) + 1, text)
    return (200, ""), replace(moved, scores=(*state.scores, text)), (*facts, published)


def reveal(state: State, op: Op) -> Outcome:
    step_number = op.values["step"]
    if state.phase != "published":
        raise Refusal(409, "not_published")
    if step_number != len(state.shown) + 1 or step_number > STEPS:
        raise Refusal(409, "reveal_step_order")
    facts: tuple[Fact, ...] = (("ResultRevealed", op.who, step_number),)
    if not state.scene:
        facts = (*facts, ("SceneShown", op.who, "reveal"))
    return (200, ""), replace(state, shown=(*state.shown, seats_shown(state, step_number)), scene=True), facts


def unreveal(state: State, op: Op) -> Outcome:
    step_number = op.values["step"]
    if step_number < 1 or step_number != len(state.shown):
        raise Refusal(409, "reveal_step_order")
    return (200, ""), replace(state, shown=state.shown[:-1]), (("RevealTakenBack", op.who, step_number),)


def preview(state: State, op: Op) -> Outcome:
    if state.phase not in ("complete", "published"):
        return (409, "no_preview_before_close"), state, ()
    return (200, seats_shown(state, STEPS if state.phase == "published" else STEPS - 1)[1:]), state, ()


def public(state: State, op: Op) -> Outcome:
    if not state.shown:
        return (404, "not_revealed"), state, ()
    return (200, state.shown[-1]), state, ()


ACTS: dict[str, Callable[[State, Op], Outcome]] = {
    "submit": submit, "draft": save_draft, "read-draft": read_draft, "enter": enter, "recuse-myself": recuse,
    "declare-missing": declare_missing, "undeclare-missing": back, "recuse": recuse, "unrecuse": back,
    "return-ballot": give_back, "unreturn-ballot": take_return_back, **dict.fromkeys(MOVES, move),
    "reveal": reveal, "unreveal": unreveal, "preview": preview, "public": public,
}  # fmt: skip
ACTIONS = {"submit": "submit_ballot"}  # the others are called as they are asked for
