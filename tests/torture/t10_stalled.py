"""T10: 50 spectators who read nothing beside 200 who do, a judge who reads now and then, two tablets revoked meanwhile.

The live side runs as ``fanned``, with pictures of 10 KB thirty times a second.  The good clients' delays are looked
at in windows of a second, before the stalled come, while they are there, and after they have been cut.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.torture.ears import Ear, Ears, files_allowed
from tests.torture.fanned_server import Pressed
from tests.torture.trial import Case

GOOD, STALLED, TABLETS = 200, 50, 5
SMALL = 4_096  # bytes that the kernel may hold for who does not read
SIZE, EVERY = 10_000, 1 / 30  # bytes of a picture, s between two
SIZES = {"judge:slow": 60_000}
MOST_WAITS = STALLED * 10 * SIZE  # bytes: a few pictures each
CUT_WITHIN = 15.0  # s
MORE_MEMORY = 50 << 20  # bytes
SLOWER = 1.2  # × the p99 without the stalled, as the median of all cases
SLOWER_ONCE = 8.0  # × in a single case: on a busy machine its p99 swings
ANSWERS, EFFECT = 0.1, 2.0  # s until a revoking is answered, and until it is felt
GIVE_UP = 30.0  # s
SLACK = 10.0  # × what these may take in one case, for the same reason


@dataclass(frozen=True, slots=True)
class Plan:
    """How many s without the stalled, and at most with them (0: until they are cut)."""

    before: float = 3.0
    most: float = 0.0
    after: float = 2.0


@dataclass
class Look:
    """One second of the good clients' delays (s), and what the server held at its end (bytes)."""

    stalled: bool
    delays: list[float] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return sorted(self.delays)[len(self.delays) * 99 // 100] if self.delays else GIVE_UP


class Stalls:
    """T10."""

    code, title = "T10", "50 stalled beside 200 good sockets"
    goal = "p99 ≤ 1.2 ×, ≤ +50 MB, cut ≤ 15 s"
    full, short = 12, 1

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        for number in numbers:
            place = folder / f"case{number}"
            place.mkdir(parents=True, exist_ok=True)
            yield one_case(place, number)

    def held(self, cases: Sequence[Case]) -> bool:
        if not cases or any(case.anomalies for case in cases):
            return False
        return median(case.counts["ratio"] for case in cases) <= (SLOWER if len(cases) > 2 else SLOWER_ONCE)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        def most(name: str) -> float:
            return max((case.counts[name] for case in cases), default=0)

        middle = {name: median([case.counts[name] for case in cases] or [0]) for name in ("ratio", "p99", "answered")}
        return {
            "deliveries": f"{sum(case.counts['deliveries'] for case in cases):,.0f}",
            "p99 beside the stalled": f"{middle['p99'] * 1000:.0f} ms, {middle['ratio']:.2f} × without",
            "memory, at most": f"+{most('memory') / 2**20:.0f} MB",
            "stalled cut after, at most": f"{most('cut'):.1f} s",
            "a revoking answered": f"{middle['answered'] * 1000:.0f} ms",
            "and felt after, at most": f"{most('felt'):.1f} s",
            "anomalies": str(sum(len(case.anomalies) for case in cases)),
        }


def one_case(folder: Path, number: int, plant: str = "", plan: Plan = Plan()) -> Case:
    """From the first picture to the last; whatever is not as it should be is an anomaly."""
    began = time.monotonic()
    with Pressed(folder, **({"plant": plant} if plant else {})) as server:
        hall = Hall(server, random.Random(f"T10/{number}"))
        try:
            hall.play(plan)
        finally:
            hall.ears.close()
        if "Traceback" in server.said():
            hall.anomalies.append("the server's log holds a traceback")
    return Case(number, hall.counts, tuple(dict.fromkeys(hall.anomalies)), time.monotonic() - began)


class Hall:
    """Everybody who has a socket."""

    def __init__(self, server: Pressed, chance: random.Random) -> None:
        files_allowed(2 * (GOOD + STALLED))
        self.server, self.ears, self.looks = server, Ears(server.port), list[Look]()
        self.anomalies: list[str] = []
        self.counts = dict.fromkeys(("ratio", "p99", "memory", "waits", "cut", "deliveries", "answered", "felt"), 0.0)
        self.good = [self.ears.open() for _ in range(GOOD)]
        self.tablets = [self.ears.open("/judge", f"J{at}", keep=True) for at in range(TABLETS)]
        self.slow = self.ears.open("/judge", "slow", SMALL)
        self.dead = self.ears.open("/judge", "dead", SMALL, keep=True)
        self._revoked = chance.randrange(TABLETS)
        everybody = [*self.good, *self.tablets, self.slow, self.dead]
        if not self.ears.listen(GIVE_UP, lambda: all(ear.heard for ear in everybody)):
            self.anomalies.append("not everybody got a first picture")

    def play(self, plan: Plan) -> None:
        """Before, during, after."""
        count = int((plan.before + (plan.most or CUT_WITHIN + 5) + plan.after) / EVERY)
        rooms = ["public", "judge:slow", "judge:dead", *(f"judge:J{at}" for at in range(TABLETS))]
        for room in rooms:
            often = room == "public"
            self.server.say(room, count if often else count // 3, EVERY if often else 3 * EVERY, SIZES.get(room, SIZE))
        self._listen(plan.before, stalled=False)
        self._stall(plan)
        self._listen(plan.after, stalled=False)
        self._revoke()
        self._judge()

    def _listen(self, seconds: float, *, stalled: bool) -> None:
        """In windows of a second; the slow judge reads in every second one."""
        for _ in range(round(seconds)):
            marks = [len(ear.heard) for ear in self.good]
            reads = len(self.looks) % 2 == 0
            if not reads:
                self.ears.stop([self.slow])
            self.ears.listen(1.0)
            if not reads:
                self.ears.go_on([self.slow])
            look = Look(stalled, [d for ear, m in zip(self.good, marks, strict=True) for _, _, d in ear.heard[m:]])
            self.looks.append(look)

    def _stall(self, plan: Plan) -> None:
        """Fifty come and read nothing, until they are cut."""
        held = self.server.figures()
        stalled = [self.ears.open("/public", small=SMALL) for _ in range(STALLED)]
        self.ears.stop([*stalled, self.dead])
        self.ears.listen(0.5)
        began, most = time.monotonic(), plan.most or CUT_WITHIN
        while True:
            self._listen(1.0, stalled=True)
            now = self.server.figures()
            self.counts["memory"] = max(self.counts["memory"], now["resident"] - held["resident"])
            self.counts["cut"] = time.monotonic() - began
            self.counts["waits"] = max(self.counts["waits"], now["waiting"])
            left = now["sockets"] - held["sockets"] + 1  # the judge who reads nothing was there before
            if left <= 0 or self.counts["cut"] >= most:
                break
        if not plan.most and left > 0:
            self.anomalies.append(f"{left} stalled are not cut within {CUT_WITHIN:.0f} s")
        if self.counts["waits"] > MOST_WAITS:
            self.anomalies.append(f"waiting: {self.counts['waits'] / 2**20:.0f} MB")
        if self.counts["memory"] > MORE_MEMORY:
            self.anomalies.append(f"memory: +{self.counts['memory'] / 2**20:.0f} MB")

    def _revoke(self) -> None:
        """A tablet that reads, in the middle of all this."""
        tablet, began = self.tablets[self._revoked], time.monotonic()
        self.server.end(f"J{self._revoked}")
        self.counts["answered"] = time.monotonic() - began
        cut = self.ears.listen(SLACK * EFFECT, lambda: any(t.startswith(b"41/judge") for t in tablet.texts or ()))
        self.counts["felt"] = time.monotonic() - began
        if not cut or self.counts["answered"] > SLACK * ANSWERS:
            self.anomalies.append(
                f"revoked: answered {self.counts['answered']:.2f} s, felt {self.counts['felt']:.2f} s"
            )
        mark = len(tablet.heard)
        self.ears.listen(0.5)
        if len(tablet.heard) > mark:
            self.anomalies.append("a revoked tablet is told more")

    def _judge(self) -> None:
        """What was heard, by whom."""
        for ear in [*self.good, *self.tablets, self.slow]:
            wrong = _wrong(ear)
            if wrong:
                kind = "slow judge" if ear is self.slow else "good client"
                self.anomalies.append(f"a {kind}: {wrong}")
        beside = [look.p99 for look in self.looks if look.stalled]
        alone = [look.p99 for look in self.looks if not look.stalled] or beside
        self.counts["p99"], self.counts["ratio"] = median(beside), median(beside) / median(alone)
        self.counts["deliveries"] = float(sum(len(ear.heard) for ear in self.ears.all))


def _wrong(ear: Ear) -> str:
    """A gap, a wrong order, a frame that is none; "" where all is well."""
    if ear.gone:
        return f"gone ({ear.gone})"
    seen = ear.numbers[0] if ear.heard else 0
    for number, event, _ in ear.heard[1:]:
        if event == "change" and number not in (seen, seen + 1):
            return f"number {number} after {seen}"
        seen = number
    return "" if seen else "nothing heard"


TRIAL = Stalls()
