"""T5: somebody sets the server's clock, by an hour and by a day, forward and back, in the middle of a contest.

The server's own process is given another ``time.time`` (``troubles.Clock``), engine.io's liveness with it.
Two of the four steps of a case come while a turn is timed and its ballots are on their way, two between turns.
"""

from __future__ import annotations

import shutil
import struct
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from socketio.exceptions import SocketIOError

from tests.torture.desk import Done, HallDay, Stuck
from tests.torture.hall import Ground, Size
from tests.torture.held import Reader
from tests.torture.link import NoAnswer
from tests.torture.quiet import differences, final_export, play_quietly
from tests.torture.screens import Screen
from tests.torture.tablet import Tablet
from tests.torture.trial import Case
from tests.torture.troubled_hall import HALL, Troubled

SIZE = Size(halls=1, judges=6, entries=2)
HOUR, DAY = 3_600_000, 86_400_000  # ms
ORDERS = (
    (HOUR, -DAY, DAY, -HOUR), (-HOUR, DAY, -DAY, HOUR), (DAY, -HOUR, HOUR, -DAY), (-DAY, HOUR, -HOUR, DAY),
)  # fmt: skip
STEPPED_AT = ("end-presenting", "close-entry")  # a turn with its ballots on their way; and after it
FOLLOWED = 2.6  # s that pass after a step between turns: the server has looked and follows
BACK_WITHIN = 5.0  # s
LONGEST = 45.0  # s that a case may take
BOARDS = 3


class SteppedDay(HallDay):
    """A hall's day with a step of the clock before certain commands."""

    step: Callable[[str], None]

    def _do(self, name: str, done: Done, **values: object) -> None:
        if name in STEPPED_AT:
            self.step(name)
        super()._do(name, done, **values)


class Clocks:
    """T5."""

    code, title = "T5", "clock steps of ±1 h and ±1 d"
    goal = "order kept, all clients back ≤ 5 s, nothing refused"
    full, short = 40, 2

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        ground = Ground(folder, SIZE)
        try:
            for number in numbers:
                yield one_case(ground, folder, number)
        finally:
            ground.remove()

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total = {name: sum(case.counts[name] for case in cases) for name in ("steps", "clients", "ballots")}
        return {
            "steps": f"{total['steps']:.0f}",
            "clients asked after a step": f"{total['clients']:.0f}",
            "back after, at most": f"{max((case.counts['back'] for case in cases), default=0):.1f} s",
            "ballots, none refused": f"{total['ballots']:.0f}",
            "anomalies": str(sum(len(case.anomalies) for case in cases)),
        }


def one_case(ground: Ground, folder: Path, number: int, plant: str = "") -> Case:
    """A hall's day through four steps; what it ends in is compared with the same day without any."""
    began = time.monotonic()
    place, clock = folder / f"case{number}", folder / f"clock{number}"
    clock.write_bytes(struct.pack("<q", 0))
    shutil.rmtree(place, ignore_errors=True)
    troubles = {"clock": str(clock)} | ({"plant": plant} if plant else {})
    with Troubled(ground, place, number, **troubles) as hall:
        steps = Steps(hall, clock, ORDERS[number % len(ORDERS)])
        try:
            steps.play()
        except Stuck as stuck:
            steps.anomalies.append(f"the day does not go on: {stuck}"[:200])
        finally:
            steps.close()
    tablets = list(hall.tablets.values())
    anomalies = [*steps.anomalies, *Reader(place).wrong(tablets), *out_of_order(tablets)]
    if not any(text.startswith("the day does not go on") for text in anomalies):
        quiet = play_quietly(hall.day, ground.copy(folder / f"quiet{number}"))
        anomalies += differences(final_export(place), quiet)
    steps.counts["ballots"] = float(sum(len(tablet.acknowledged) for tablet in tablets))
    for left in (place, folder / f"quiet{number}"):
        shutil.rmtree(left, ignore_errors=True)
    return Case(number, steps.counts, tuple(anomalies), time.monotonic() - began)


