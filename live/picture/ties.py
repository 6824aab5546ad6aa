"""Entries that the chief judges have to set apart: how they tie, and what each key says of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from live.picture.brief import Part
from live.words import say
from scoring.rules.contest import Contest
from scoring.rules.ranking import rank_value
from scoring.rules.results import Result, format_score
from scoring.rules.tie_steps import TieStep, tie_steps
from scoring.store.reading.contest import find_entry
from scoring.store.reading.standings import PoolStanding, entry_score


def tie_part(connection: Connection, contest: Contest, standing: PoolStanding, tie: Any) -> Part:
    """One undecided tie: `code`, the tied entries best known first, and the keys that were asked of them."""
    results = {result.entry: result for result in standing.results}
    entries = sorted(tie.entries, key=lambda entry: (results[entry].rank or 0, entry))
    return {
        "code": tie.code,
        **say(f"decisions.tie.{tie.code}", count=len(entries)),
        "entries": [tied_entry(contest, results[entry]) for entry in entries],
        "keys": _keys(connection, contest, standing.results, entries),
    }


def tied_entry(contest: Contest, result: Result) -> Part:
    """An entry with its score as it is shown and the rank that it shares."""
    entry = find_entry(contest, result.entry)
    named = {"entry": entry.id, "circle": entry.circle, "unit": entry.unit, "title": entry.title}
    return {**named, "shown": result.shown, "rank": result.rank}


def _keys(connection: Connection, contest: Contest, results: Sequence[Result], tied: Sequence[str]) -> list[Part]:
    """Each key of the card with the value of every tied entry as text, "" where it has none."""
    group = _same_final(contest, results, tied[0])
    scored = [(entry, entry_score(connection, contest, find_entry(contest, entry))) for entry in group]
    return [_key(contest, step, tied) for step in tie_steps(contest.card, scored, tied[0])]


def _same_final(contest: Contest, results: Iterable[Result], entry: str) -> list[str]:
    card = contest.card
    finals = {r.entry: rank_value(card, Fraction(r.exact_final)) for r in results if r.exact_final is not None}
    return [name for name, final in finals.items() if final == finals[entry]]


def _key(contest: Contest, step: TieStep, tied: Sequence[str]) -> Part:
    values = {told.entry: told.value for told in step.values}
    return {
        "key": step.key,
        **say(f"decisions.key.{step.key}"),
        "answered": step.answered,
        "values": {entry: _text(contest, values.get(entry)) for entry in tied},
    }


def _text(contest: Contest, value: Fraction | None) -> str:
    return "" if value is None else format_score(value, contest.card)
