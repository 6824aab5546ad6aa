"""Retelling the day: sessions, an entry's life, its panel and ballots, its score and what is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from scoring.rules.told import BallotTold, EntryTold, PlaceTold, SessionTold, Told

Body = dict[str, Any]
OVER = ("withdrawn", "disqualified")
OFF_STAGE = ("postpone", "withdraw")
STAMPS = {
    "start-presenting": ("presenting_from",),
    "end-presenting": ("presenting_until", "questions_from"),
    "end-questions": ("scoring_from",),
    "publish-entry": ("published_at",),
}
CLEARED = ("presenting_from", "presenting_until", "questions_from", "scoring_from")


def _entry(told: Told, body: Body, **values: Any) -> None:
    before = told.entries.get(body["entry"], EntryTold())
    told.entries[body["entry"]] = replace(before, **values)


def _session(told: Told, session: str, **values: Any) -> None:
    told.sessions[session] = replace(told.sessions.get(session, SessionTold()), **values)


def _place(told: Told, entry: str, judge: str, **values: Any) -> None:
    told.places[entry, judge] = replace(told.places.get((entry, judge), PlaceTold()), **values)


def newest(told: Told, entry: str, judge: str) -> int:
    """The newest ballot version of a judge for an entry, 0 where there is none."""
    return told.newest.get((entry, judge), 0)


def phase_changed(told: Told, body: Body) -> None:
    command, after, at = body["command"], body["after"], body["at"]
    stamps: dict[str, Any] = dict.fromkeys(STAMPS.get(command, ()), at)
    if command == "call":
        stamps = dict.fromkeys(CLEARED)
        told.called.add(body["entry"])
        _session(told, body["session"], on_stage=body["entry"])
    if command == "present-again":
        stamps["presentation"] = told.entries.get(body["entry"], EntryTold()).presentation + 1
    _entry(told, body, phase=after, stood_before=_stood_before(told, body), **stamps)
    here = told.sessions.get(body["session"])
    if command in OFF_STAGE and here is not None and here.on_stage == body["entry"]:
        _session(told, body["session"], on_stage=None)  # older ledgers do not say it with the scene


def _stood_before(told: Told, body: Body) -> str | None:
    """Where a withdrawn or disqualified entry stood, as its row keeps it: not after a reinstatement."""
    if body["after"] not in OVER or body["command"] == "reinstate" or not told.keeps_before:
        return None
    return str(body["before"])


def start_set(told: Told, body: Body) -> None:
    _entry(told, body, presenting_from=body["after"])


def overtime_set(told: Told, body: Body) -> None:
    cleared = body["source"] == "call"
    _entry(told, body, overtime=None if cleared else body["after"], source=None if cleared else body["source"])


def seat_state_changed(told: Told, body: Body) -> None:
    entry, judge, given = body["entry"], body["judge"], newest(told, body["entry"], body["judge"])
    values: dict[str, Any] = {"state": body["after"], "reason": body["reason"], "at": body["at"]}
    if (body["before"], body["after"]) == ("submitted", "returned"):
        values["returned"] = given or None
    if (body["before"], body["after"]) == ("returned", "submitted"):
        values["returned"] = None
    _place(told, entry, judge, counts=given if body["after"] == "submitted" else 0, **values)


def panel_seated(told: Told, body: Body) -> None:
    """The panel as it is fixed at the call: who sits there no more leaves it."""
    entry, before = body["entry"], {}
    for key in [key for key in told.places if key[0] == body["entry"]]:
        before[key[1]] = told.places.pop(key)
    for judge, seat, role, attendance, state in body["places"]:
        known = before.get(judge, PlaceTold())
        counts = newest(told, entry, judge) if state == "submitted" else 0
        told.places[entry, judge] = replace(
            known, seat=seat, role=role, attendance=attendance, state=state, counts=counts, at=body["at"]
        )
    told.seated.add(entry)
    told.keeps_before = True


def ballot_submitted(told: Told, body: Body) -> None:
    entry, judge, version = body["entry"], body["judge"], body["version"]
    told.ballots[body["ballot"]] = BallotTold(
        entry, judge, body["seat"], body["round"], version, body["hash"], tuple(body["marks"]), body["at"]
    )
    told.newest[entry, judge] = max(version, newest(told, entry, judge))
    _place(told, entry, judge, state="submitted", reason="", counts=newest(told, entry, judge), at=body["at"])


def ballot_kept_aside(told: Told, body: Body) -> None:
    told.asides[body["ballot"]] = (body["entry"], body["judge"], body["hash"], body["why"])


def aside_answered(told: Told, body: Body) -> None:
    told.answers[body["ballot"]] = (body["answer"], body["counted"], body["reason"])


def ballots_set_aside(told: Told, body: Body) -> None:
    """They count no more; who had submitted one is asked again."""
    for ballot in body["ballots"]:
        given = told.ballots.get(ballot)
        place = None if given is None else told.places.get((given.entry, given.judge))
        if given is None or place is None:
            continue
        asked = {"state": "returned", "reason": body["reason"], "at": body["at"]} if place.state == "submitted" else {}
        _place(told, given.entry, given.judge, **asked, counts=0, returned=given.version)


def result_published(told: Told, body: Body) -> None:
    told.scores[body["entry"], body["version"]] = (body["score"], body["inputs"])


def result_revealed(told: Told, body: Body) -> None:
    told.steps[body["entry"], body["step"]] = body["at"]
    _entry(told, body, reveal=body["step"], revealed_at=body["at"])


def reveal_taken_back(told: Told, body: Body) -> None:
    told.steps.pop((body["entry"], body["step"]), None)
    _entry(told, body, reveal=body["step"] - 1)


def revealed_corrected(told: Told, body: Body) -> None:
    often = sum(key[0] == body["entry"] for key in told.corrected) + 1
    told.corrected[body["entry"], often] = body["at"]


def scene_shown(told: Told, body: Body) -> None:
    shown = {name: body[name] for name in ("scene", "pool", "entry", "page")}
    _session(told, body["session"], **shown, **({"on_stage": None} if body.get("left") else {}))


def session_opened(told: Told, body: Body) -> None:
    _session(told, body["session"], state="open")


def session_closed(told: Told, body: Body) -> None:
    _session(told, body["session"], state="closed")


def order_drawn(told: Told, body: Body) -> None:
    _session(told, body["session"], seed=body["seed"])


TELLS: dict[str, Callable[[Told, Body], None]] = {
    "PhaseChanged": phase_changed,
    "StartSet": start_set,
    "OvertimeSet": overtime_set,
    "SeatStateChanged": seat_state_changed,
    "PanelSeated": panel_seated,
    "BallotSubmitted": ballot_submitted,
    "BallotKeptAside": ballot_kept_aside,
    "AsideAnswered": aside_answered,
    "BallotsSetAside": ballots_set_aside,
    "ResultPublished": result_published,
    "ResultRevealed": result_revealed,
    "RevealTakenBack": reveal_taken_back,
    "RevealedCorrected": revealed_corrected,
    "SceneShown": scene_shown,
    "SessionOpened": session_opened,
    "SessionClosed": session_closed,
    "OrderDrawn": order_drawn,
}
