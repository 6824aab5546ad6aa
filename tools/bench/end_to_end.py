"""Tablet to board: thirty judges PUT their ballots, 500 boards show that they are in; beside a naive server and C.

`python -m tools.bench.end_to_end`, shorter with SHORT=1.  All servers run at once with their boards connected, and
take turns.  What a board shows of a ballot is the lamp of its seat (the rule card's 公开已交票 lamps): marks never
leave the server before their reveal.  Each server has one core, the load the other.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.torture.ears import files_allowed
from tools.bench.end_to_end_goals import BURST, SHARES, STEADY, Found, figures_of
from tools.bench.end_to_end_servers import HERE, LOAD_CORE, Floor, Naive, Ours, Taker, Unfit, packed, pinned
from tools.bench.figures import FOLDER, missed, save

BOARDS, TABLETS = 500, 30
QUIET = 1_500  # ms without a frame, then a turn is over
REST = 0.5  # s after the desk's commands that bring the next entry on
STEADY_EVERY = 1_000_000 // 15  # µs between two ballots at 15 a second
STORED = 201


@dataclass(frozen=True, slots=True)
class Plan:
    """How many turns: rounds of so many bursts and so many times thirty steady ballots."""

    rounds: int = 5
    bursts: int = 3
    steady: int = 3


SHORT = Plan(3, 2, 2)


class Load:
    """The boards and tablets of one server, in a process in C."""

    def __init__(self, program: Path, server: Taker, folder: Path) -> None:
        self._server, self._file = server, folder / f"{server.port}.requests"
        numbers = (server.port, BOARDS, TABLETS)
        words = [str(program), *map(str, numbers), server.namespace, str(server.process.pid)]
        self._process = pinned(words, LOAD_CORE, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._wait("connected")

    def _wait(self, word: str) -> None:
        if self._process.stdout is None or self._process.stdout.readline().strip() != word.encode():
            raise Unfit(f"{self._server.name}: the load has ended before it was {word}")

    def turn(self, every: int) -> Turn:
        """Thirty ballots, one every so many µs, and what came of them."""
        requests = self._server.turn()
        self._file.write_bytes(packed(requests))
        time.sleep(REST)
        assert self._process.stdin is not None
        self._process.stdin.write(f"{self._file} {every} {QUIET}\n".encode())
        self._process.stdin.flush()
        self._wait("done")
        return Turn(self._server, [ballot for ballot, _ in requests], Path(f"{self._file}.out").read_bytes())

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(10)


class Turn:
    """One turn's delays in ms, of each answer and of each ballot on each board; the server's CPU in ms per ballot."""

    def __init__(self, server: Taker, ballots: Sequence[str], told: bytes) -> None:
        self._ballots, self._name = ballots, server.name
        self.cpu, self.acks, self.boards = 0.0, [], []  # type: float, list[float], list[float]
        self._sent: dict[str, int] = {}
        self._shows: dict[bytes, set[str]] = {}
        self.frames: list[int] = []
        seen: dict[bytes, set[str]] = {}
        at = 0
        while at < len(told):
            end = told.index(b"\n", at)
            words, at = told[at:end].split(b" "), end + 1
            if words[0] == b"C":
                text, at = told[at : at + int(words[2])], at + int(words[2]) + 1
                self._shows[words[1]] = server.shown(text.decode())
                self.frames.append(len(text))
            elif words[0] == b"F":
                self._heard(seen.setdefault(words[1], set()), words)
            else:
                self._told(words)
        self._complete(seen)

    def _told(self, words: list[bytes]) -> None:
        ballot, when = self._ballots[int(words[1])], int(words[2])
        if words[0] == b"P":
            self.cpu = when / 1e6 / len(self._ballots)
            return
        if words[0] == b"S":
            self._sent[ballot] = when
            return
        if int(words[3]) != STORED:
            raise Unfit(f"{self._name} answers {words[3].decode()}")
        self.acks.append((when - self._sent[ballot]) / 1e6)

    def _heard(self, seen: set[str], words: list[bytes]) -> None:
        new = self._shows[words[3]] - seen
        seen |= new
        self.boards += [(int(words[2]) - self._sent[ballot]) / 1e6 for ballot in new]

    def _complete(self, seen: dict[bytes, set[str]]) -> None:
        if len(seen) != BOARDS or any(len(those) != len(self._ballots) for those in seen.values()):
            raise Unfit(f"{self._name}: not every board was told of every ballot")


def measure(plan: Plan, folder: Path, compiler: str) -> dict[tuple[str, str], Found]:
    """Every server at both paces, in turns, by pace and name."""
    program = folder / "load"
    subprocess.run([compiler, "-O2", "-o", program, HERE / "end_to_end_load.c", "-lz"], check=True)
    turns = 2 + plan.rounds * (plan.bursts + plan.steady)
    servers: list[Taker] = []
    loads: list[Load] = []
    found: dict[tuple[str, str], Found] = {}
    try:
        servers.append(Ours(folder, turns))
        servers.append(Naive(folder))
        servers.append(Floor(folder, compiler))
        loads += [Load(program, server, folder) for server in servers]
        for load in loads:
            load.turn(0)
        for _ in range(plan.rounds):
            for pace, every, times in ((BURST, 0, plan.bursts), (STEADY, STEADY_EVERY, plan.steady)):
                for server, load in zip(servers, loads, strict=True):
                    take(found.setdefault((pace, server.name), Found()), [load.turn(every) for _ in range(times)])
    finally:
        for load in loads:
            load.stop()
        for server in servers:
            server.stop()
    return found


def take(found: Found, turns: Sequence[Turn]) -> None:
    """One round more."""
    found.acks.append([delay for turn in turns for delay in turn.acks])
    found.boards.append([delay for turn in turns for delay in turn.boards])
    found.cpu.append(median(turn.cpu for turn in turns))
    found.frames += [size for turn in turns for size in turn.frames]


def report(pace: str, found: dict[tuple[str, str], Found]) -> None:
    """Prints the table of one pace."""
    print(
        f"\n{pace:14}{'receipt p50':>13}{'p95':>8}{'p99':>8}{'board p50':>13}{'p95':>8}{'p99':>8}{'CPU per ballot':>17}"
    )
    for (its_pace, name), its in found.items():
        if its_pace == pace:
            receipts = "".join(f"{median(its.ack(share)):8.1f}" for share in SHARES)
            boards = "".join(f"{median(its.board(share)):8.1f}" for share in SHARES)
            frame = f"{median(its.frames):,.0f} bytes a frame"
            print(f"  {name:14} {receipts}     {boards}{median(its.cpu):17.2f}   {frame}")


def main() -> int:
    """Exit status 1 where a goal is missed."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        print("not measured: no C compiler for the load and the floor", file=sys.stderr)
        return 1
    plan = SHORT if os.environ.get("SHORT", "") not in ("", "0") else Plan()
    files_allowed(BOARDS * 4)
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = measure(plan, Path(folder), compiler)
        except Unfit as why:
            print(f"not measured: {why}", file=sys.stderr)
            return 1
    for pace in (BURST, STEADY):
        report(pace, found)
    figures = figures_of(found)
    save(figures, FOLDER, "end_to_end")
    print("\nThe goals are missed." if missed(figures) else "\nThe goals are met.")
    return int(missed(figures))


if __name__ == "__main__":
    sys.exit(main())
