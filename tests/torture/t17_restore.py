"""T17: the machine with a contest in progress is lost, and another takes over by the printed sheet."""

from __future__ import annotations

import contextlib
import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.torture.desk import Desk, HallDay, Stuck
from tests.torture.hall import Day, Ground, Size, day_of
from tests.torture.t17_machine import TWO_PERSONS, Machine, Resumed, Returning, all_return
from tests.torture.trial import Case

SHORT, FULL = Size(halls=2, judges=3, entries=3), Size(halls=5, judges=6, entries=8)
SHORT_CASES = 1
OFTEN, USUALLY = 3, 40  # s from one backup to the next, in the short form and as it is set
LOST_AT = {OFTEN: (1.5, 3.0), USUALLY: (45.0, 90.0)}  # s after the first entry was called
PACE = {OFTEN: 0.12, USUALLY: 1.2}  # s between two of a hall's commands
MOST_LOST, LONGEST = 60.0, 300.0  # s
LATEST = 10.0  # s that the loss waits for a ballot younger than the newest backup


class Restore:
    """A machine is lost, restored and served again: how long, how much, and what the tablets still had."""

    code, title, goal = "T17", "restore on an empty machine", "≤ 5 min, ≤ 60 s lost, 0 after the tablets' resend"
    full, short = 10, SHORT_CASES

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        for number in numbers:
            size, seconds = (SHORT, OFTEN) if number < SHORT_CASES else (FULL, USUALLY)
            place = folder / f"t17-{number}"
            place.mkdir(parents=True)
            ground = Ground(place, size)
            try:
                yield lost_machine(ground, place, number, seconds)
            finally:
                ground.remove()
                shutil.rmtree(place, ignore_errors=True)

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and all(
            not case.anomalies
            and case.counts["lost after resend"] == 0
            and case.counts["lost seconds"] <= MOST_LOST
            and case.counts["restored in"] <= LONGEST
            for case in cases
        )

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        def most(name: str) -> float:
            return max((case.counts.get(name, 0.0) for case in cases), default=0.0)

        def total(name: str) -> int:
            return int(sum(case.counts.get(name, 0) for case in cases))

        return {
            "machines lost": str(len(cases)),
            "acknowledged ballots": str(total("acknowledged")),
            "longest until served again": f"{most('restored in'):.1f} s",
            "longest since the newest backup": f"{most('lost seconds'):.1f} s",
            "ballots younger than it": str(total("lost before resend")),
            "lost after the tablets' resend": str(total("lost after resend")),
            "other findings": str(sum(len(case.anomalies) for case in cases)),
        }


def lost_machine(ground: Ground, folder: Path, number: int, seconds: int, tablet: type[Returning] = Returning) -> Case:
    """One case; ``tablet`` is the kind of tablets, which may have a planted bug."""
    began, chance = time.monotonic(), random.Random(f"t17/{number}")
    ground.copy(folder / "data")
    machine = Machine(folder, seconds)
    day = day_of(number, ground.size)
    tablets = {judge: tablet(machine.url, code) for judge, code in ground.codes.judges.items()}
    counts: dict[str, float] = {}
    anomalies: list[str] = []
    stop = threading.Event()
    try:
        machine.start()
        desk = Desk.entered(machine.url, ground.codes.desk, stop.is_set)
        lost_at, clock = _lost_in_play(machine, desk, day, tablets, seconds, chance.uniform(*LOST_AT[seconds]), stop)
        counts["lost seconds"] = (lost_at - machine.made_at(_newest(machine))) / 1000
        anomalies += _restored(machine)
        counts["lost before resend"] = len(_unheld(machine, tablets))
        machine.start()
        counts["restored in"] = time.monotonic() - clock
        counts["sent again"] = all_return(list(tablets.values()), 20)
        counts["all tablets back in"] = time.monotonic() - clock
        if tablet is Returning:
            anomalies += _played_on(machine, desk, day, tablets)
        counts["lost after resend"] = len(_unheld(machine, tablets))
        counts["acknowledged"] = sum(len(one.acknowledged) for one in tablets.values())
        verified = machine.typed(machine.sheet.verify)
        anomalies += [] if verified.returncode == 0 else [f"ledger: {verified.stderr[-300:]}"]
    finally:
        stop.set()
        for one in tablets.values():
            one.close()
        machine.close()
    return Case(number, counts, tuple(anomalies), time.monotonic() - began)


