"""A long day at ten times life's speed: halls that judge, spectators who come and go, and many who are turned away."""

from __future__ import annotations

import os
import random
import socket
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests.torture.desk import Desk, HallDay
from tests.torture.ears import Ear, Ears, files_allowed
from tests.torture.hall import Ground, Size, day_of
from tests.torture.held import Reader
from tests.torture.server import Killed
from tests.torture.t01_day import faults_in
from tests.torture.tablet import Tablet

PATIENCE = 10.0  # s
BUSY = 0.2  # s between two who are turned away
FOREIGN = "Origin: https://elsewhere.example\r\n"


@dataclass(frozen=True, slots=True)
class Plan:
    """``seconds`` between two looks; ``changing`` spectators come and go, ``refused`` are turned away in that time."""

    size: Size
    looks: int
    spectators: int
    seconds: float = 60.0
    changing: int = 50
    refused: int = 334
    leaves: float = 30.0  # s for the server to let go of who has left: twice its pings


@dataclass(frozen=True, slots=True)
class Look:
    """What the server holds: MB in memory, files that are no sockets, sockets, threads."""

    resident: float
    files: int
    sockets: int
    threads: int


def look_at(pid: int) -> Look:
    """The process as the system sees it."""
    home = Path(f"/proc/{pid}")
    status = dict(line.split(":", 1) for line in (home / "status").read_text().splitlines())
    links = []
    for name in os.listdir(home / "fd"):
        try:
            links.append(os.readlink(home / "fd" / name))
        except OSError:
            continue
    sockets = sum(link.startswith("socket:") for link in links)
    return Look(int(status["VmRSS"].split()[0]) / 1024, len(links) - sockets, sockets, int(status["Threads"]))


class Soak:
    """One server and everybody around it; ``minute`` plays a stretch of it, ``end`` says what did not hold."""

    def __init__(self, folder: Path, plan: Plan, plant: str = "") -> None:
        files_allowed(2 * plan.spectators + 1_000)
        self.plan, self.anomalies, self.counts = plan, list[str](), Counter[str]()
        self.ground = Ground(folder, plan.size)
        self.folder = self.ground.copy(folder / "soaked")
        self.server = Killed(self.folder)
        self.server.__enter__()
        self.server.start(plant=plant)
        self.before = look_at(self.server.pid)
        self._chance, self._stop = random.Random(f"T11/{plant}"), threading.Event()
        self._tablets: list[Tablet] = []
        self._halls: list[threading.Thread] = []
        self._ears = Ears(self.server.port)
        self._watching: list[Ear] = []

    def begin(self) -> None:
        """Everybody comes, the halls open."""
        desk = Desk.entered(self.server.url, self.ground.codes.desk, self._stop.is_set)
        self._desk = desk
        for judge, code in self.ground.codes.judges.items():
            self._tablets.append(Tablet(self.server.url, code, seed=len(self._tablets)))
            self._tablets[-1].enter()
            cookies = "; ".join(f"{name}={value}" for name, value in self._tablets[-1].cookies.items())
            self._watching.append(self._ears.open("/judge", judge, more=f"Cookie: {cookies}\r\n"))
            self._ears.listen(0.001)
        for _ in range(self.plan.spectators):
            self._watching.append(self._ears.open())
            self._ears.listen(0.001)  # who has come answers the pings while others come
        day = day_of(11, self.plan.size)
        by_judge = {tablet.judge: tablet for tablet in self._tablets}
        pause = self.plan.looks * self.plan.seconds / day.commands()
        for hall in day.halls:
            one = HallDay(day, hall, desk.beside(), by_judge, lambda: self._wait(pause))
            self._halls.append(threading.Thread(target=self._play, args=(one,), daemon=True))
            self._halls[-1].start()

    def stretch(self) -> Look:
        """So long as one look takes: listen, change places, turn people away; what the server holds then."""
        end, refused, changed = time.monotonic() + self.plan.seconds, 0, 0
        while (left := end - time.monotonic()) > 0:
            done = 1 - left / self.plan.seconds
            while refused < done * self.plan.refused:
                self._turned_away(refused)
                refused += 1
            while changed < done * self.plan.changing:
                self._change_place()
                changed += 1
            self._ears.listen(min(left, BUSY))
        self.counts["refused"] += refused
        self.counts["reconnects"] += changed
        gone = [ear for ear in self._watching if ear.gone]
        if gone:
            self.anomalies.append(f"{len(gone)} sockets were lost: {gone[0].gone}")
            self._watching = [ear for ear in self._watching if not ear.gone]
        return look_at(self.server.pid)

    def end(self) -> None:
        """Everybody leaves; what does not become as it was before is an anomaly."""
        self._stop.set()
        for hall in self._halls:
            hall.join(PATIENCE)
        self.anomalies += Reader(self.folder).wrong(self._tablets)
        self.counts["ballots"] = sum(len(tablet.acknowledged) for tablet in self._tablets)
        self.counts["bytes heard"] += sum(ear.raw_bytes for ear in self._ears.all)
        self._leave()
        give_up = time.monotonic() + self.plan.leaves
        while (left := self._left_behind()) and time.monotonic() < give_up:
            time.sleep(0.5)
        self.anomalies += left
        self.anomalies += faults_in(self.server.log())

    def close(self) -> None:
        """Nothing is left running, whatever happened."""
        self._stop.set()
        self._leave()
        self.server.kill()
        self.server.__exit__(None, None, None)
        self.ground.remove()

    def _leave(self) -> None:
        for tablet in self._tablets:
            tablet.close()
        self._ears.close()
        if self._halls:
            self._desk.close()

    def _left_behind(self) -> list[str]:
        now = look_at(self.server.pid)
        pairs = {
            "files": (self.before.files, now.files, 2), "sockets": (self.before.sockets, now.sockets, 2),
            "threads": (self.before.threads, now.threads, 2),
        }  # fmt: skip
        return [f"{name}: {was} before, {left} after" for name, (was, left, more) in pairs.items() if left > was + more]

    def _play(self, hall: HallDay) -> None:
        try:
            hall.play()
        except Exception as error:  # noqa: BLE001 - whatever stops a hall is a finding of the day
            if not self._stop.is_set():
                self.anomalies.append(f"stuck: {hall.hall}: {type(error).__name__}: {error}"[:400])
        finally:
            hall.desk.close()

    def _wait(self, seconds: float) -> None:
        self._stop.wait(seconds)

    def _change_place(self) -> None:
        """A spectator goes, another comes."""
        at = self._chance.randrange(len(self._tablets), len(self._watching))
        ear = self._watching[at]
        if not ear.gone:
            self._ears.stop([ear])
            ear.raw.close()
        self.counts["bytes heard"] += ear.raw_bytes
        self._ears.all.remove(ear)
        self._watching[at] = self._ears.open()

    def _turned_away(self, number: int) -> None:
        """From elsewhere, to a namespace that wants a login, or with what is no handshake at all."""
        kind = number % 3
        try:
            if kind == 2:
                with socket.create_connection(("127.0.0.1", self.server.port), PATIENCE) as raw:
                    raw.sendall(
                        b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                    )
                    raw.recv(100)
                return
            ear = self._ears.open("/judge", more=FOREIGN if kind == 0 else "")
        except ConnectionError:
            return
        self._ears.stop([ear])
        ear.raw.close()
        self._ears.all.remove(ear)
