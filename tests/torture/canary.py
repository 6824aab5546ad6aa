"""Canaries: what one day hides, in every form that the product has for it, and where it sings too early."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from scoring.rules.results import format_score
from scoring.rules.stage import LAST_STEP
from scoring.store.reading.contest import find_entry, load_contest
from scoring.store.reading.standings import entry_score, rubric_of
from scoring.store.tables import ballot, ballot_aside, draft
from tests.torture.transcript import Line
from tests.torture.transcript_twins import ENTRIES

NEVER = LAST_STEP + 1
SHORTEST = 4  # characters: below, a number is anywhere
PLACES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Canary:
    """One text that nobody may see before a step of an entry's reveal; `judge` is who wrote it, "" for a panel's."""

    text: str
    entry: str
    step: int
    judge: str = ""

    def sings(self, told: str) -> bool:
        """Whether it stands in a text, not as a piece of a longer number or word."""
        return self.text in told and re.search(rf"(?<![\w.]){re.escape(self.text)}(?![\w]|\.\d)", told) is not None


def canaries_of(connection: Connection) -> list[Canary]:
    """Everything that a contest hides now: all versions, drafts, kept-aside ballots, scores, comments."""
    contest = load_contest(connection)
    found: set[Canary] = set()
    for name in ENTRIES:
        value = find_entry(contest, name)
        scored = entry_score(connection, contest, value)
        for seat in scored.seats:
            found |= {Canary(text, name, 1, seat.judge) for text in forms(seat.total)}
        steps = ((scored.trimmed, 3), (scored.presentation, 3), (scored.document, 3), (scored.final, LAST_STEP))
        for number, step in steps:
            found |= {Canary(text, name, step) for text in forms(number, contest.card)}
        numbers = [format_score(number, contest.card) for number in scored.criteria or ()]
        found |= {Canary(text, name, 2) for text in numbers}
        assert rubric_of(connection, name)
    found |= set(_written(connection))
    return _distinct(found)


def _written(connection: Connection) -> Iterator[Canary]:
    """Marks and comments as the judges wrote them."""
    for table in (ballot, ballot_aside, draft):
        for row in connection.execute(select(table)):
            marks = [mark for mark in json.loads(row.marks) if mark is not None]
            yield Canary(json.dumps(marks), row.entry, NEVER, row.judge)
            yield Canary(json.dumps(marks, separators=(",", ":")), row.entry, NEVER, row.judge)
            if len(row.comment) >= SHORTEST:
                yield Canary(row.comment, row.entry, NEVER, row.judge)
                yield Canary(json.dumps(row.comment)[1:-1], row.entry, NEVER, row.judge)
            for mark in marks:
                for text in forms(Fraction(mark, 100)):
                    yield Canary(text, row.entry, NEVER, row.judge)


def forms(number: Fraction | None, card: Any = None) -> set[str]:
    """Hundredths, decimals of one to three places, the exact fraction."""
    if number is None:
        return set()
    made = {str(number)} | ({format_score(number, card)} if card is not None else set())
    if (number * 100).denominator == 1:
        made |= {str(number * 100), f"{float(number):.2f}", f"{float(number):.1f}"}
    made |= {f"{float(number):.{places}f}" for places in PLACES if (number * 10**places).denominator == 1}
    return {text for text in made if len(text) >= SHORTEST}


def _distinct(found: Iterable[Canary]) -> list[Canary]:
    """The earliest step and no second owner: what is said of two things tells of neither."""
    by_text: dict[str, list[Canary]] = {}
    for canary in found:
        by_text.setdefault(canary.text, []).append(canary)
    alone = [group for group in by_text.values() if len({canary.entry for canary in group}) == 1]
    return sorted((_first(group) for group in alone), key=lambda canary: (canary.entry, canary.step, canary.text))


def _first(group: list[Canary]) -> Canary:
    """As open as the most open of its meanings, and everybody's who wrote it."""
    owners = {canary.judge for canary in group}
    step = min(canary.step for canary in group)
    return Canary(group[0].text, group[0].entry, step, owners.pop() if len(owners) == 1 else "several")


def sung(canaries: Iterable[Canary], where: str, text: str) -> list[str]:
    """The canaries in a text."""
    return [f"{where}: {canary.text} of {canary.entry}" for canary in canaries if canary.sings(text)]


def sung_early(
    canaries: list[Canary], name: str, lines: Iterable[Line], opened: dict[tuple[str, int], int]
) -> list[str]:
    """The canaries in a public transcript before their step's reveal."""
    found = []
    for line in lines:
        hidden = [one for one in canaries if line.moment < opened.get((one.entry, one.step), 1_000_000)]
        found += sung(hidden, f"{name}, moment {line.moment}, {line.about}", line.told)
    return found


class Log(logging.Handler):
    """All that is logged, as it would stand in the server's output."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.told.append(self.format(record))


def file_names(folder: Path) -> list[str]:
    """Every path under a DATA_DIR; fractions stand in them with _ for /."""
    return [str(path.relative_to(folder)).replace("_", "/") for path in sorted(folder.rglob("*"))]
