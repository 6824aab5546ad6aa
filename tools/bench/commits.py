"""Ballots made durable, thirty to a commit and one by one: the writer, raw sqlite3, a file that is appended to.

`python -m tools.bench.commits`, fewer rounds with SHORT=1.  The writer does all that it does on the day: every
check, a SAVEPOINT for each ballot, the ledger's chain.  Raw sqlite3 is given the very rows that came out, in a
copy of the same database (tables, triggers, foreign keys, WAL, synchronous=FULL), and writes them in one
transaction; another one has their hashes to work out in it as well; the file is given their text and one
fdatasync.  All take turns, in an order that turns too.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tools.bench.commit_rivals import Appended, HashedDatabase, RawDatabase
from tools.bench.commit_writer import Batch, Marking, hall_day, panel_of
from tools.bench.figures import FOLDER, Figure, missed, save

TOGETHER, ALONE = 30, 1
OURS, RAW, HASHED, APPEND = "ours", "raw sqlite3", "raw sqlite3, hashing", "append + fdatasync"
LEAST = 0.6  # of raw sqlite3's rate, where thirty go together
WARM = 3  # rounds that are not counted

Times = Mapping[tuple[int, str], Sequence[float]]  # s of each round, by ballots to a commit and who


def measure(rounds: int) -> Times:
    """Everybody's rounds, in turns."""
    times: dict[tuple[int, str], list[float]] = {}
    with tempfile.TemporaryDirectory(dir=FOLDER) as name:
        folder = Path(name)
        paths = [folder / f"{who}.db" for who in ("ours", "raw", "hashed")]
        hall_day(paths, rounds + WARM)
        marking = Marking(paths[0])
        rivals: dict[str, RawDatabase | Appended] = {
            RAW: RawDatabase(paths[1]), HASHED: HashedDatabase(paths[2]), APPEND: Appended(folder / "appended"),
        }  # fmt: skip
        for at in range(rounds + WARM):
            for batch in (marking.batch(at, panel_of(), alone=False), marking.batch(at, ["AJ1"], alone=True)):
                took = _one_round(at, batch, marking, rivals)
                for who, seconds in took.items() if at >= WARM else ():
                    times.setdefault((len(batch), who), []).append(seconds)
        marking.check((rounds + WARM) * (TOGETHER + ALONE))
        for each in (marking, *rivals.values()):
            each.close()
    return times


def _one_round(at: int, batch: Batch, marking: Marking, rivals: dict[str, RawDatabase | Appended]) -> dict[str, float]:
    """One batch by each; the rows come from ours, so the others follow it in an order that turns."""
    took = {OURS: marking.commit(batch)}
    rows = marking.rows(batch)
    for who in rivals if at % 2 else reversed(rivals):
        took[who] = rivals[who].commit(rows)
    return took


def figures_of(times: Times) -> list[Figure]:
    """Ours beside each of the others, by ballots to a commit; the figures are ballots a second."""
    return [_figure(size, rival, times) for size in (TOGETHER, ALONE) for rival in (RAW, HASHED, APPEND)]


def _figure(size: int, rival: str, times: Times) -> Figure:
    ours, its = ([size / took for took in times[size, who]] for who in (OURS, rival))
    ratio, counts = median(ours) / median(its), (size, rival) == (TOGETHER, RAW)
    return Figure(
        part="commits", name=f"{size} to a commit", ours=median(ours), rival=median(its), rival_name=rival,
        unit="ballots/s", goal=f"≥ {LEAST:g} ×" if counts else "", ratio=ratio,
        met=ratio >= LEAST if counts else None, stretch=False, spread=f"{_spread(ours)} | {_spread(its)}",
    )  # fmt: skip


def _spread(rates: Sequence[float]) -> str:
    return f"{min(rates):,.0f} … {max(rates):,.0f}"


def print_table(times: Times) -> None:
    """Rates and times of each."""
    print(f"{'':14}{'':20}{'ballots/s':>11}   {'(least … most)':22}{'ms/commit':>10}{'µs/ballot':>11}")
    for (size, who), took in sorted(times.items(), reverse=True):
        rates = [size / one for one in took]
        ms = median(took) * 1000
        print(
            f"{size:2} to a commit {who:20}{median(rates):11,.0f}   {_spread(rates):22}{ms:10.2f}"
            f"{ms / size * 1000:11.0f}"
        )


def main() -> int:
    """Exit status 1 where the goal is missed."""
    rounds = 15 if os.environ.get("SHORT", "") not in ("", "0") else 60
    FOLDER.mkdir(exist_ok=True)
    print(f"medians of {rounds} rounds in turns, each durable\n")
    times = measure(rounds)
    figures = figures_of(times)
    print_table(times)
    for figure in figures:
        goal = f"   (goal {figure.goal})" if figure.goal else ""
        print(f"  {figure.name}: ours is {figure.ratio:.2f} × {figure.rival_name}{goal}")
    save(figures, FOLDER, "commits")
    print("\nThe goal is missed." if missed(figures) else "\nThe goal is met.")
    return int(missed(figures))


if __name__ == "__main__":
    sys.exit(main())
