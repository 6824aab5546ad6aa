"""T18: what takes two persons, tried by one: with two logins, on one device, again, too late, on what has moved since.

Every kind of change that the application knows is tried, on random days, as soon as something on that day asks for it.
"""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scoring.actions import changing
from scoring.actions.people import add_staff
from scoring.errors import Refusal
from scoring.facts import Actor
from scoring.rules.change import KINDS, LASTS, Change, kind_of
from scoring.store.reading.changes import asked_moves, change_row
from scoring.store.reading.seen import contest_seen
from tests.actions.random_changes import random_change
from tests.actions.random_contests import go_on, random_day
from tests.actions.two_persons import asked, previewed, signed_in
from tests.office import Day, template
from tests.torture.trial import Case

SECONDS = ("scorer-1", "supervisor-1", "secretariat-2")  # any of these may be the second: without one the others go on
FIRST, FIRST_BROWSER = "secretariat-1", "b1"
Attempt = Callable[[], object]


class Persons:
    """Everybody who has a part, each login in the browser that its name tells."""

    def __init__(self, day: Day) -> None:
        for role in ("secretariat", "supervisor"):
            day.do(add_staff, name=f"又一位{role}", role=role)
        self.day = day
        self.first = signed_in(day, FIRST, FIRST_BROWSER)
        self.first_elsewhere = signed_in(day, FIRST, "b9")
        self.second_at_firsts = signed_in(day, SECONDS[0], FIRST_BROWSER)
        self.judge = signed_in(day, "JB2", "b7")
        self.seconds = [signed_in(day, name, f"b{number}") for number, name in enumerate(SECONDS, 2)]


class TwoPersonsDay:
    """A day on which changes are asked for, and confirmed by everybody who must not."""

    def __init__(self, blank: Path, folder: Path, seed: int) -> None:
        folder.mkdir(parents=True)
        self.day, self.seed = random_day(seed, blank, folder, even=seed % 2 == 0), seed
        self.persons = Persons(self.day)
        self.counts: Counter[str] = Counter()
        self.anomalies: list[str] = []

    def run(self) -> None:
        for number, kind in enumerate(KINDS):
            go_on(self.seed * 1000 + number, self.day)
            change = random_change(self.seed * 1000 + number, self.day, kind)
            try:
                two = previewed(self.day, change).two
            except Refusal:
                continue
            if two:
                self.change(change, self.persons.seconds[(number + self.seed) % len(SECONDS)])

    def change(self, change: Change, second: Actor) -> None:
        """Asked for; tried in every wrong way; then made by two, and tried again."""
        too_old = asked(self.day, self.persons.first, change).id
        self.day.clock += LASTS + 1
        first = asked(self.day, self.persons.first, change).id
        again = self.asked_again(change)
        kind, seen = kind_of(change), self.expected(first)
        self.refused(kind, "too late", lambda: self.confirm(second, too_old, seen))
        for name, attempt in self.alone(first, seen).items():
            self.refused(kind, name, attempt)
        try:
            self.confirm(second, first, seen)
        except Refusal as refusal:
            self.anomalies.append(f"{kind}: two persons are refused: {refusal.code}")
            return
        self.counts[f"made: {kind}"] += 1
        self.counts[f"second: {second.id}"] += 1
        for actor in (second, self.persons.first):
            self.refused(kind, "again", lambda actor=actor: self.confirm(actor, first, seen))  # type: ignore[misc]
        if again:
            self.refused(kind, "moved since", lambda: self.confirm(second, again, seen))

    def asked_again(self, change: Change) -> str:
        """The same change a second time; "" where nothing may wait beside it."""
        try:
            return asked(self.day, self.persons.first, change).id
        except Refusal:
            return ""

    def alone(self, change: str, seen: str) -> dict[str, Attempt]:
        """Who must not be the second, and what must not be confirmed."""
        who, other = self.persons, "0" * 64
        return {
            "same person, same login": lambda: self.confirm(who.first, change, seen),
            "same person, other device": lambda: self.confirm(who.first_elsewhere, change, seen),
            "other person, same device": lambda: self.confirm(who.second_at_firsts, change, seen),
            "a judge who is no chief": lambda: self.confirm(who.judge, change, seen),
            "what nobody has seen": lambda: self.confirm(who.seconds[0], change, other),
        }

    def refused(self, kind: str, how: str, attempt: Attempt) -> None:
        """It has to be, and nothing may have moved by it."""
        before = self.day.read(contest_seen)
        try:
            attempt()
        except Refusal:
            self.counts["attempts refused"] += 1
        else:
            self.anomalies.append(f"{kind}: went through: {how}")
        if self.day.read(contest_seen) != before:
            self.anomalies.append(f"{kind}: moved something: {how}")

    def confirm(self, actor: Actor, change: str, seen: str) -> object:
        return self.day.do(changing.confirm, actor, change=change, expected=seen)

    def expected(self, change: str) -> str:
        return asked_moves(self.day.read(change_row, change)).fingerprint()


class TwoPersons:
    """T18."""

    code, title = "T18", "two persons' acts, tried by one"
    goal = "0 bypasses; any of three may be the second"
    full, short = 60, 8
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        folder.mkdir(parents=True, exist_ok=True)
        blank = template(folder)
        for number in numbers:
            yield tried(blank, folder / f"case-{number}", number)

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total: Counter[str] = Counter()
        for case in cases:
            total.update({name: int(count) for name, count in case.counts.items()})
        kinds = [name for name in total if name.startswith("made: ")]
        return {
            "attempts": str(total["attempts refused"]),
            "bypasses": str(sum(len(case.anomalies) for case in cases)),
            "changes made by two": str(sum(total[name] for name in kinds)),
            "kinds": f"{len(kinds)} of {len(KINDS)}",
            "seconds": ", ".join(f"{name} {total[f'second: {name}']}" for name in SECONDS),
        }


def tried(blank: Path, folder: Path, number: int) -> Case:
    """One day."""
    began = time.monotonic()
    day = TwoPersonsDay(blank, folder, number)
    try:
        day.run()
    finally:
        day.day.writer.close()
    shutil.rmtree(folder, ignore_errors=True)
    counts = {name: float(count) for name, count in day.counts.items()}
    return Case(number, counts, tuple(day.anomalies), time.monotonic() - began)


TRIAL = TwoPersons()
