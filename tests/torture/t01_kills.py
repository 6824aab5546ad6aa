"""T1: the server is killed (-9) at random moments, inside commits too, under 30 tablets with outboxes."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture.hall import Ground, Size
from tests.torture.t01_day import KilledDay
from tests.torture.trial import Case

KILLS = 25  # of one day, which is one case
READY = 5.0  # s
KINDS = ("lost", "altered", "doubled", "ledger", "verify", "export", "strange answer", "not counted", "stuck", "server")


class Kills:
    """1,000 kills: 40 days of 25."""

    code = "T1"
    title = "kill -9 of the server, under 30 tablets"
    goal = "0 lost, 0 doubled, 0 altered; ledger whole; final export as without a kill; ready ≤ 5 s"
    full = 40
    short = 2
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        """Each case is a day of its own; of one that fails everything is left in ``folder``."""
        folder.mkdir(parents=True, exist_ok=True)
        ground = Ground(folder, Size())
        try:
            for number in numbers:
                yield day_under_kills(ground, folder / f"case-{number}", number, KILLS)
        finally:
            ground.remove()

    def held(self, cases: Sequence[Case]) -> bool:
        return not any(case.anomalies for case in cases) and all(took <= READY for took in ready_times(cases))

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        """Ready: of `python wsgi.py` as it is started by hand, from its start to its first good answer."""

        def total(name: str) -> int:
            return int(sum(case.counts.get(name, 0) for case in cases))

        found = [text.partition(":")[0] for case in cases for text in case.anomalies]
        stages = sorted({name for case in cases for name in case.counts if name.startswith("killed: ")})
        shares = ", ".join(f"{name.partition(': ')[2]} {total(name)}" for name in stages)
        ready = sorted(ready_times(cases))
        loads = sorted(value for case in cases for name, value in case.counts.items() if name.startswith("load "))
        busy = f"load average of the machine {share(loads, 0.5)}, at most {share(loads, 1)}"
        took = ", ".join(f"{name} {share(ready, part)}" for name, part in (("p50", 0.5), ("p95", 0.95), ("max", 1.0)))
        return {
            "kills": f"{total('kills')} ({shares})",
            "days finished": str(len(cases)),
            "ballots acknowledged": str(total("acknowledged")),
            "sent more than once": f"{total('sent more than once')}, of them held already: {total('known again')}",
            **{kind: str(found.count(kind)) for kind in KINDS[:4]},
            "other findings": str(sum(kind not in KINDS[:4] for kind in found)),
            "ready after": f"{took} s ({len(ready)} starts{', ' + busy if loads else ''})",
        }


def ready_times(cases: Sequence[Case]) -> list[float]:
    """Seconds of every start from nothing."""
    return [took for case in cases for name, took in case.counts.items() if name.startswith("ready cold ")]


def share(ordered: Sequence[float], part: float) -> str:
    """The value below which that part of the ordered ones lies."""
    return f"{ordered[max(0, math.ceil(part * len(ordered)) - 1)]:.2f}" if ordered else "–"


def day_under_kills(ground: Ground, folder: Path, seed: int, kills: int, plant: str = "") -> Case:
    """One case; its folder goes where nothing was found."""
    began = time.monotonic()
    day = KilledDay(ground, folder, seed, kills, plant)
    day.run()
    ready = {f"ready {kind} {n}": round(took, 3) for kind, times in day.ready.items() for n, took in enumerate(times)}
    ready |= {f"load {n}": round(load, 1) for n, load in enumerate(day.loads)}
    if not day.anomalies or plant:
        shutil.rmtree(folder, ignore_errors=True)
    return Case(seed, {**day.counts, **ready}, tuple(day.anomalies), time.monotonic() - began)


TRIAL = Kills()