def _lost_in_play(
    machine: Machine,
    desk: Desk,
    day: Day,
    tablets: dict[str, Returning],
    seconds: int,
    after: float,
    stop: threading.Event,
) -> tuple[int, float]:
    """Play until the machine is lost: when that was, by the wall's clock (ms) and by the steady one (s)."""
    for one in tablets.values():
        one.enter()
    halls = [
        threading.Thread(target=_played, args=(HallDay(day, hall, desk.beside(), tablets, _pace(seconds)),))
        for hall in day.halls
    ]
    for hall in halls:
        hall.start()
    _await_loss(machine, list(tablets.values()), after)
    machine.lose()
    lost_at, clock = time.time_ns() // 1_000_000, time.monotonic()
    stop.set()
    for hall in halls:
        hall.join()
    return lost_at, clock


def _pace(seconds: int) -> Callable[[], None]:
    return lambda: time.sleep(PACE[seconds])


def _newest(machine: Machine) -> Path:
    newest = machine.newest()
    assert newest is not None, "no backup was ever made"
    return newest


def _played(hall: HallDay) -> None:
    with contextlib.suppress(Stuck):  # it ends when the machine is lost
        hall.play()
    hall.desk.close()


def _await_loss(machine: Machine, tablets: Sequence[Returning], after: float) -> None:
    """The time of the loss: never before a ballot was acknowledged that is in no backup."""
    time.sleep(after)
    give_up = time.monotonic() + LATEST
    while time.monotonic() < give_up:
        newest = machine.newest()
        acked = max((ack.at for one in tablets for ack in list(one.acknowledged.values())), default=0.0)
        if newest is not None and acked > time.monotonic() - (time.time() - machine.made_at(newest) / 1000) + 0.1:
            return
        time.sleep(0.01)


def _restored(machine: Machine) -> list[str]:
    done = machine.typed(machine.sheet.restore, TWO_PERSONS)
    return [] if done.returncode == 0 else [f"restore: {done.stdout[-200:]} {done.stderr[-300:]}"]


def _unheld(machine: Machine, tablets: dict[str, Returning]) -> list[str]:
    """Acknowledged ballots that are not there, or not as they were acknowledged."""
    acknowledged = {ack.id: ack.hash for one in tablets.values() for ack in list(one.acknowledged.values())}
    held = machine.ids()
    return [name for name, digest in acknowledged.items() if held.get(name) != digest]


def _desk(machine: Machine, before: Desk) -> Desk:
    """The desk's own login; where it is younger than the backup, a fresh link from the command line."""
    link = before._link.beside()
    if link.request("GET", "/api/v1/desk/picture").status == 200:
        return Desk(link)
    links = machine.typed(machine.sheet.verify.replace("ledger verify", "cards --links")).stdout
    line = next(line for line in links.splitlines() if line.startswith("secretariat-1"))
    return Desk.entered(machine.url, line.partition("#")[2].strip())


def _played_on(machine: Machine, before: Desk, day: Day, tablets: dict[str, Returning]) -> list[str]:
    """The desk does again what was done after the backup, and goes on to the day's end."""
    found: list[str] = []
    desk = _desk(machine, before)

    def play(hall: str) -> None:
        try:
            Resumed(day, hall, desk.beside(), tablets, lambda: None).play()
        except Exception as error:  # noqa: BLE001 - whatever stops a hall is a finding
            found.append(f"stuck: {hall}: {type(error).__name__}: {error}"[:400])

    halls = [threading.Thread(target=play, args=(hall,)) for hall in day.halls]
    for hall in halls:
        hall.start()
    for hall in halls:
        hall.join()
    desk.close()
    found += [f"strange: {text}" for one in tablets.values() for text in one.strange]
    return found


TRIAL = Restore()
