"""What the delays and the CPU from tablet to board are held against."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from tools.bench.figures import Figure

BURST, STEADY = "burst of 30", "15 a second"
OURS, NAIVE, FLOOR = "ours", "naive server", "floor in C"
SHARES = (50, 95, 99)


@dataclass
class Found:
    """Of one server at one pace, by round: delays in ms, CPU in ms per ballot, bytes of a frame."""

    acks: list[list[float]] = field(default_factory=list)
    boards: list[list[float]] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)

    def ack(self, share: int) -> list[float]:
        """The percentile of each round."""
        return [percentile(delays, share) for delays in self.acks]

    def board(self, share: int) -> list[float]:
        return [percentile(delays, share) for delays in self.boards]


def percentile(values: Sequence[float], share: int) -> float:
    """By nearest rank."""
    return sorted(values)[min(len(values) - 1, len(values) * share // 100)]


Value = Callable[[Found], list[float]]  # one of each round
VALUES: dict[str, tuple[str, Value]] = {
    **{f"tablet to receipt, p{n}": ("ms", lambda its, n=n: its.ack(n)) for n in SHARES},  # type: ignore[misc]
    **{f"tablet to board, p{n}": ("ms", lambda its, n=n: its.board(n)) for n in SHARES},  # type: ignore[misc]
    "server's CPU per ballot": ("ms", lambda its: its.cpu),
}
AT_LEAST = {  # times better than the rival: the goal and the stretch goal
    (BURST, "tablet to board, p50", NAIVE): (12.0, 35.0),
    (BURST, "server's CPU per ballot", NAIVE): (12.0, 28.0),
}
AT_MOST = {  # times the floor
    (BURST, "tablet to board, p50", FLOOR): (4.0, 2.2),
    (STEADY, "tablet to board, p50", FLOOR): (3.0, 1.8),
}


def figures_of(found: dict[tuple[str, str], Found]) -> list[Figure]:
    """Every value beside both rivals, with the goals where there are any."""
    made = []
    for pace in (BURST, STEADY):
        for what in VALUES:
            for rival in (NAIVE, FLOOR):
                made += _beside(pace, what, rival, found[pace, OURS], found[pace, rival])
    return made


def _beside(pace: str, what: str, rival: str, ours: Found, its: Found) -> list[Figure]:
    unit, value = VALUES[what]
    mine, theirs = value(ours), value(its)
    more, less = AT_LEAST.get((pace, what, rival)), AT_MOST.get((pace, what, rival))
    better = rival == NAIVE
    ratio = median(theirs) / median(mine) if better else median(mine) / median(theirs)
    spread = " | ".join(f"{min(each):.1f} … {max(each):.1f}" for each in (mine, theirs))
    sign, holds = ("≥", ratio.__ge__) if better else ("≤", ratio.__le__)
    wanted: tuple[float | None, ...] = more or less or (None,)
    return [
        Figure(
            part="end_to_end", name=f"{pace}: {what}", ours=median(mine), rival=median(theirs), rival_name=rival,
            unit=unit, goal="" if goal is None else f"{sign} {goal:g} ×", ratio=ratio,
            met=None if goal is None else bool(holds(goal)), stretch=place == 1, spread=spread,
        )
        for place, goal in enumerate(wanted)
    ]  # fmt: skip
