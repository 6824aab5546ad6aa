"""T12: histories of a panel at work, each explained by an order of its requests – or not.

Three of four are made in this process, every fourth against the application's own server.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pytest import MonkeyPatch

from tests.office import template
from tests.torture import history_bugs_ballots, history_bugs_day
from tests.torture.history import History
from tests.torture.history_driver import make_history
from tests.torture.history_hall import InProcess, Served
from tests.torture.history_people import People
from tests.torture.history_search import anomaly
from tests.torture.trial import Case

PER_HALL = 20  # histories made in one contest
SERVED_EVERY = 4
FEWEST_REQUESTS = 20
BUGS = (*history_bugs_ballots.BUGS, *history_bugs_day.BUGS)
PER_BUG = 12  # histories within which a bug has to be found


class Halls:
    """Contests to make histories in, used up entry by entry."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(dir=folder))  # of this run: one that was broken off has left its own
        self.blank = template(self.folder)
        self.open: dict[bool, tuple[InProcess | Served, People, int]] = {}
        self.made = 0

    def next(self, served: bool) -> tuple[People, str]:
        """Everybody at their devices, and an entry that was not called yet."""
        hall, people, used = self.open.get(served) or self._new(served)
        if used == PER_HALL:
            hall.close()
            hall, people, used = self._new(served)
        self.open[served] = hall, people, used + 1
        return people, f"E{used + 1}"

    def _new(self, served: bool) -> tuple[InProcess | Served, People, int]:
        self.made += 1
        place = self.folder / f"hall{self.made}"
        hall = Served(place, PER_HALL) if served else InProcess(self.blank, place, PER_HALL)
        people = People(hall)
        people.prepare()
        return hall, people, 0

    def close(self) -> None:
        for hall, _, _ in self.open.values():
            hall.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def looked_at(history: History) -> tuple[str, ...]:
    """What is wrong with a history: no order, or too little to show anything."""
    found = anomaly(history)
    thin = len(history.ops) < FEWEST_REQUESTS or not history.overlapping
    return (*([found] if found else []), *(["too few requests, or none at the same time"] if thin else []))


class Histories:
    """T12."""

    code, title, goal = "T12", "histories checked by a model", "0 anomalies, every planted bug found"
    full, short = 1000, 50
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        halls = Halls(folder)
        try:
            for number in numbers:
                began = time.monotonic()
                history = make_history(*halls.next(number % SERVED_EVERY == 0), number)
                counts: dict[str, float] = {
                    "requests": len(history.ops),
                    "overlapping": history.overlapping,
                    "lost": sum(op.lost for op in history.ops),
                    "facts": len(history.ledger),
                    "ballots": len(history.final["ballots"]),
                    "served": number % SERVED_EVERY == 0,
                }
                yield Case(number, counts, looked_at(history), time.monotonic() - began)
        finally:
            halls.close()

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total = {name: int(sum(case.counts[name] for case in cases)) for name in cases[0].counts} if cases else {}
        return {
            "histories": f"{len(cases)} ({total.get('served', 0)} against the server)",
            "anomalies": str(sum(len(case.anomalies) for case in cases)),
            "requests": str(total.get("requests", 0)),
            "at the same time": f"{total.get('overlapping', 0)} pairs",
            "answers lost": str(total.get("lost", 0)),
        }


TRIAL = Histories()


def histories_until_found(bug: history_bugs_ballots.Plant, folder: Path) -> int | None:
    """How many histories it takes until a planted bug shows; None where it does not within `PER_BUG`."""
    halls = Halls(folder)
    with MonkeyPatch.context() as patch:
        bug(patch)
        try:
            for number in range(PER_BUG):
                if looked_at(make_history(*halls.next(False), number)):
                    return number + 1
        finally:
            halls.close()
    return None
