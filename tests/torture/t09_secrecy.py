"""T9: two contests that differ only in what is hidden tell everybody the same, byte for byte, until the reveal."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pytest import MonkeyPatch

from scoring.rules.stage import LAST_STEP
from tests.torture.transcript import moment_of_parting
from tests.torture.transcript_day import Day
from tests.torture.transcript_hall import InProcess, Planted, keyed_template
from tests.torture.transcript_served import Served
from tests.torture.transcript_twins import Case as Twins
from tests.torture.transcript_twins import case_of, contest_of, secrets_of
from tests.torture.trial import Case

Plant = Callable[[MonkeyPatch], None]
NEVER = 1_000_000
SERVED_EVERY = 10  # of so many pairs one is played on the real server under eventlet, over its port
OF_THE_STAFF = ("desk", "acts")
ONLOOKERS = ("judge JA3", "judge JB1")  # who are never told of others' marks


@dataclass(frozen=True)
class Pair:
    """Both twins' days, played to the end."""

    twins: Twins
    first: Day
    second: Day


def played(keyed: Path, folder: Path, twins: Twins, plant: Plant | None = None, *, served: bool = False) -> Pair:
    """The same script twice, each in a contest of its own; with a planted bug where one is given."""
    days = []
    for twin in (1, 2):
        place = folder / f"pair{twins.number}"  # the same for both: the desk is told where it lies
        secrets = secrets_of(twins, twin)
        with MonkeyPatch.context() as patch:
            planted = Planted(f"ids {twins.number}", patch)
            if plant is not None:
                plant(patch)
            contest, seed = contest_of(twins, secrets), f"server {twins.number}"
            hall = Served(keyed, place, contest, planted, seed) if served else InProcess(keyed, place, contest, planted)
            days.append(Day(hall, twins, secrets))
            try:
                days[-1].play()
            finally:
                hall.close()
        shutil.rmtree(place)
    return Pair(twins, *days)


def opens_at(pair: Pair) -> int:
    """The first moment at which the public may be told something that differs."""
    twins = pair.twins
    by_criterion = twins.card["drop_mode"] == "criterion"
    seats = 1 if twins.card["show_judges"] != "hidden" else 2 if by_criterion else 3
    step = {"marks": seats, "documents": 3, "splits": 2 if by_criterion else LAST_STEP, "words": 0}[twins.differ]
    return pair.first.opened[twins.secret[0], step] if step else NEVER


def leaks(pair: Pair) -> list[str]:
    """What somebody was told too early; and where the transcripts would not have noticed."""
    opens, found = opens_at(pair), []
    for name in sorted({*pair.first.transcript.streams, *pair.second.transcript.streams}):
        if name.startswith("concerned"):
            continue
        one, other = (day.transcript.streams.get(name, []) for day in (pair.first, pair.second))
        parted = moment_of_parting(one, other)
        until = NEVER if name.startswith(ONLOOKERS) else opens
        if name.startswith(OF_THE_STAFF):  # after the close the staff works with what has come of it
            until = pair.first.closed_at
        if parted is not None and parted[0] < until:
            found.append(f"{name}, moment {parted[0]} of {until}: {parted[1]}")
    return [*found, *deaf(pair)]


def deaf(pair: Pair) -> list[str]:
    """Transcripts that stay the same where they have to differ: whoever is concerned, and everybody at the end."""
    found = []
    if pair.twins.differ in ("marks", "documents"):
        for name in ("public", "public socket"):
            if pair.first.transcript.streams[name] == pair.second.transcript.streams[name]:
                found.append(f"{name} is the same after the reveal")
    mine = [day.transcript.streams["concerned JX, socket"] for day in (pair.first, pair.second)]
    if pair.twins.differ != "documents" and mine[0] == mine[1]:
        found.append("the tablet of a judge whose marks differ says the same")
    return found


class Secrecy:
    """T9."""

    code, title = "T9", "twins that differ only in hidden marks"
    goal = "0 canaries, every pair byte-identical until the reveal"
    full, short = 200, 20
    parallel = True

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        folder.mkdir(parents=True, exist_ok=True)
        keyed = keyed_template(folder)
        for number in numbers:
            began = time.monotonic()
            served = number % SERVED_EVERY == SERVED_EVERY - 1
            pair = played(keyed, folder, case_of(number), served=served)
            transcript = pair.first.transcript
            counts = {
                "lines": float(transcript.lines()),
                "served": float(served),
                "bytes": float(transcript.bytes()),
                "frames": float(sum(len(v) for name, v in transcript.streams.items() if "socket" in name)),
            }
            yield Case(number, counts, tuple(leaks(pair)), time.monotonic() - began)

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        total = {name: int(sum(case.counts[name] for case in cases)) for name in ("lines", "bytes", "frames", "served")}
        alike = sum(not case.anomalies for case in cases)
        return {
            "pairs": f"{alike}/{len(cases)} ({total['served']} on the real server)",
            "answers and frames compared": str(total["lines"]),
            "frames": str(total["frames"]),
            "MB compared": f"{total['bytes'] / 1e6:.1f}",
        }


TRIAL = Secrecy()
