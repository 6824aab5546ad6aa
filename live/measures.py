"""PURE: how many and how long, for whoever looks after the machine: counters, durations in fixed buckets, gauges.

Names are chosen in the code and are all that tells one figure from another: no label, so no person, entry or mark
can stand in one.  Each name has one writer at a time; nothing here takes a lock: native threads may report, too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BUCKETS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0)  # ms, each "up to"
SHARES = (50, 95, 99)
KEPT = 300  # samples: ten minutes at one every two seconds


class Durations:
    """How often something took up to each of BUCKETS (the last place: longer), the sum and the longest in ms."""

    def __init__(self) -> None:
        self.counts = [0] * (len(BUCKETS) + 1)
        self.total = self.longest = self.lately = 0.0
        self.new = 0

    def add(self, ms: float) -> None:
        """One more; below zero (a clock that was set) counts as zero."""
        ms = max(ms, 0.0)
        self.counts[bisect_left(BUCKETS, ms)] += 1
        self.total += ms
        self.new += 1
        self.longest, self.lately = max(self.longest, ms), max(self.lately, ms)

    def taken(self) -> tuple[int, float]:
        """How many and the longest since the last time this was asked."""
        new, lately = self.new, self.lately
        self.new, self.lately = 0, 0.0
        return new, lately

    def up_to(self, share: int) -> float | None:
        """The bucket's end (ms) within which ``share`` percent fell, the longest where it is beyond; None: no one."""
        number, so_far = sum(self.counts), 0
        for end, count in zip((*BUCKETS, self.longest), self.counts, strict=True):
            so_far += count
            if number and so_far * 100 >= number * share:
                return min(end, self.longest)
        return None


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: when (ms since 1970), each gauge, and of each duration how many were new and the longest of them."""

    at: int
    gauges: dict[str, float]
    durations: dict[str, tuple[int, float]]


class Measures:
    """What was reported since the start, and the last KEPT looks at it."""

    def __init__(self) -> None:
        self.counters: dict[str, int] = {}
        self.durations: dict[str, Durations] = {}
        self.samples: deque[Sample] = deque(maxlen=KEPT)
        self._gauges: dict[str, Callable[[], float]] = {}

    def count(self, name: str) -> None:
        """One more of these."""
        self.counters[name] = self.counters.get(name, 0) + 1

    def observe(self, name: str, ms: float) -> None:
        """One of these took so long."""
        kept = self.durations.get(name)
        if kept is None:
            kept = self.durations[name] = Durations()
        kept.add(ms)

    def gauge(self, name: str, call: Callable[[], float]) -> None:
        """Ask this for the figure whenever somebody looks."""
        self._gauges[name] = call

    def gauges(self) -> dict[str, float]:
        """Every gauge as it stands now."""
        return {name: float(call()) for name, call in self._gauges.items()}

    def sample(self, at: int) -> None:
        """Look once, for the course of the last minutes."""
        self.samples.append(Sample(at, self.gauges(), {name: kept.taken() for name, kept in self.durations.items()}))


def picture(measures: Measures) -> dict[str, Any]:
    """All of it for a page: durations in ms, the course as one list for each name, oldest first."""
    samples = list(measures.samples)
    return {
        "buckets": list(BUCKETS),
        "counters": dict(sorted(measures.counters.items())),
        "gauges": measures.gauges(),
        "durations": {name: _told(kept) for name, kept in sorted(measures.durations.items())},
        "course": {
            "at": [sample.at for sample in samples],
            "gauges": {name: [one.gauges.get(name, 0.0) for one in samples] for name in measures.gauges()},
            "durations": {
                name: [list(one.durations.get(name, (0, 0.0))) for one in samples]
                for name in sorted(measures.durations)
            },
        },
    }


def _told(kept: Durations) -> dict[str, Any]:
    shares = {f"p{share}": kept.up_to(share) for share in SHARES}
    return {"counts": list(kept.counts), "number": sum(kept.counts), "longest": kept.longest, **shares}


def prometheus(measures: Measures) -> str:
    """Prometheus text, format 0.0.4: seconds, buckets added up, names with ``liangfen_`` before them."""
    lines: list[str] = []
    for name, number in sorted(measures.counters.items()):
        lines += [f"# TYPE liangfen_{name}_total counter", f"liangfen_{name}_total {number}"]
    for name, figure in sorted(measures.gauges().items()):
        lines += [f"# TYPE liangfen_{name} gauge", f"liangfen_{name} {figure:g}"]
    for name, kept in sorted(measures.durations.items()):
        lines += _histogram(f"liangfen_{name}_seconds", kept)
    return "".join(f"{line}\n" for line in lines)


def _histogram(name: str, kept: Durations) -> list[str]:
    lines, so_far = [f"# TYPE {name} histogram"], 0
    for upto, number in zip((*(f"{ms / 1000:g}" for ms in BUCKETS), "+Inf"), list(kept.counts), strict=True):
        so_far += number
        lines.append(f'{name}_bucket{{le="{upto}"}} {so_far}')
    return [*lines, f"{name}_sum {kept.total / 1000:.6f}", f"{name}_count {so_far}"]
