"""The ledger for a page: what was typed made into a query, and each fact as one line with its words."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from live.words import catalogue
from scoring.store.reading.story import COUNTED, PAGE, LedgerQuery, ledger_page
from web.beijing import beijing
from web.ledger_names import Names, names_now, who_words
from web.ledger_words import fact_words, kind_words

Line = dict[str, Any]
KIND = "ledger.kind."
MEANT = 200  # ids that the words may mean
UNRECORDED = "DraftSaved"


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed into the search, empty where nothing; `before` is a ledger number, 0 for none."""

    entry: str = ""
    person: str = ""
    device: str = ""
    fact: str = ""
    words: str = ""
    before: int = 0
    size: int = PAGE


def fact_names() -> list[str]:
    """The names of all facts that are recorded."""
    return [key.removeprefix(KIND) for key in catalogue("zh") if key.startswith(KIND) and key != KIND + UNRECORDED]


def ledger_lines(connection: Connection, asked: Asked) -> dict[str, Any]:
    """{rows, count, many (there are more than were counted), older}; rows newest first."""
    names = names_now(connection)
    page = ledger_page(connection, query_of(asked, names))
    return {
        "rows": [line(row, names) for row in page.rows],
        "count": page.count,
        "many": page.count >= COUNTED,
        "older": page.older,
    }


def query_of(asked: Asked, names: Names) -> LedgerQuery:
    """The query; names that were typed become the ids they stand for."""
    people = {**names.judges, **{id_: name for id_, (name, _role) in names.staff.items()}}
    words = _clean(asked.words)
    return LedgerQuery(
        entry=_meant(unicodedata.normalize("NFKC", asked.entry.strip()).upper(), _clean(asked.entry), names.entries),
        person=_meant(_clean(asked.person), _clean(asked.person), people),
        device=_whole(_clean(asked.device), names.devices),
        fact=asked.fact.strip() or None,
        words=words or None,
        entries=tuple(_with(words, names.entries)),
        judges=tuple(_with(words, names.judges)),
        facts=tuple(_kinds_with(words)),
        before_seq=asked.before or None,
        size=asked.size,
    )


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text.strip())


def _meant(id_: str, name: str, known: Mapping[str, str]) -> str | None:
    """The id that was typed, or the one whose name was; what nobody is called is kept and finds nothing."""
    if not name:
        return None
    if id_ in known:
        return id_
    exact = [one for one, called in known.items() if called == name]
    return next(iter([*exact, *_with(name, known)]), id_)


def _whole(typed: str, known: Iterable[str]) -> str | None:
    """The whole id of a device by its beginning."""
    return next((one for one in known if one.startswith(typed)), typed) if typed else None


def _with(words: str, known: Mapping[str, str]) -> list[str]:
    return [one for one, called in known.items() if words and words in called][:MEANT]


def _kinds_with(words: str) -> list[str]:
    said = {name: kind_words(name) for name in fact_names()} if words else {}
    return [name for name, both in said.items() if words in both["zh"] or words.lower() in both["en"].lower()]


def line(row: Any, names: Names) -> Line:
    """One fact for a page."""
    body = json.loads(row.body)
    hall = body.get("session") or names.halls.get(row.entry or "", "")
    return {
        "seq": row.seq,
        "at": row.at,
        "day": beijing(row.at, "%Y-%m-%d"),
        "time": beijing(row.at, "%H:%M:%S"),
        "fact": row.fact,
        "kind": kind_words(row.fact),
        "words": fact_words(body, names),
        "entry": row.entry,
        "session": names.sessions.get(hall, hall),
        "who": who_words(names, row.actor),
        "hash": row.hash[:12],
        "signed": row.signed,
    }
