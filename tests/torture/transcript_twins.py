"""Two contests that differ only in what is hidden: a card, an order of acts, and two sets of secrets."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from scoring.rules.contest import Contest
from tests.office import small_contest
from tests.web.hall_a import certified_contest

Differ = Literal["marks", "documents", "words", "splits"]
ENTRIES = ("A1", "A2", "A3")
WHOLE_EVERY = 5  # of so many cases one has both halls and asks for every address
JUDGES = ("JA1", "JA2", "JA3", "JA4", "JX")
ALIKE = ("JA1", "JA3")  # whose own marks are the same in both: the chief and a judge who is not concerned
RECUSED = ("A3", "JA4")
KINDS: tuple[Differ, ...] = ("marks", "documents", "splits", "marks", "words")
CARDS = ("at_once", "after_next", "ceremony")
Range = tuple[int, int]
USUAL: Range = (30, 96)  # points
FROM_BELOW: tuple[Range, Range] = ((70, 76), (88, 96))  # of the two secret ones where the ceremony needs an order
VERSIONS = (1, 2, 3)


@dataclass(frozen=True)
class Case:
    """What both twins have in common."""

    number: int
    differ: Differ
    secret: tuple[str, str]  # the entries whose hidden side differs, in the order of their reveal
    tied: bool  # the two secret entries come out alike, and the chief judges decide
    card: dict[str, Any]

    @property
    def whole(self) -> bool:
        return self.number % WHOLE_EVERY == 0

    @property
    def ceremony(self) -> bool:
        return bool(self.card["reveal_when"] == "ceremony")


@dataclass
class Secrets:
    """One twin's hidden side: marks by entry, judge and version, document scores, comments."""

    marks: dict[tuple[str, str, int], tuple[int, int]] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    comments: dict[tuple[str, str], str] = field(default_factory=dict)


def case_of(number: int) -> Case:
    """Seeded by the number alone."""
    dice = random.Random(f"case {number}")
    reveal_when = CARDS[number % 3]
    differ = KINDS[number % len(KINDS)]
    tied = number % 4 == 1 and differ == "marks" and reveal_when != "ceremony"
    first, second = dice.sample(("A1", "A2") if tied else ENTRIES, 2)
    card = {
        "reveal_when": reveal_when,
        "show_judges": dice.choice(("seat", "hidden", "name")),
        "show_count": dice.choice(("no", "lamps", "count")),
        "drop_mode": dice.choice(("total", "criterion")),
        "rank_by": dice.choice(("exact", "published")),
        "still_tied": "chief",
    }
    return Case(number, differ, (first, second), tied, card)


def contest_of(case: Case, secrets: Secrets) -> Contest:
    """The small contest with this card and these document scores."""
    made = certified_contest(card=small_contest(**case.card).card)
    entries = [
        replace(entry, document=secrets.documents[entry.id], unit=f"单位{entry.id}")
        if entry.id in secrets.documents
        else entry
        for entry in made.entries
        if entry.id in ENTRIES or case.whole
    ]
    made = replace(made, entries=tuple(entry for entry in entries if entry.id != "A4"))
    return made if case.whole else _one_hall(made)


def _one_hall(contest: Contest) -> Contest:
    """Hall A alone."""
    judges = [replace(judge, sessions=("A",)) for judge in contest.judges if "A" in judge.sessions]
    quotas = [quota for quota in contest.quotas if quota.session == "A"]
    sessions = [session for session in contest.sessions if session.id == "A"]
    return replace(contest, judges=tuple(judges), quotas=tuple(quotas), sessions=tuple(sessions))


def secrets_of(case: Case, twin: int) -> Secrets:
    """What both have in common from the case's number, what differs from the twin's too."""
    alike, apart = random.Random(f"both {case.number}"), random.Random(f"twin {twin} of {case.number}")
    found = Secrets()
    for entry in ENTRIES:
        hidden = entry in case.secret
        points, document = _ranges(case, entry)
        dice = apart if hidden and case.differ == "documents" else alike
        found.documents[entry] = f"{dice.randrange(*document)}.{dice.randrange(10, 99)}"
        for judge in JUDGES:
            concerned = hidden and judge not in ALIKE
            found.comments[entry, judge] = _comment(apart if concerned and case.differ == "words" else alike)
            for version in VERSIONS:
                common = _marks(alike, points)
                found.marks[entry, judge, version] = _mark_of(case, common, apart, points) if concerned else common
    if case.tied:
        _tie(case, found)
    return found


def _ranges(case: Case, entry: str) -> tuple[Range, Range]:
    """Of an entry's totals and of its document score, in points."""
    if not case.ceremony:
        return USUAL, (60, 98)
    return (FROM_BELOW[case.secret.index(entry)], (80, 95)) if entry in case.secret else ((30, 60), (60, 79))


def _marks(dice: random.Random, points: Range) -> tuple[int, int]:
    return _split(dice.randrange(points[0] * 2, points[1] * 2) * 50, dice)


def _split(total: int, dice: random.Random) -> tuple[int, int]:
    """In hundredths: at most 60 and 40 points."""
    least, most = max(0, total - 6000), min(4000, total)
    second = dice.randrange(least // 50, most // 50 + 1) * 50
    return total - second, second


def _mark_of(case: Case, common: tuple[int, int], apart: random.Random, points: Range) -> tuple[int, int]:
    made: Mapping[str, Callable[[], tuple[int, int]]] = {
        "marks": lambda: _marks(apart, points),
        "splits": lambda: _split(sum(common), apart),
    }
    return made[case.differ]() if case.differ in made else common


def _tie(case: Case, secrets: Secrets) -> None:
    first, second = case.secret
    secrets.documents[second] = secrets.documents[first]
    for (entry, judge, version), marks in list(secrets.marks.items()):
        if entry == first:
            secrets.marks[second, judge, version] = marks


def _comment(dice: random.Random) -> str:
    return "意见" + "".join(chr(dice.randrange(0x4E00, 0x9FA0)) for _ in range(dice.randrange(0, 12)))
