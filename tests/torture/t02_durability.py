"""T2: no ballot is acknowledged before its bytes were synced.

Two witnesses of one order.  Within the server: SQLite's own writes and syncs of the log, and the answers
(``troubles.Disk``); this runs everywhere.  Outside it: the system calls that strace sees, down to the
socket; only where tracing is permitted.  Case by case in turn.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.torture.hall import Ground, Size
from tests.torture.held import Reader
from tests.torture.trial import Case
from tests.torture.troubled_hall import Troubled

STRACE = ("strace", "-f", "-y", "-s", "5000", "-e", "trace=fdatasync,fsync,pwrite64,sendto", "-o")
SIZE = Size(halls=1, judges=6, entries=1)
PERMITTED_WITHIN = 10  # s
FACT = re.compile(r'\\"ballot\\":\\"([0-9a-f]{32})\\"')
ACKNOWLEDGED = re.compile(r'\\"receipt\\": ?\{[^}]*?\\"id\\": ?\\"([0-9a-f]{32})\\"')
CALL = re.compile(r"(\d+)\s+(?:(\w+)\((\d+)<(.*?)>|<\.\.\. (\w+) resumed>)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Order:
    """What a trace tells: how many acknowledgements, and which had no sync before them."""

    answers: int
    unsynced: tuple[str, ...]


def order_of(events: Iterable[tuple[str, str]]) -> Order:
    """Events in their order: ("write", ballot), ("sync", ""), ("answer", ballot)."""
    written: set[str] = set()
    synced: set[str] = set()
    answered: dict[str, bool] = {}
    for what, ballot in events:
        if what == "write":
            written.add(ballot)
        elif what == "sync":
            synced |= written
        else:
            answered.setdefault(ballot, ballot in synced)
    return Order(len(answered), tuple(ballot for ballot, held in answered.items() if not held))


def told_inside(trace: Path) -> Iterator[tuple[str, str]]:
    """The events that the server's own disk wrote down."""
    for line in trace.read_text(encoding="ascii").splitlines():
        what, _, ballot = line.partition(" ")
        yield what, ballot


def told_by_strace(trace: Path) -> Iterator[tuple[str, str]]:
    """Writes and syncs of the log count when they have ended, an answer when it begins to leave."""
    begun: dict[str, list[tuple[str, str]]] = {}
    for line in trace.read_text(encoding="utf-8", errors="replace").splitlines():
        found = CALL.match(line)
        if found is None:
            continue
        thread, name, _fd, where, _resumed, rest = found.groups()
        if name is None:
            yield from begun.pop(thread, []) if " = -1" not in rest else begun.pop(thread, [])[:0]
            continue
        events = list(_events(name, where, rest))
        if name == "sendto":
            yield from events
        elif "<unfinished ...>" in rest:
            begun[thread] = events
        elif " = -1 " not in rest:
            yield from events


def _events(name: str, where: str, rest: str) -> Iterator[tuple[str, str]]:
    if name == "sendto":
        yield from (("answer", ballot) for ballot in ACKNOWLEDGED.findall(rest))
    elif where.endswith("-wal"):
        if name == "pwrite64":
            yield from (("write", ballot) for ballot in FACT.findall(rest))
        else:
            yield "sync", ""


@functools.cache
def may_trace() -> bool:
    """Whether this machine lets one process trace another."""
    if shutil.which("strace") is None:
        return False
    tried = [*STRACE, "/dev/null", "true"]
    return subprocess.run(tried, check=False, capture_output=True, timeout=PERMITTED_WITHIN).returncode == 0


class Durability:
    """T2."""

    code, title, goal = "T2", "acknowledged after the sync", "100 % of the answers"
    full, short = 40, 2

    @property
    def not_shown(self) -> tuple[str, ...]:
        return () if may_trace() else ("T2 by system calls (strace is not permitted)",)

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        ground = Ground(folder, SIZE)
        try:
            for number in numbers:
                yield one_case(ground, folder, number, outside=bool(number % 2) and may_trace())
        finally:
            ground.remove()

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        answers, late = (int(sum(case.counts[name] for case in cases)) for name in ("answers", "unsynced"))
        traced = int(sum(case.counts["answers"] for case in cases if case.counts["outside"]))
        share = f"{100 * (answers - late) / answers:.0f} %" if answers else "–"
        return {"answers after their sync": share, "answers": str(answers), "of them seen by strace": str(traced)}


def one_case(ground: Ground, folder: Path, number: int, outside: bool, plant: str = "") -> Case:
    """A hall's day, its order of writes, syncs and answers, and whether everything acknowledged is there."""
    began = time.monotonic()
    place = folder / f"case{number}"
    trace = folder / f"case{number}.trace"
    before = (*STRACE, str(trace)) if outside else ()
    troubles = ({} if outside else {"trace": str(trace)}) | ({"plant": plant} if plant else {})
    with Troubled(ground, place, number, before, **troubles) as hall:
        hall.play()
    order = order_of(told_by_strace(trace) if outside else told_inside(trace))
    acknowledged = sum(len(tablet.acknowledged) for tablet in hall.tablets.values())
    anomalies = [f"acknowledged before the sync: {ballot}" for ballot in order.unsynced]
    if order.answers < acknowledged:
        anomalies.append(f"the trace shows {order.answers} answers of {acknowledged}")
    anomalies += Reader(place).wrong(list(hall.tablets.values()))
    counts = {"answers": order.answers, "unsynced": len(order.unsynced), "outside": outside}
    if not anomalies:
        shutil.rmtree(place)
        trace.unlink()
    return Case(
        number, {name: float(value) for name, value in counts.items()}, tuple(anomalies), time.monotonic() - began
    )


TRIAL = Durability()
