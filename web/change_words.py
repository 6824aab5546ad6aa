"""What a change does, in a plain sentence: for who confirms it, and for who reads the record."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from live.picture.public import pool_title
from live.words import LANGUAGES, say, sentence
from scoring.errors import NotKnown
from scoring.rules.change import AsideAcceptance, BallotChange, Change, SetUpChange
from scoring.rules.contest import Contest
from scoring.setup.diff import Change as Edit
from scoring.setup.diff import compare
from scoring.store.reading.contest import find_entry, load_contest, pool_id, pools
from scoring.store.reading.day import judge_row
from scoring.store.reading.set_ups import set_up_at, version_of_change
from scoring.store.tables import chief_decision

Words = dict[str, str]
SHOWN = 3  # edits named one by one; more are counted


def change_words(connection: Connection, kind: str, change: Change, change_id: str = "") -> Words:
    """One sentence in Chinese and English, with the names of now."""
    if isinstance(change, SetUpChange):
        return _set_up_words(connection, change, change_id)
    contest = load_contest(connection)
    params = _names(connection, contest, change)
    return {language: sentence(language, f"changes.kind.{kind}", _coded(language, params)) for language in LANGUAGES}


def _set_up_words(connection: Connection, change: SetUpChange, change_id: str) -> Words:
    """What it edits: against the version before it once it was made, else against the set-up of now."""
    before = _before(connection, change_id)
    edits = compare(before, change.contest)
    if not edits:
        return say("changes.kind.set-up-same")
    told = [_edit_words(edit) for edit in edits[:SHOWN]]
    if len(edits) > SHOWN:
        told.append(say("changes.edit.more", count=len(edits) - SHOWN))
    between = say("changes.edit.between")
    return {language: between[language].join(one[language] for one in told) for language in LANGUAGES}


def _before(connection: Connection, change_id: str) -> Contest:
    made = version_of_change(connection, change_id) if change_id else None
    return load_contest(connection) if made is None else set_up_at(connection, max(1, made - 1))


def _edit_words(edit: Edit) -> Words:
    if edit.action == "changed":
        return say("changes.edit.changed", row=edit.key, field=edit.field, old=edit.old or "—", new=edit.new or "—")
    return say(f"changes.edit.{edit.action}", sheet=edit.sheet, row=edit.key, title=edit.new or edit.old)


def _names(connection: Connection, contest: Contest, change: Change) -> dict[str, Any]:
    params: dict[str, Any] = {name: getattr(change, name) for name in type(change).__slots__}
    if "entry" in params:
        params["circle"] = _circle(contest, params["entry"])
    if "pool" in params:
        params["pool"] = next((pool_title(contest, q) for q in pools(contest) if pool_id(q) == params["pool"]), "")
    if isinstance(change, BallotChange | AsideAcceptance):
        params["name"] = _judge(connection, change.judge)
    if "order" in params:
        params["order"] = " > ".join(params["order"])
    if "decision" in params:
        params["order"] = _decided(connection, params["decision"])
    return params


def _coded(language: str, params: dict[str, Any]) -> dict[str, Any]:
    """With an outcome or a ruling in words in place of its code."""
    codes = {name: params[name] for name in ("outcome", "ruling") if name in params}
    return {**params, **{name: sentence(language, f"changes.{name}.{code}") for name, code in codes.items()}}


def _circle(contest: Contest, entry: str) -> str:
    try:
        return find_entry(contest, entry).circle
    except NotKnown:
        return ""


def _judge(connection: Connection, judge: str) -> str:
    try:
        return str(judge_row(connection, judge).name)
    except NotKnown:
        return judge


def _decided(connection: Connection, decision: int) -> str:
    found = connection.execute(select(chief_decision.c.entries).where(chief_decision.c.id == decision)).scalar()
    return "" if found is None else " > ".join(json.loads(found))
