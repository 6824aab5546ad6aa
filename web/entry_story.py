"""The story of one entry: every fact in order, by day and stage, with what each fact's row adds to it."""

from __future__ import annotations

import json
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from live.words import LANGUAGES, sentence
from scoring.rules.ledger import content_hash
from scoring.rules.stage import PAST_MARKING
from scoring.store.reading.appeals import appeal_rows, appeal_steps
from scoring.store.reading.changes import asked_change, asked_moves
from scoring.store.reading.contest import find_entry, load_contest, pool_id, pool_of
from scoring.store.reading.day import entry_row
from scoring.store.reading.story import edits_of, entry_story
from scoring.store.tables import ballot_aside, score
from scoring.store.tables import change as change_table
from web.change_words import change_words
from web.ledger_names import Names, names_now
from web.ledger_page import Line, line
from web.ledger_values import TELLS
from web.ledger_words import fact_words
from web.moves_words import moves_words

Said = dict[str, str]
ON = ("called", "presenting", "questioning", "scoring")


def story(connection: Connection, entry: str) -> dict[str, Any]:
    """{entry, circle, unit, title, kind, pool, session, phase, open, appeals, groups: [{day, stage, lines}], count}.

    A line is that of the ledger's page with `details`, more sentences. Raises NotKnown("no_entry").
    """
    contest = load_contest(connection)
    value = find_entry(contest, entry)
    names, row = names_now(connection), entry_row(connection, entry)
    lines = _Telling(connection, entry, names).lines()
    return {
        "entry": entry,
        "circle": value.circle,
        "unit": value.unit,
        "title": value.title,
        "kind": value.kind,
        "pool": names.pools.get(pool_id(pool_of(contest, value)), ""),
        "session": names.sessions.get(value.session, value.session),
        "phase": {language: sentence(language, f"ledger.phase.{row.phase}") for language in LANGUAGES},
        "open": row.phase not in PAST_MARKING,
        "appeals": len(appeal_rows(connection, entry=entry)),
        "count": len(lines),
        "groups": [
            {"day": day, "stage": stage, "lines": list(found)}
            for (day, stage), found in groupby(lines, key=lambda one: (one["day"], one["stage"]))
        ],
    }


class _Telling:
    """What the lines of one story share."""

    def __init__(self, connection: Connection, entry: str, names: Names) -> None:
        self._connection, self._entry, self._names = connection, entry, names
        self._texts = {
            (appeal.number, content_hash(step.text)): step.text
            for appeal in appeal_rows(connection, entry=entry)
            for step in appeal_steps(connection, appeal.number)
        }
        self._last_score: Said | None = None

    def lines(self) -> list[Line]:
        told, stage = [], "before"
        for row in entry_story(self._connection, self._entry):
            body = json.loads(row.body)
            if body["fact"] == "PhaseChanged":
                stage = _stage(body["after"], stage)
            told.append({**line(row, self._names), "stage": stage, **self._more(body)})
        return told

    def _more(self, body: dict[str, Any]) -> dict[str, Any]:
        tell = {
            "ContestSetUp": self._set_up,
            "ResultPublished": self._published,
            "BallotKeptAside": self._aside,
            "ChangeAsked": self._change,
            "AppealRegistered": self._appeal,
            "AppealStepped": self._appeal,
        }.get(body["fact"])
        return {"details": []} if tell is None else tell(body)

    def _set_up(self, body: dict[str, Any]) -> dict[str, Any]:
        """Only the entry's own edits, and how many others there were."""
        mine = edits_of(body, self._entry)
        others = len(body["edits"]) - len(mine)
        details = [_said("edits_elsewhere", count=others)] if others else []
        return {"words": fact_words({**body, "edits": mine}, self._names), "details": details}

    def _published(self, body: dict[str, Any]) -> dict[str, Any]:
        wanted = select(score.c.body).where(score.c.entry == self._entry, score.c.version == body["version"])
        kept = json.loads(self._connection.execute(wanted).scalar() or "{}")
        details = [_said("counted", valid=kept["valid"], used=kept["used"])] if kept else []
        if self._last_score is not None:
            details.append(self._last_score)
        told = {one: TELLS["score"](one, body["score"], self._names, body, "") for one in LANGUAGES}
        self._last_score = {one: sentence(one, "ledger.before_this", {"score": told[one]}) for one in LANGUAGES}
        return {"details": details}

    def _aside(self, body: dict[str, Any]) -> dict[str, Any]:
        if self._entry in self._names.hidden:
            return {"details": [_said("hidden")]}
        marks = self._connection.execute(
            select(ballot_aside.c.marks).where(ballot_aside.c.id == body["ballot"])
        ).scalar_one()
        return {"details": [_marks_aside(language_marks(json.loads(marks), self._names))]}

    def _change(self, body: dict[str, Any]) -> dict[str, Any]:
        """What it changes and whom it moves; nothing of a ballot whose marks nobody may see now."""
        row = self._connection.execute(select(change_table).where(change_table.c.id == body["change"])).first()
        if row is None:
            return {"details": []}
        moved = moves_words(asked_moves(row), self._entry, self._names)
        if row.kind == "ballot" and body["entry"] in self._names.hidden:
            return {"details": [_said("hidden"), *moved]}
        asked = change_words(self._connection, row.kind, asked_change(row), row.id)
        told = {one: sentence(one, "ledger.change_is", {"words": asked[one]}) for one in LANGUAGES}
        return {"details": [told, *moved]}

    def _appeal(self, body: dict[str, Any]) -> dict[str, Any]:
        text = self._texts.get((body["appeal"], body["text"]))
        return {"details": [_said("text_gone") if text is None else dict.fromkeys(LANGUAGES, text)]}


def _stage(after: str, stage: str) -> str:
    if after in ON:
        return "turn"
    return "after" if after in PAST_MARKING else stage


def _said(key: str, **values: object) -> Said:
    return {language: sentence(language, f"ledger.{key}", values) for language in LANGUAGES}


def language_marks(marks: list[int], names: Names) -> Said:
    """Marks in both languages."""
    return {language: TELLS["marks"](language, marks, names, {}, "") for language in LANGUAGES}


def _marks_aside(told: Said) -> Said:
    return {language: sentence(language, "ledger.late_marks", {"marks": told[language]}) for language in LANGUAGES}
