"""T4: the disk is full, read-only or cannot sync: nothing false is acknowledged, all is said, all comes back.

Five kinds in turn.  Four need no privilege: a write that the log's file refuses as full, one that it refuses
as read-only, a sync that fails (all three put under SQLite by ``troubles.Disk``), and a limit on the size of
files (``RLIMIT_FSIZE``, the system's own refusal).  The fifth is a small disk in memory, filled to its last byte.
"""

from __future__ import annotations

import contextlib
import functools
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.torture.hall import Ground, Size
from tests.torture.held import Reader
from tests.torture.link import NoAnswer
from tests.torture.trial import Case
from tests.torture.troubled_hall import Troubled

SIZE = Size(halls=1, judges=6, entries=1)
ENTRY = "H1E1"
KINDS = ("readonly", "limit", "full", "sync", "tmpfs")
SMALL = "size=24m"
TOLD_WITHIN = 4.0  # s until the desk has its banner
BACK_WITHIN = 5.0  # s from the first free byte to the last ballot's receipt
PAUSE = 0.05  # s between two looks
GIVE_UP = 20.0  # s
PLACES = ("/api/v1/public/picture", "/api/v1/judge/picture")


class Fault:
    """What is wrong with the disk, from ``on`` to ``off``."""

    def __init__(self, kind: str, folder: Path, hall: Troubled) -> None:
        self.kind, self.folder, self.hall = kind, folder, hall
        self._filler = folder / "filler"

    def on(self) -> None:
        if self.kind == "limit":
            log = self.hall.folder / "contest.db-wal"
            resource.prlimit(self.hall.process.pid, resource.RLIMIT_FSIZE, (log.stat().st_size, resource.RLIM_INFINITY))
        elif self.kind == "tmpfs":
            with contextlib.suppress(OSError), self._filler.open("wb", buffering=0) as file:
                while True:
                    file.write(b"\0" * 4096)
        else:
            said = self.folder / "said"
            said.write_text(self.kind)
            said.rename(self.folder / "refusing")

    def off(self) -> None:
        if self.kind == "limit":
            resource.prlimit(
                self.hall.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            )
        elif self.kind == "tmpfs":
            self._filler.unlink()
        else:
            (self.folder / "refusing").unlink()


@functools.cache
def may_mount() -> bool:
    """Whether this process may make a disk in memory."""
    with tempfile.TemporaryDirectory() as place:
        if not _mounted(Path(place)):
            return False
        subprocess.run(["umount", place], check=True)
    return True


def _mounted(place: Path) -> bool:
    words = ["mount", "-t", "tmpfs", "-o", SMALL, "none", str(place)]
    with contextlib.suppress(OSError):
        return subprocess.run(words, check=False, capture_output=True).returncode == 0
    return False


@contextlib.contextmanager
def disk(kind: str, folder: Path) -> Iterator[Path]:
    """The folder that a case lies in, on a disk of its own where the kind asks for one."""
    folder.mkdir(parents=True, exist_ok=True)
    own = kind == "tmpfs" and _mounted(folder)
    try:
        yield folder
    finally:
        if own:
            subprocess.run(["umount", "-l", str(folder)], check=True)


class DiskFull:
    """T4."""

    code, title = "T4", "disk full, read-only, sync fails"
    goal = "0 false acknowledgements, 507, banner, reads go on, back ≤ 5 s"
    full, short = 50, 5

    @property
    def not_shown(self) -> tuple[str, ...]:
        return () if may_mount() else ("T4 on a small disk of its own (mounting is not permitted)",)

    def run(self, numbers: Sequence[int], folder: Path) -> Iterator[Case]:
        ground = Ground(folder, SIZE)
        try:
            for number in numbers:
                kind = KINDS[number % len(KINDS)]
                yield one_case(ground, folder, number, kind if kind != "tmpfs" or may_mount() else "limit")
        finally:
            ground.remove()

    def held(self, cases: Sequence[Case]) -> bool:
        return bool(cases) and not any(case.anomalies for case in cases)

    def figures(self, cases: Sequence[Case]) -> dict[str, str]:
        counts = {name: [case.counts[name] for case in cases] for name in ("refused", "false", "told", "back")}
        return {
            "false acknowledgements": f"{sum(counts['false']):.0f}",
            "refused with 507": f"{sum(counts['refused']):.0f}",
            "banner after, at most": f"{max(counts['told'], default=0):.1f} s",
            "all saved after space, at most": f"{max(counts['back'], default=0):.1f} s",
        }


