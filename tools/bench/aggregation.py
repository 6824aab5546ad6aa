"""From everybody's marks to everybody's rank: ours beside scipy, numpy's sort and plain Python.

`python -m tools.bench.aggregation`, fewer rounds with SHORT=1.  All take turns on the same marks (judges, criteria,
entries): whole hundredths for ours, sort and Python, points in binary fractions for scipy, as one has them there.
What is asked for is each entry's sum without the highest and the lowest total, and its rank (1, 2, 2, 4).  None of
them waits for anything, so CPU time is what counts.
Ours are the functions that score and rank a pool (scoring/rules/trimming.py).  Python's results are exact, ours must
be the same; of scipy's is told how many ranks are.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from statistics import median
from time import thread_time
from typing import Any

import numpy as np

from scoring.rules.trimming import Integers, competition_ranks, kind_for, trimmed_sums, weighted_totals
from tools.bench.figures import FOLDER, Figure, missed, save

MAXIMA = (1300, 3000, 2000, 2000, 500, 1200)  # hundredths; tenths of a point may be given
STEP = 10
OURS, SCIPY, SORT, PYTHON = "ours", "scipy trim_mean + rankdata", "numpy sort", "plain Python"
Ranks = Any  # by entry


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are, how many runs make one measurement, and how many times faster than scipy ours must be."""

    entries: int
    judges: int
    runs: int
    least: float = 0.0


SIZES = (Size(30, 7, 200, 20.0), Size(1_000, 11, 20), Size(100_000, 15, 1, 10.0))


@dataclass
class Found:
    """CPU s for one run, measurement by measurement, and how many of the ranks are not the exact ones."""

    times: list[float] = field(default_factory=list)
    wrong: int = 0


def marks_of(size: Size) -> Integers:
    """The same random marks in every run."""
    random = np.random.default_rng(size.entries)
    drawn = [random.integers(0, most // STEP + 1, (size.judges, size.entries)) * STEP for most in MAXIMA]
    return np.stack(drawn, axis=1).astype(kind_for(max(MAXIMA)))


def ours(marks: Integers) -> Ranks:
    """As a pool is worked out."""
    reach = sum(MAXIMA)
    totals = weighted_totals(marks, [1] * len(MAXIMA), kind_for(reach))
    return competition_ranks(trimmed_sums(totals, 1, 1, kind_for(reach * len(marks))))


def by_sort(marks: Integers) -> Ranks:
    """Every entry's totals sorted, then all entries."""
    sums = np.sort(marks.sum(axis=1, dtype=np.int32), axis=0)[1:-1].sum(axis=0)
    rising = np.sort(sums)
    return len(sums) - np.searchsorted(rising, sums, side="right") + 1


def by_python(marks: Sequence[Sequence[Sequence[int]]]) -> Ranks:
    """Lists and loops."""
    totals = [[sum(given) for given in zip(*panel, strict=True)] for panel in marks]
    sums = [sum(given) - max(given) - min(given) for given in zip(*totals, strict=True)]
    rising = sorted(sums)
    return [len(sums) - bisect_right(rising, value) + 1 for value in sums]


def scipy_ranks() -> Callable[[Any], Ranks]:
    """The way that one finds in its manual; it is there only where the measurements were set up."""
    stats = import_module("scipy.stats")

    def ranks(points: Any) -> Ranks:
        means = stats.trim_mean(points.sum(axis=1), 1.5 / len(points), axis=0)
        return stats.rankdata(-means, method="min")

    return ranks


def measure(size: Size, rounds: int) -> dict[str, Found]:
    """Each way's runs, in turns."""
    marks = marks_of(size)
    ways: dict[str, tuple[Callable[[Any], Ranks], Any]] = {
        OURS: (ours, marks), SCIPY: (scipy_ranks(), marks / 100), SORT: (by_sort, marks),
        PYTHON: (by_python, marks.tolist()),
    }  # fmt: skip
    exact = np.array(by_python(marks.tolist()))
    found = {name: Found(wrong=int((np.asarray(way(given)) != exact).sum())) for name, (way, given) in ways.items()}
    for _ in range(rounds):
        for name, (way, given) in ways.items():
            runs = max(1, size.runs // 20) if name == PYTHON else size.runs
            began = thread_time()
            for _ in range(runs):
                way(given)
            found[name].times.append((thread_time() - began) / runs)
    return found


def figures_of(size: Size, found: Mapping[str, Found]) -> list[Figure]:
    """Ours beside each of the others, in µs."""
    return [_figure(size, found[OURS], name, its) for name, its in found.items() if name != OURS]


def _figure(size: Size, mine: Found, name: str, its: Found) -> Figure:
    least = size.least if name == SCIPY else 0.0
    ratio = median(its.times) / median(mine.times)
    return Figure(
        part="aggregation", name=f"{size.entries:,} × {size.judges} × {len(MAXIMA)}", ours=median(mine.times) * 1e6,
        rival=median(its.times) * 1e6, rival_name=name, unit="CPU µs", goal=f"≥ {least:g} × and exact" if least else "",
        ratio=ratio, met=ratio >= least and not mine.wrong if least else None, stretch=False,
        spread=f"{_spread(mine)} | {_spread(its)}",
    )  # fmt: skip


def _spread(found: Found) -> str:
    return f"{min(found.times) * 1e6:,.0f} … {max(found.times) * 1e6:,.0f}"


def print_table(size: Size, found: Mapping[str, Found], figures: Sequence[Figure]) -> None:
    """One size."""
    print(f"\n{size.entries:,} entries × {size.judges} judges × {len(MAXIMA)} criteria")
    print(f"  {'':28}{'CPU µs':>12}   {'(least … most)':28}{'ours is':>10}   {'wrong ranks':>12}   goal")
    by_rival = {figure.rival_name: figure for figure in figures}
    for name, its in found.items():
        ratio = f"{by_rival[name].ratio:.1f} ×" if name in by_rival else ""
        goal = by_rival[name].goal if name in by_rival else ""
        wrong = f"{its.wrong / size.entries:.1%}"
        print(f"  {name:28}{median(its.times) * 1e6:12,.1f}   {_spread(its):28}{ratio:>10}   {wrong:>12}   {goal}")


def main() -> int:
    """Exit status 1 where a goal is missed or a rank of ours is wrong."""
    rounds = 5 if os.environ.get("SHORT", "") not in ("", "0") else 15
    print(f"medians of {rounds} rounds in turns; wrong: of all ranks, how many are not those of exact numbers")
    figures: list[Figure] = []
    exact = True
    for size in SIZES:
        found = measure(size, rounds)
        exact = exact and not found[OURS].wrong
        figures += figures_of(size, found)
        print_table(size, found, figures[-len(found) + 1 :])
    save(figures, FOLDER, "aggregation")
    short = missed(figures) or not exact
    print("\nThe goals are missed." if short else "\nThe goals are met.")
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
