"""Whether every row says who, when, from where and in which order as the ledger does (`scoring.rules.rows_told`)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Select, select

from scoring.rules.ledger import content_hash
from scoring.rules.rows_told import RowsTold, rows_told
from scoring.store.reading.day import Found
from scoring.store.reading.ledger_checks import Wrong
from scoring.store.tables import (
    appeal,
    appeal_step,
    aside_answer,
    ballot,
    ballot_aside,
    certificate,
    certificate_print,
    chief_decision,
    final,
    ledger,
    public_correction,
    ruling,
    scan,
    score,
    set_up_version,
    typed_ballot,
)


def _seen_text(text: str) -> str:
    """What a side of a correction says as its fact says it: "86.35 #3 一等奖 candidate"."""
    seen = json.loads(text) or {}
    rank = None if seen.get("rank") is None else f"#{seen['rank']}"
    parts = (seen.get("shown"), rank, seen.get("award"), seen.get("selection"))
    return " ".join(str(part) for part in parts if part)


def _score_rest(row: Found) -> str:
    body = json.loads(row.body)
    return content_hash([body["state"], body["valid"], body["used"]])


def _typed_rest(row: Found) -> str:
    return content_hash([row.id, row.round, row.base, row.rubric, json.loads(row.marks), row.comment])


# what a fact's `rest` is the hash of
RESTS: dict[str, Callable[[Found], str]] = {
    "appeal": lambda row: content_hash([row.asker, row.text]),
    "certificate": lambda row: content_hash([row.series, row.person, json.loads(row.snapshot)]),
    "public_correction": lambda row: content_hash([row.pool, json.loads(row.before), json.loads(row.after)]),
    "scan": lambda row: content_hash([row.name, row.media, row.size]),
    "score": _score_rest,
    "typed_ballot": _typed_rest,
}
LISTS = ("judges", "entries")  # columns that hold a JSON list
ASKED = (appeal_step.c.appeal == appeal.c.number) & (appeal_step.c.kind == "asked")
KEYED: dict[str, tuple[Select[Any], tuple[str, ...]]] = {
    "appeal": (select(appeal, appeal_step.c.text).outerjoin(appeal_step, ASKED), ("number",)),
    "ballot": (select(ballot), ("id",)),
    "ballot_aside": (select(ballot_aside), ("id",)),
    "certificate": (select(certificate), ("number",)),
    "chief_decision": (select(chief_decision), ("id",)),
    "final": (select(final), ("pool", "version")),
    "scan": (select(scan), ("id",)),
    "score": (select(score), ("entry", "version")),
    "set_up_version": (select(set_up_version), ("version",)),
    "typed_ballot": (select(typed_ballot), ("id",)),
}
NUMBERED = {  # rows that nobody deletes: their ids count from 1
    "appeal_step": appeal_step,
    "aside_answer": aside_answer,
    "certificate_print": certificate_print,
    "public_correction": public_correction,
    "ruling": ruling,
}


def wrong_rows(connection: Connection) -> Iterator[Wrong]:
    """Rows that are missing, too many, or that say otherwise than their facts."""
    told = rows_told(
        json.loads(body) for body in connection.execute(select(ledger.c.body).order_by(ledger.c.seq)).scalars()
    )
    for name, (query, key) in KEYED.items():
        found = {_key(row, key): row for row in connection.execute(query)}
        yield from _wrong(name, told, found)
    for name, table in NUMBERED.items():
        rows = connection.execute(select(table).order_by(table.c.id)).all()
        counted = connection.dialect.name == "sqlite"  # elsewhere what was taken back leaves a gap
        yield from _wrong(name, told, {row.id if counted else place: row for place, row in enumerate(rows, 1)})


def _key(row: Found, names: tuple[str, ...]) -> Any:
    values = tuple(getattr(row, name) for name in names)
    return values[0] if len(values) == 1 else values


def _wrong(name: str, told: RowsTold, found: Mapping[Any, Found]) -> Iterator[Wrong]:
    due = told.tables.get(name, {})
    for key in sorted({*due, *found}, key=str):
        what = " ".join([name, *(str(part) for part in (key if isinstance(key, tuple) else (key,)))])
        if key not in due:
            yield Wrong("row_added", {"what": what})
        elif key not in found:
            yield Wrong("row_gone", {"what": what})
        else:
            others = [column for column, value in due[key].items() if not _says(name, found[key], column, value)]
            if others:
                yield Wrong("row", {"what": what, "columns": ", ".join(others)})


def _says(name: str, row: Found, column: str, value: Any) -> bool:
    """Whether a row says what was told of one of its columns; what older facts did not tell is not asked."""
    if column == "rest":
        return not value or RESTS[name](row) == value
    if column in ("before_text", "after_text"):
        return _seen_text(getattr(row, column.removesuffix("_text"))) == str(value)
    found = getattr(row, column)
    said = json.loads(found) if column in LISTS else found
    return bool(said == value)