def out_of_order(tablets: Sequence[Tablet]) -> Iterator[str]:
    """Pairs of which one was acknowledged before the other was made, and yet has the higher number."""
    made = {record.id: record.made_at for tablet in tablets for record in tablet.records}
    every = [ack for tablet in tablets for ack in tablet.acknowledged.values()]
    for one in every:
        for other in every:
            if one.at < made[other.id] and one.seq >= other.seq:
                yield f"order: {one.judge} {one.entry} came before {other.judge} {other.entry}, {one.seq} ≥ {other.seq}"


class Steps:
    """The hall, its sockets, and the steps of its server's clock."""

    def __init__(self, hall: Troubled, clock: Path, order: Sequence[int]) -> None:
        self.hall, self._clock, self._order, self._moved = hall, clock, list(order), 0
        self.anomalies: list[str] = []
        self.counts = {"steps": 0.0, "clients": 0.0, "back": 0.0, "ballots": 0.0}
        self._looks: list[threading.Thread] = []
        self.screens = [Screen(hall.url, "/public") for _ in range(BOARDS)]
        self.screens += [Screen(hall.url, "/judge", tablet._looking.cookies) for tablet in hall.tablets.values()]

    def play(self) -> None:
        give_up = time.monotonic() + LONGEST
        self.hall.desk.stop = lambda: time.monotonic() > give_up
        day = SteppedDay(self.hall.day, HALL, self.hall.desk, self.hall.tablets, lambda: time.sleep(0.02))
        day.step = self.step
        day.play()

    def step(self, before: str) -> None:
        """Set the clock, and see in the background who is back; between turns wait until it is followed."""
        self._moved += self._order.pop(0)
        with self._clock.open("r+b") as file:
            file.write(struct.pack("<q", self._moved))
        self.counts["steps"] += 1
        self._looks += [threading.Thread(target=look) for look in (self._who_is_back, self._newcomer, self._odd_clock)]
        for look in self._looks[-3:]:
            look.start()
        if before == "close-entry":
            time.sleep(FOLLOWED)
            self._told(self.hall.desk.picture())

    def _told(self, parts: Mapping[str, object]) -> None:
        problems: list[dict[str, str]] = parts["problems"]  # type: ignore[assignment]
        if not any(one["code"] in ("clock_ahead", "clock_back") for one in problems):
            self.anomalies.append("the desk is not told of the step")

    def _who_is_back(self) -> None:
        for screen in self.screens:
            self._count(screen.back_within(BACK_WITHIN), screen.namespace)

    def _newcomer(self) -> None:
        """Who opens a board just now."""
        began = time.monotonic()
        try:
            screen = Screen(self.hall.url, "/public")
        except (SocketIOError, OSError):
            self._count(None, "a new board")
            return
        self._count(time.monotonic() - began, "a new board")
        screen.close()

    def _count(self, seconds: float | None, who: str) -> None:
        self.counts["clients"] += 1
        if seconds is None:
            self.anomalies.append(f"not back within {BACK_WITHIN:.0f} s: {who}")
        self.counts["back"] = max(self.counts["back"], seconds or 0.0)

    def _odd_clock(self) -> None:
        """A tablet whose own clock is a day off: whatever is said of its draft, the clock is no reason."""
        turn = self.hall.day.halls[HALL][0]
        for judge, off in zip(self.hall.tablets, (DAY, -DAY), strict=False):
            body = {"marks": [None, None], "comment": "", "saved_at": time.time_ns() // 1_000_000 + off}
            link = self.hall.tablets[judge]._looking.beside()
            try:
                answer = link.request("PUT", f"/api/v1/judge/drafts/{turn.entry}", body)
            except NoAnswer as trouble:
                self.anomalies.append(f"a draft was not answered: {trouble}")
                continue
            if answer.status == 400:
                self.anomalies.append(f"refused for the tablet's clock: {answer.body}")

    def close(self) -> None:
        for look in self._looks:
            look.join(2 * BACK_WITHIN * len(self.screens))
        for screen in self.screens:
            screen.close()


TRIAL = Clocks()
