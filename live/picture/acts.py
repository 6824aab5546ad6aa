"""What the desk's main buttons may do now, and what blocks, said in words before they are pressed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from live.picture.brief import Part
from live.words import say
from scoring.errors import Refusal
from scoring.rules.stage import LAST_STEP, Seat, seat_blockers
from scoring.store.reading.day import judge_row, panel, seats

MAIN_ACTS = {
    "called": ("start-presenting",),
    "presenting": ("end-presenting",),
    "questioning": ("end-questions",),
    "scoring": ("close-entry",),
    "complete": ("publish-entry", "reopen-entry"),
}


def acts_of(now: Part, refusal: Refusal | None, reveals: bool) -> list[Part]:
    """The acts of the phase; each with its payload, whether it may be done, and its words.

    Those of a reveal only where `reveals`: why one may not be made yet says who ranks last.
    """
    acts = [_act(command, now) for command in MAIN_ACTS.get(now["phase"], ())]
    if now["phase"] == "published" and reveals:
        acts += _reveal_acts(now, refusal)
    return acts


def _act(command: str, now: Part) -> Part:
    blocked = command == "close-entry" and bool(now["blockers"])
    key = f"acts.{command}.blocked" if blocked else f"acts.{command}"
    words = say(
        key,
        entry=now["id"],
        circle=now["circle"],
        count=now["would_count"],
        panel=now["panel"],
        open=len(now["blockers"]),
        deduction=now["overtime"]["deduction"],
        seconds=now["overtime"]["seconds"],
    )
    return {"command": command, "payload": {"entry": now["id"]}, "enabled": not blocked, **words}


def _reveal_acts(now: Part, refusal: Refusal | None) -> list[Part]:
    step = now["reveal_step"]
    acts = []
    if step < LAST_STEP:
        key = f"acts.reveal.{step + 1}" if refusal is None else f"error.{refusal.code}"
        params = {"entry": now["id"], "circle": now["circle"], **(refusal.params if refusal else {})}
        payload = {"entry": now["id"], "step": step + 1}
        acts.append({"command": "reveal", "payload": payload, "enabled": refusal is None, **say(key, **params)})
    if step > 0:
        payload = {"entry": now["id"], "step": step}
        acts.append({"command": "unreveal", "payload": payload, "enabled": True, **say("acts.unreveal", step=step)})
    return acts


def blocker_parts(connection: Connection, row: Any) -> list[Part]:
    """What stands between the entry and its close, each with its remedies."""
    if row.phase not in ("presenting", "questioning", "scoring", "complete"):
        return []
    names = {seat.judge: seat.name for seat in seats(connection, row.session)}
    places = panel(connection, row.id)
    found = []
    for blocker in seat_blockers([Seat(p.seat, p.judge, p.state) for p in places]):
        judge = str(blocker.judge)
        name = names.get(judge) or judge_row(connection, judge).name
        words = say(f"acts.blocker.{blocker.code}", seat=blocker.seat, name=name, judge=judge)
        remedies = ["declare-missing", "recuse"]
        found.append({"code": blocker.code, "seat": blocker.seat, "judge": judge, "remedies": remedies, **words})
    return found
