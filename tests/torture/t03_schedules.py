"""What goes wrong with the network, by a schedule's number."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from tests.torture.proxy_lines import DOWN, UP, Fault

SHORTEST, LONGEST = 0.7, 1.5  # s of one schedule
MOST_FAULTS = 5
REQUEST, ANSWER = 900, 600  # bytes: about what a ballot and its receipt take on the wire


@dataclass(frozen=True, slots=True)
class Schedule:
    """The faults, and after how many seconds everything heals."""

    number: int
    seconds: float
    faults: tuple[Fault, ...]


def schedule(number: int) -> Schedule:
    """The same for the same number."""
    dice = random.Random(f"T3/{number}")
    seconds = dice.uniform(SHORTEST, LONGEST)
    faults = [_fault(dice, seconds) for _ in range(dice.randint(2, MOST_FAULTS))]
    return Schedule(number, seconds, tuple(faults))


def _fault(dice: random.Random, seconds: float) -> Fault:
    begin = dice.uniform(0, seconds * 0.6)
    end = min(seconds, begin + dice.uniform(0.15, seconds * 0.7))
    return dice.choice(tuple(MAKERS.values()))(dice, begin, end)


def _share(dice: random.Random) -> float:
    return dice.choice((0.3, 0.6, 1.0))


def _ending(kind: str) -> Callable[[random.Random, float, float], Fault]:
    def make(dice: random.Random, begin: float, end: float) -> Fault:
        way = dice.choice((UP, DOWN))
        return Fault(kind, begin, end, _share(dice), way, dice.randint(0, REQUEST if way == UP else ANSWER))

    return make


MAKERS: dict[str, Callable[[random.Random, float, float], Fault]] = {
    "delay": lambda dice, begin, end: Fault("delay", begin, end, _share(dice), seconds=dice.uniform(0.02, 0.4)),
    "trickle": lambda dice, begin, end: Fault(
        "trickle", begin, end, _share(dice), at=dice.randint(20, 200), seconds=dice.uniform(0.005, 0.05)
    ),
    "cut": _ending("cut"),
    "reset": _ending("reset"),
    "answer_lost": lambda dice, begin, end: Fault("answer_lost", begin, end, _share(dice)),
    "black_hole": lambda dice, begin, end: Fault("black_hole", begin, end, _share(dice)),
    "half_open": lambda dice, begin, end: Fault("half_open", begin, end, _share(dice)),
    "refuse": lambda dice, begin, end: Fault("refuse", begin, end),
}