def one_case(ground: Ground, folder: Path, number: int, kind: str, plant: str = "") -> Case:
    """Half a panel submits before the fault, half during it; then there is space again, and the power goes."""
    began = time.monotonic()
    with disk(kind, folder / f"case{number}") as place:
        shutil.rmtree(place / "data", ignore_errors=True)
        troubles = {"refusing": str(place / "refusing")} | ({"plant": plant} if plant else {})
        with Troubled(ground, place / "data", number, **troubles) as hall:
            trouble = Trouble(hall, Fault(kind, place, hall))
            trouble.play()
        tablets = list(hall.tablets.values())
        anomalies = [*trouble.anomalies, *Reader(place / "data").wrong(tablets)]
        trouble.counts["false"] += sum(text.startswith(("lost", "altered")) for text in anomalies)
    shutil.rmtree(folder / f"case{number}", ignore_errors=True)
    return Case(number, trouble.counts, tuple(f"{kind}: {text}" for text in anomalies), time.monotonic() - began)


class Trouble:
    """One hall through one fault, and what was seen of it."""

    def __init__(self, hall: Troubled, fault: Fault) -> None:
        self.hall, self.fault = hall, fault
        self.anomalies: list[str] = []
        self.counts = {"refused": 0.0, "false": 0.0, "told": 0.0, "back": 0.0}
        judges = sorted(hall.tablets)
        self.first, self.second = judges[::2], judges[1::2]

    def play(self) -> None:
        self.hall.begin(ENTRY)
        self._submit(self.first)
        self._expect(lambda: all(self.hall.tablets[judge].settle(0.0) for judge in self.first), GIVE_UP, "before")
        time.sleep(0.2)  # what was announced is written
        self.fault.on()
        self._during()
        self.fault.off()
        self.counts["back"] = self._expect(self._all_well, BACK_WITHIN, "saved again")
        for name, phase in (
            ("end-presenting", "questioning"),
            ("end-questions", "scoring"),
            ("close-entry", "complete"),
        ):
            if not self.anomalies:
                self.hall.desk.command(name, lambda parts, p=phase: self.hall.phase(parts, ENTRY) == p, entry=ENTRY)

    def _submit(self, judges: Sequence[str]) -> None:
        turn = self.hall.day.halls["H1"][0]
        for judge in judges:
            parts = self.hall.tablets[judge].look() or {}
            marks = turn.ballots.get(judge, ((4000, 3000),))[0]
            self.hall.tablets[judge].submit(ENTRY, marks, 0, kind=parts["session/H1"]["entry"]["kind"])

    def _during(self) -> None:
        """Nothing is acknowledged, everything is said, and reading goes on."""
        self._submit(self.second)
        self.counts["told"] = self._expect(self._told, TOLD_WITHIN, "banner")
        self._refusals()
        for path in PLACES:
            self._readable(path)
        acknowledged = [judge for judge in self.second if self.hall.tablets[judge].acknowledged]
        self.counts["false"] = float(len(acknowledged))
        self.anomalies += [f"acknowledged while nothing could be saved: {judge}" for judge in acknowledged]

    def _refusals(self) -> None:
        """Ballot, draft and command: each 507, each in words."""
        tablet = self.hall.tablets[self.second[0]]
        record = tablet.records[-1]
        link = tablet._link.beside()
        asked = (
            (link, "PUT", f"/api/v1/judge/ballots/{record.id}", record.body),
            (link, "PUT", f"/api/v1/judge/drafts/{ENTRY}", {"marks": [4000, None], "comment": "", "saved_at": 1}),
            (self.hall.desk.beside()._link, "POST", "/api/v1/desk/end-presenting", {"entry": ENTRY}),
        )
        for device, method, path, body in asked:
            answer = device.request(method, path, body)
            error = answer.body.get("error", {})
            said = answer.status == 507 and error.get("code") == "not_saved" and error.get("zh") and error.get("en")
            self.counts["refused"] += answer.status == 507
            if not said:
                self.anomalies.append(f"{path} was answered {answer.status} {answer.code}")

    def _readable(self, path: str) -> None:
        try:
            status = self.hall.tablets[self.first[0]]._looking.request("GET", path).status
        except NoAnswer as trouble:
            status = str(trouble)
        if status != 200:
            self.anomalies.append(f"reading {path}: {status}")

    def _told(self) -> bool:
        problems = self.hall.desk.picture()["problems"]
        return self.hall.health() == 503 and any(one["code"] == "not_saved" for one in problems)

    def _all_well(self) -> bool:
        problems = self.hall.desk.picture()["problems"]
        settled = all(self.hall.tablets[judge].settle(0.0) for judge in self.second)
        return settled and self.hall.health() == 200 and not any(one["code"] == "not_saved" for one in problems)

    def _expect(self, what: Callable[[], bool], within: float, name: str) -> float:
        """Seconds until it is so."""
        began = time.monotonic()
        while not what():
            if time.monotonic() - began > within:
                self.anomalies.append(f"{name}: not within {within:.0f} s")
                break
            time.sleep(PAUSE)
        return time.monotonic() - began


TRIAL = DiskFull()
