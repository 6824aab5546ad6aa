"""What the page of corrections needs beside the changes themselves: what can be corrected, ballots, acts to undo."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, g, jsonify
from sqlalchemy import Connection

from live.words import say
from scoring.errors import RuleBroken
from scoring.rules.access import allowed
from scoring.rules.contest import Entry
from scoring.rules.opposites import Opposite
from scoring.rules.stage import Phase
from scoring.store.reading.ballots import newest_versions
from scoring.store.reading.contest import load_contest
from scoring.store.reading.day import Found, entry_row, entry_rows, judge_row, panel
from scoring.store.reading.standings import rubric_of
from scoring.store.reading.undoing import Act, newest_acts
from web.auth import needs, office
from web.change_forms import FORMS
from web.ledger_names import Names, names_now, who_words
from web.ledger_words import fact_words

corrections_api = Blueprint("corrections_api", __name__, url_prefix="/api/v1/desk/corrections")

PUBLISHED: Phase = "published"
TEXTS = ("title", "circle", "unit", "recommender", "leader", "kind", "session", "attendance", "recommendation")


@corrections_api.get("")
@needs("correct")
def what() -> Any:
    return jsonify(office().away(office().read, _what))


def _what(connection: Connection) -> dict[str, Any]:
    contest = load_contest(connection)
    rows = {row.id: row for row in entry_rows(connection)}
    return {
        "entries": [_entry(entry, rows[entry.id]) for entry in contest.entries],
        "kinds": [rubric.kind for rubric in contest.rubrics],
        "sessions": [{"id": session.id, "name": session.name} for session in contest.sessions],
        "recommendations": sorted({"同意推荐", "秘书处确认", *(entry.recommendation for entry in contest.entries)}),
        "step": contest.card.step,
    }


def _entry(entry: Entry, row: Found) -> dict[str, Any]:
    values = {name: getattr(entry, name) for name in TEXTS}
    values |= {"document": entry.document or "", "members": "、".join(entry.members)}
    values["overtime"] = "" if row.overtime is None else str(row.overtime)
    return {"id": entry.id, "circle": entry.circle, "title": entry.title, "phase": row.phase, "values": values}


@corrections_api.get("/ballots/<entry>")
@needs("correct")
def ballots(entry: str) -> Any:
    return jsonify(office().read(_ballots, entry[:40]))


def _ballots(connection: Connection, entry: str) -> dict[str, Any]:
    """The counted ballots of a published entry with its rubric; raises RuleBroken before: no mark is seen then."""
    if entry_row(connection, entry).phase != PUBLISHED:
        raise RuleBroken("return_ballot_instead", entry=entry)
    counted = {place.judge: place for place in panel(connection, entry) if place.state == "submitted"}
    criteria = rubric_of(connection, entry).criteria
    return {
        "criteria": [{"number": one.number, "name": one.name, "maximum": one.maximum} for one in criteria],
        "ballots": [
            {
                "judge": row.judge,
                "name": judge_row(connection, row.judge).name,
                "seat": counted[row.judge].seat,
                "version": row.version,
                "marks": json.loads(row.marks),
                "comment": row.comment,
            }
            for row in newest_versions(connection, entry)
            if row.judge in counted
        ],
    }


@corrections_api.get("/acts")
@needs("see-changes")
def acts() -> Any:
    return jsonify(acts=office().away(office().read, _acts, g.actor.role))


def _acts(connection: Connection, role: str) -> list[dict[str, Any]]:
    names = names_now(connection)
    return [_act(act, names, role) for act in newest_acts(connection)]


def _act(act: Act, names: Names, role: str) -> dict[str, Any]:
    who = who_words(names, act.row.actor)
    return {
        "seq": act.row.seq,
        "at": act.row.at,
        "who": say("ledger.system") if who.get("kind") == "system" else _same(str(who["name"] or who["id"])),
        "words": fact_words(act.body, names),
        "now": act.now,
        "undo": _undo(act.opposite, act.now, role),
    }


def _same(name: str) -> dict[str, str]:
    return {"zh": name, "en": name}


def _undo(opposite: Opposite, now: bool, role: str) -> dict[str, Any]:
    """What the button does, or why there is none."""
    if opposite.way == "words":
        return {"way": "words", "why": say(f"corrections.undo.{opposite.name}")}
    if not now:
        return {"way": "words", "why": say("corrections.undo.overtaken")}
    permission = opposite.name if opposite.way == "command" else FORMS[opposite.name][2]
    if not allowed(role, permission):
        return {"way": "words", "why": say("corrections.undo.not_yours")}
    return {
        "way": opposite.way,
        "name": opposite.name,
        "payload": dict(opposite.payload),
        "reason": opposite.reason,
        "words": say(f"corrections.undo_act.{opposite.name}"),
    }
