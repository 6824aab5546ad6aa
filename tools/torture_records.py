"""What torture has found so far: one line of JSON for each finished case, in `.torture/<code>.jsonl`."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.torture.trial import Case
from tools import places

FOLDER = places.ROOT / ".torture"


@dataclass(frozen=True, slots=True)
class Record:
    """A case, and the commit that it ran on ("-dirty" where the checkout had changes)."""

    case: Case
    commit: str

    def line(self) -> str:
        case = self.case
        told = {
            "number": case.number,
            "commit": self.commit,
            "seconds": round(case.seconds, 2),
            "counts": case.counts,
            "anomalies": list(case.anomalies),
        }
        return json.dumps(told, ensure_ascii=False)


class Records:
    """The records of one trial; the last of a number is the one that counts."""

    def __init__(self, code: str, short: bool, folder: Path = FOLDER) -> None:
        self.path = folder / f"{'short-' if short else ''}{code}.jsonl"
        self._found: dict[int, Record] = {}
        if self.path.exists():
            for line in self.path.read_text("utf-8").splitlines():
                self._take(line)

    def _take(self, line: str) -> None:
        """A line that a kill has cut is no record."""
        try:
            told = json.loads(line)
        except ValueError:
            return
        case = Case(told["number"], told["counts"], tuple(told["anomalies"]), told["seconds"])
        self._found[case.number] = Record(case, told["commit"])

    def add(self, record: Record) -> None:
        """On the disk before it counts."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        cut = self.path.exists() and not self.path.read_bytes().endswith(b"\n")
        with self.path.open("a", encoding="utf-8") as file:
            file.write("\n" * cut + record.line() + "\n")
            file.flush()
            os.fsync(file.fileno())
        self._found[record.case.number] = record

    def forget(self) -> None:
        """Begin anew."""
        self.path.unlink(missing_ok=True)
        self._found.clear()

    def left(self, wanted: Iterable[int], commit: str) -> list[int]:
        """Which of the numbers are still to be run: new ones, and those that failed on another commit."""
        return [n for n in wanted if n not in self._found or self._failed_elsewhere(n, commit)]

    def _failed_elsewhere(self, number: int, commit: str) -> bool:
        found = self._found[number]
        return bool(found.case.anomalies) and (found.commit != commit or commit.endswith("-dirty"))

    def cases(self, wanted: Iterable[int]) -> list[Case]:
        """What is known of the numbers, in their order."""
        return [self._found[n].case for n in wanted if n in self._found]

    def commits(self, wanted: Iterable[int]) -> Sequence[str]:
        """On which commits they ran."""
        return sorted({self._found[n].commit for n in wanted if n in self._found})


def commit_now() -> str:
    """The checkout's commit; "unknown" where this is none."""
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--exclude", "*"],
            cwd=places.ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return said.stdout.strip()
