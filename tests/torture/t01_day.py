"""One day under kills: 30 tablets, five halls, and a server that dies every half second."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.torture.deaths import STAGES
from tests.torture.desk import Desk, HallDay
from tests.torture.hall import Day, Ground, day_of
from tests.torture.held import Reader, verify
from tests.torture.quiet import differences, final_export, play_quietly
from tests.torture.server import Death, Killed
from tests.torture.t01_plants import AIMED, TABLET
from tests.torture.tablet import Tablet

LOAD = (0.2, 0.8)  # s that the server has between two kills
COLD_EVERY = 12  # kills: that often the whole of `python wsgi.py` is started, and its time to ready measured
AHEAD = 2  # kills' worth of the day that a hall may be ahead of them
COMMIT_TAKES = 0.002  # s: longer than a commit, so that some die within it and some behind it
ANSWERS_TAKE = 0.004  # s for the first half of a batch
STATEMENTS = 40  # that write, until one of them is the last
BATCHES = 5
OF_BALLOTS = 0.6  # of the deaths count only the batches with a ballot


class KilledDay:
    """A day by its seed, and what came of it: ``counts`` and ``anomalies``, empty where all held."""

    def __init__(self, ground: Ground, folder: Path, seed: int, kills: int, plant: str = "") -> None:
        self.ground, self.folder, self.kills, self.plant = ground, folder, kills, plant
        self.day: Day = day_of(seed, ground.size)
        self.chance = random.Random(f"T1/{seed}")
        self.counts: Counter[str] = Counter()
        self.ready: dict[str, list[float]] = {"warm": [], "cold": []}
        self.loads: list[float] = []  # of the machine, at each start from nothing
        self.anomalies: list[str] = []
        self._killed = 0
        self._stop = threading.Event()

    def run(self) -> None:
        """Nothing of it is left running, whatever happens."""
        wanted = play_quietly(self.day, self.ground.copy(self.folder / "quiet"))
        data = self.ground.copy(self.folder / "day")
        tablets: list[Tablet] = []
        try:
            with Killed(data) as server:
                server.start(plant=self.plant if self.plant not in TABLET else "")
                self._play(server, tablets)
                server.kill()
        finally:
            for tablet in tablets:
                tablet.close()
        self._count(tablets)
        self.anomalies += faults_in((data / "server.log").read_text("utf-8", errors="replace"))
        if not self.anomalies:
            self.anomalies += verify(data)
            self.anomalies += differences(final_export(data), wanted)

    def _play(self, server: Killed, tablets: list[Tablet]) -> None:
        desk = Desk.entered(server.url, self.ground.codes.desk, self._stop.is_set)
        for number, (judge, code) in enumerate(self.ground.codes.judges.items()):
            tablets.append(self._tablet(server.url, judge, code, number))
            tablets[-1].enter()
        by_judge = {tablet.judge: tablet for tablet in tablets}
        halls = [
            threading.Thread(target=self._hall, args=(HallDay(self.day, hall, desk.beside(), by_judge, self._pace()),))
            for hall in self.day.halls
        ]
        for hall in halls:
            hall.start()
        try:
            self._kill_again_and_again(server, tablets)
            for hall in halls:
                hall.join()
            self.anomalies += [] if self._stop.is_set() else Reader(server.folder).wrong(tablets)
        finally:
            self._stop.set()
            for hall in halls:
                hall.join()

    def _tablet(self, url: str, judge: str, code: str, number: int) -> Tablet:
        def new_id(entry: str, base: int) -> str:
            return self.day.new_id(judge, entry, base)

        return TABLET.get(self.plant, Tablet)(url, code, new_id, seed=self.day.seed * 1000 + number)

    def _hall(self, hall: HallDay) -> None:
        try:
            hall.play()
        except Exception as error:  # noqa: BLE001 - whatever stops a hall is a finding of the day
            if not self._stop.is_set():
                self.anomalies.append(f"stuck: {hall.hall}: {type(error).__name__}: {error}"[:400])
                self._stop.set()
        self.counts["lost answers of the desk"] += hall.desk.lost
        hall.desk.close()

    def _pace(self) -> Callable[[], None]:
        """Spreads a hall's commands over the kills: the day ends with the last of them."""
        steps, done = self.day.commands(), [0]

        def step() -> None:
            done[0] += 1
            while done[0] / steps * self.kills > self._killed + AHEAD and not self._stop.is_set():
                time.sleep(0.005)

        return step

    def _kill_again_and_again(self, server: Killed, tablets: list[Tablet]) -> None:
        reader, stage = Reader(server.folder), ""
        for number in range(1, self.kills + 1):
            by_itself = server.ended(self.chance.uniform(*LOAD))
            if not by_itself:
                server.kill()
            self.counts[f"killed: {stage if by_itself else 'by time'}"] += 1
            self._killed = number
            stage = self._start(server, cold=not self.plant and number % COLD_EVERY == COLD_EVERY // 2)
            for tablet in tablets:
                tablet.hurry()
            self.anomalies += reader.wrong(tablets)
            if self.anomalies or self._stop.is_set():
                self._stop.set()
                return

    def _start(self, server: Killed, cold: bool) -> str:
        """Start it, armed or not; the stage at which it is to die."""
        death = self._death()
        if self._killed == self.kills or cold:
            death = Death()
        took = server.start(death, "" if self.plant in TABLET else self.plant, cold=cold)
        self.ready["cold" if cold else "warm"].append(took)
        if cold:
            self.loads.append(os.getloadavg()[0])
        return death.stage

    def _death(self) -> Death:
        stages = AIMED.get(self.plant, (*STAGES, *STAGES, *STAGES, "", "", ""))
        stage, ballots = self.chance.choice(stages), self.chance.random() < OF_BALLOTS
        most = STATEMENTS if stage == "executing" else BATCHES
        after = self.chance.randint(1, most // 2 if ballots else most)
        pause = self.chance.uniform(0, COMMIT_TAKES if stage == "commit" else ANSWERS_TAKE)
        return Death(stage, after, pause, ballots)

    def _count(self, tablets: list[Tablet]) -> None:
        records = [record for tablet in tablets for record in tablet.records]
        self.counts["kills"] = self._killed
        self.counts["acknowledged"] = sum(len(tablet.acknowledged) for tablet in tablets)
        self.counts["sent more than once"] = sum(record.attempts > 1 for record in records)
        self.counts["known again"] = sum(record.status == 200 for record in records)


def faults_in(log: str) -> list[str]:
    """Errors that the server wrote down: being killed is none of its own."""
    _, traced, rest = log.partition("Traceback")
    return [f"server: {traced}{rest[:600]}"] if traced else []
