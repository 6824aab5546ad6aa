"""One picture of 1.5 KB to many sockets: CPU seconds of the server for 100,000 deliveries, beside others.

`python -m tools.bench.fanout`, with SHORT=1 a tenth of it.  All servers run at once with all their clients connected
and speak in turns; the CPU of the server's process counts, the wall only for the delays.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.torture.ears import Ear, Ears, files_allowed
from tools.bench.fanout_rivals import READY_WITHIN, Rival, rivals
from tools.bench.figures import FOLDER, Figure, missed, save

SIZE = 1_500  # bytes
PACE = 20_000  # deliveries a second, which one slow reader in Python follows
GIVE_UP = 120.0  # s for one turn
OURS, NODE, C = "ours", "Node socket.io", "C send loop"
GOALS = {NODE: 0.65, C: 1.7}
GOAL_FROM = 500  # clients


@dataclass(frozen=True, slots=True)
class Plan:
    """How many clients, how many deliveries in a turn, how many turns."""

    clients: tuple[int, ...] = (100, 500, 1_000, 2_000)
    deliveries: int = 40_000
    rounds: int = 5


SHORT = Plan((100, 500), 10_000, 3)


class Unfit(Exception):
    """A server that does not do what is measured; the text says which."""


@dataclass
class Found:
    """Of one server at one size: CPU s per 100,000 deliveries of each turn, and all delays (s)."""

    costs: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)

    @property
    def cost(self) -> float:
        return median(self.costs)

    def delay(self, share: int) -> float:
        """The percentile in ms."""
        return sorted(self.delays)[len(self.delays) * share // 100] * 1000

    @property
    def spread(self) -> str:
        """Between which the turns lie."""
        return f"{min(self.costs):.2f} … {max(self.costs):.2f}"


class Audience:
    """The clients of every server, all read by one loop."""

    def __init__(self, servers: Sequence[Rival], clients: int) -> None:
        self.ears = Ears(0)
        self.of: dict[str, list[Ear]] = {}
        for server in servers:
            self.ears.port = server.port
            self.of[server.name] = [self._one(server) for _ in range(clients)]
            self._warm(server)

    def _one(self, server: Rival) -> Ear:
        give_up = time.monotonic() + READY_WITHIN
        while True:
            try:
                ear = self.ears.open()
            except OSError:
                if not server.lives or time.monotonic() > give_up:
                    raise Unfit(f"{server.name} lets nobody in") from None
                time.sleep(0.1)
                continue
            self.ears.listen(0)
            return ear

    def _warm(self, server: Rival) -> None:
        """Until everybody has heard something: who came last may still be joining."""
        ears = self.of[server.name]
        for _ in range(50):
            server.say(1, 0.01, SIZE)
            self.ears.listen(0.3)
            if all(ear.heard and ear.heard[-1][1] == "change" for ear in ears):
                return
        raise Unfit(f"{server.name} is not heard by all")

    def turn(self, server: Rival, deliveries: int) -> tuple[float, list[float]]:
        """CPU s per 100,000 deliveries, and the delays."""
        ears = self.of[server.name]
        count = max(2, deliveries // len(ears))
        for ear in ears:
            ear.heard.clear()
        began, give_up = server.cpu, time.monotonic() + GIVE_UP
        server.say(count, len(ears) / PACE, SIZE)
        while any(len(ear.heard) < count for ear in ears):
            if time.monotonic() > give_up or any(ear.gone for ear in ears):
                raise Unfit(f"{server.name} loses pictures")
            self.ears.listen(0.05)
        spent = server.cpu - began
        return spent / (count * len(ears)) * 100_000, [delay for ear in ears for _, _, delay in ear.heard]


def measure(plan: Plan, clients: int) -> dict[str, Found]:
    """Each server at one size, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        servers = rivals(Path(folder))
        try:
            files_allowed(clients * len(servers) + 500)
            audience = Audience(servers, clients)
            found = {server.name: Found() for server in servers}
            for _ in range(plan.rounds):
                for server in servers:
                    cost, delays = audience.turn(server, plan.deliveries)
                    found[server.name].costs.append(cost)
                    found[server.name].delays += delays
            return found
        finally:
            for server in servers:
                server.stop()


def compared(clients: int, found: Mapping[str, Found]) -> list[Figure]:
    """Ours beside each at one size, beside itself first."""
    return [_figure(clients, found[OURS], name, its) for name, its in found.items()]


def _figure(clients: int, ours: Found, name: str, its: Found) -> Figure:
    most, ratio = GOALS.get(name, 0.0) if clients >= GOAL_FROM else 0.0, ours.cost / its.cost
    return Figure(
        part="fanout", name=f"{clients} clients", ours=ours.cost, rival=its.cost, rival_name=name,
        unit="CPU s/100,000", goal=f"≤ {most:g} ×" if most else "", ratio=ratio,
        met=ratio <= most if most else None, stretch=False, spread=f"{ours.spread} | {its.spread}",
    )  # fmt: skip


def report(clients: int, found: Mapping[str, Found]) -> list[Figure]:
    """Prints the table of one size; its figures."""
    figures = compared(clients, found)
    print(f"\n{clients} clients{'':32}CPU s/100,000   (least … most)   ours is     goal   p50/p99 ms")
    for figure in figures:
        its = found[figure.rival_name]
        print(
            f"  {figure.rival_name:40}{its.cost:12.2f}   ({its.spread})   {figure.ratio:6.2f} ×"
            f"{figure.goal:>10}   {its.delay(50):.0f}/{its.delay(99):.0f}"
        )
    return [figure for figure in figures if figure.rival_name != OURS]


def main() -> int:
    """Exit status 1 where a goal is missed."""
    plan = SHORT if os.environ.get("SHORT", "") not in ("", "0") else Plan()
    print(f"one picture of {SIZE:,} bytes, {plan.deliveries:,} deliveries a turn, medians of {plan.rounds} in turns")
    try:
        figures = [figure for clients in plan.clients for figure in report(clients, measure(plan, clients))]
    except Unfit as why:
        print(f"not measured: {why}", file=sys.stderr)
        return 1
    save(figures, FOLDER, "fanout")
    print("\nThe goals are missed." if missed(figures) else "\nThe goals are met.")
    return int(missed(figures))


if __name__ == "__main__":
    sys.exit(main())
