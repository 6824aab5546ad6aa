"""T3: thirty tablets and two screens behind a network that goes wrong by schedule, and what holds after healing."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture.desk import Stuck
from tests.torture.hall import Ground, Size
from tests.torture.t03_day import NetworkDay
from tests.torture.t03_plants import Planted
from tests.torture.t03_schedules import schedule
from tests.torture.trial import Case

PER_CONTEST = 15  # schedules on one server
SIZE = Size(entries=PER_CONTEST)


class Network:
    """500 schedules × 30 tablets."""

    code, title = "T3", "network faults between 30 tablets and the server"
    goal = "0 lost, 0 doubled, every tablet and every screen converged after healing"
    full, short = 500, 30
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        """A contest that something was found in is left in ``folder``, and a new one taken."""
        folder.mkdir(parents=True, exist_ok=True)
        ground = Ground(folder, SIZE)
        days = Days(ground, folder)
        try:
            for number in numbers:
                yield days.case(number)
        finally:
            days.close()
            ground.remove()

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total: Counter[str] = Counter()
        for case in cases:
            total.update({name: int(value) for name, value in case.counts.items()})
        found = Counter(text.partition(":")[0] for case in cases for text in case.anomalies)
        took = sorted(case.counts["converged after, ms"] for case in cases)
        bitten = ", ".join(f"{name.partition(': ')[2]} {n}" for name, n in sorted(total.items()) if ": " in name)
        return {
            "schedules": str(len(cases)),
            "lost": str(found["lost"]),
            "doubled": str(found["doubled"]),
            "other findings": str(sum(found.values()) - found["lost"] - found["doubled"]),
            "ballots": f"{total['ballots']}, sent again {total['again']} times",
            "faults that bit": bitten,
            "converged after healing": f"p50 {_at(took, 0.5)} s, max {_at(took, 1.0)} s",
        }


def _at(ordered: Sequence[float], part: float) -> str:
    return f"{ordered[int((len(ordered) - 1) * part)] / 1000:.1f}" if ordered else "–"


class Days:
    """One contest after the other, as they are used up."""

    def __init__(self, ground: Ground, folder: Path, planted: Planted | None = None) -> None:
        self.ground, self.folder, self.planted = ground, folder, planted
        self.day: NetworkDay | None = None
        self.made = 0

    def case(self, number: int) -> Case:
        began = time.monotonic()
        day = self._today()
        counts, wrong = day.run(schedule(number))
        if wrong:
            self.close(keep=True)
        return Case(number, dict(counts), tuple(wrong), time.monotonic() - began)

    def _today(self) -> NetworkDay:
        if self.day is not None and self.day.used_up:
            self.close()
        if self.day is None:
            self.made += 1
            place, planted = self.folder / f"contest-{self.made}", self.planted
            if planted is None:
                day = NetworkDay(self.ground, place)
            else:
                day = NetworkDay(self.ground, place, planted.server, planted.tablet, planted.board)
            try:
                self.day = day.__enter__()
            except BaseException:
                day.__exit__(None, None, None)
                raise
        return self.day

    def close(self, *, keep: bool = False) -> None:
        if self.day is not None:
            self.day.__exit__(None, None, None)
            if not keep:
                shutil.rmtree(self.day.folder, ignore_errors=True)
        self.day = None


TRIAL = Network()


def schedules_until_found(planted: Planted, folder: Path) -> int | None:
    """How many schedules it takes until a planted bug shows by its finding; None where it does not."""
    folder.mkdir(parents=True, exist_ok=True)
    ground = Ground(folder, SIZE)
    days = Days(ground, folder, planted)
    try:
        for tried, number in enumerate(planted.numbers, start=1):
            if _found(days, number, planted.finding):
                return tried
    finally:
        days.close()
        ground.remove()
    return None


def _found(days: Days, number: int, finding: str) -> bool:
    """A desk that cannot go on, since a ballot that a tablet takes for saved is not there, has found it as well."""
    try:
        anomalies = days.case(number).anomalies
    except Stuck:
        return True
    return any(text.startswith(finding) for text in anomalies)
