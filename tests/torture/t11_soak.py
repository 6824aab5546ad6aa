"""T11: eight halls of nine judges, a thousand spectators, an hour at ten times life's speed.

A case is a minute of one and the same soak, so that a run that was stopped begins a new one for what is left.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from math import sqrt
from pathlib import Path
from statistics import linear_regression, mean

from tests.torture.hall import Size
from tests.torture.t11_day import Plan, Soak
from tests.torture.trial import Case

WARM = 10  # minutes: pages, statements and pools that are made once
SLOPE = 1.0  # MB an hour
MORE_MEMORY = 24.0  # MB that any soak may add, however short
EACH_ENTRY = 90.0  # s at ten times life's speed
T95 = 2.0  # Student's factor for 30 and more looks


def hour(looks: int) -> Plan:
    """The whole crowd for so many minutes."""
    return Plan(Size(8, 9, max(2, round(looks * 60 / EACH_ENTRY))), looks, 1_000)


class Soaks:
    """T11."""

    code, title = "T11", "an hour at ten times life's speed: 8 halls × 9 judges, 1,000 spectators"
    goal = "memory ≤ +1 MB/h, files ±2, nobody lost"
    full, short = 60, 1

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        yield from soaked(folder, hour(len(numbers)), numbers)

    def held(self, cases: Sequence[Case]) -> bool:
        if not cases or any(case.anomalies for case in cases):
            return False
        rise = slope([case for case in cases if case.counts["minute"] > WARM])
        return rise is None or rise[0] <= SLOPE

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        names = ("reconnects", "refused", "ballots", "MB heard")
        rise = slope([case for case in cases if case.counts["minute"] > WARM])
        told = "too few looks" if rise is None else f"{rise[0]:+.1f} ± {rise[1]:.1f} MB/h after {WARM} minutes"
        return {
            "memory": f"{_range(cases, 'resident')} MB, {told}",
            "files that are no sockets": _range(cases, "files"),
            **{name: f"{sum(case.counts[name] for case in cases):,.0f}" for name in names},
            "anomalies": str(sum(len(case.anomalies) for case in cases)),
        }


def _range(cases: Sequence[Case], name: str) -> str:
    values = [case.counts[name] for case in cases]
    return f"{min(values):.0f}–{max(values):.0f}" if values else "–"


def soaked(folder: Path, plan: Plan, numbers: Sequence[int], plant: str = "") -> Iterator[Case]:
    """A case for each look; what is found at the end belongs to the last."""
    soak = Soak(folder, plan, plant)
    try:
        soak.begin()
        first = 0.0
        for minute, number in enumerate(numbers, start=1):
            began, before = time.monotonic(), dict(soak.counts)
            found = soak.stretch()
            first = first or found.resident
            last = minute == len(numbers)
            if last:
                soak.end()
                if found.resident > first + MORE_MEMORY:
                    soak.anomalies.append(f"memory: {first:.0f} MB, then {found.resident:.0f}")
            told, soak.anomalies = tuple(soak.anomalies), []
            counts = {
                name: float(soak.counts[name] - before.get(name, 0)) for name in ("reconnects", "refused", "ballots")
            }
            counts["MB heard"] = (soak.counts["bytes heard"] - before.get("bytes heard", 0)) / 1e6 if last else 0.0
            counts |= {"minute": minute, "resident": found.resident, "files": found.files, "sockets": found.sockets}
            yield Case(number, counts, told, time.monotonic() - began)
    finally:
        soak.close()


def slope(cases: Sequence[Case]) -> tuple[float, float] | None:
    """MB an hour and half the width of its 95 % interval (looks taken as independent); None for too few looks."""
    if len(cases) < 5:
        return None
    at = [case.counts["minute"] / 60 for case in cases]
    held = [case.counts["resident"] for case in cases]
    line = linear_regression(at, held)
    rest = sum((value - line.slope * x - line.intercept) ** 2 for x, value in zip(at, held, strict=True))
    across = sum((x - mean(at)) ** 2 for x in at)
    return line.slope, T95 * sqrt(rest / (len(cases) - 2) / across)


TRIAL = Soaks()
