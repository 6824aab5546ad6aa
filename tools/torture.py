"""The trials of reliability in full: make torture [ONLY=T3,T5] [SHORT=1] [JOBS=2] [FRESH=1].

Goes on where it stopped; Ctrl-C keeps what is done; FRESH=1 forgets what earlier runs found.
"""

from __future__ import annotations

import multiprocessing
import os
import queue
import subprocess
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.torture.trial import Case, Trial
from tests.torture.trials import CODES, TrialMissing, trial_of
from tools import places
from tools.checks import LONG
from tools.torture_records import FOLDER, Record, Records, commit_now
from tools.torture_table import PAPER, Outcome, progress, text_of, write

LOOK_EVERY = 0.5  # s
END_WITHIN = 30.0  # s for a worker to clean up after Ctrl-C


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for."""

    codes: tuple[str, ...] = CODES
    short: bool = False
    jobs: int = 1
    fresh: bool = False
    folder: Path = FOLDER
    paper: Path = PAPER

    @property
    def command(self) -> str:
        only = "" if self.codes == CODES else f" ONLY={','.join(self.codes)}"
        return f"make torture{only}{' SHORT=1' if self.short else ''}{f' JOBS={self.jobs}' if self.jobs > 1 else ''}"


def asked(environ: Mapping[str, str]) -> Wanted:
    """From make's variables; raises ValueError for what is none of them."""
    only = tuple(code.strip().upper() for code in environ.get("ONLY", "").split(",") if code.strip())
    unknown = [code for code in only if code not in CODES]
    if unknown:
        raise ValueError(f"ONLY={','.join(unknown)}: one of {', '.join(CODES)}")
    jobs = environ.get("JOBS") or "1"
    if not jobs.isdigit() or int(jobs) < 1:
        raise ValueError(f"JOBS={jobs}: a whole number from 1 on")
    flags = {name: environ.get(name, "") not in ("", "0") for name in ("SHORT", "FRESH")}
    return Wanted(only or CODES, flags["SHORT"], int(jobs), flags["FRESH"])


def work(code: str, numbers: Sequence[int], folder: Path, told: Any) -> None:
    """In a process of its own: run cases, tell of each; None at the end, a text where it broke off."""
    trial: Trial | None = None
    try:
        trial = trial_of(code)
        for case in trial.run(numbers, folder):
            told.put(case)
        told.put(None)
    except KeyboardInterrupt:
        told.put("stopped")
    except BaseException as error:  # noqa: BLE001 - told, and the others go on
        last = traceback.extract_tb(error.__traceback__)[-1]
        told.put(f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"[:600])


class Run:
    """The cases of one trial that are left, in as many processes as it allows."""

    def __init__(self, trial: Trial, records: Records, wanted: Wanted, commit: str) -> None:
        self.trial, self.records, self.commit = trial, records, commit
        self.every = range(trial.short if wanted.short else trial.full)
        self.left = records.left(self.every, commit)
        self.jobs = min(wanted.jobs if getattr(trial, "parallel", False) else 1, max(1, len(self.left)))
        self.folder = wanted.folder / "work" / trial.code
        self.trouble = ""
        self._done, self._began = 0, time.monotonic()

    def run(self) -> None:
        """Raises KeyboardInterrupt once every process has cleaned up."""
        if not self.left:
            return
        spawn = multiprocessing.get_context("spawn")
        told: Any = spawn.Queue()
        workers = [
            spawn.Process(target=work, args=(self.trial.code, self.left[n :: self.jobs], self.folder / str(n), told))
            for n in range(self.jobs)
        ]
        for worker in workers:
            worker.start()
        try:
            self._hear(told, workers)
        finally:
            for worker in workers:
                worker.join(END_WITHIN)
                if worker.is_alive():
                    worker.terminate()
            self._say(last=True)

    def _hear(self, told: Any, workers: Sequence[Any]) -> None:
        running = len(workers)
        while running:
            try:
                said = told.get(timeout=LOOK_EVERY)
            except queue.Empty:
                if not any(worker.is_alive() for worker in workers) and told.empty():
                    self.trouble = self.trouble or "a process ended without a word"
                    return
                continue
            if isinstance(said, Case):
                self.records.add(Record(said, self.commit))
                self._done += 1
                self._say()
            else:
                running -= 1
                self.trouble = self.trouble or (said or "")

    def _say(self, last: bool = False) -> None:
        cases = self.records.cases(self.every)
        found = sum(len(case.anomalies) for case in cases)
        pace = (time.monotonic() - self._began) / max(1, self._done)
        to_go = pace * (len(self.left) - self._done) / 60
        text = f"{self.trial.code} {len(cases)}/{len(self.every)}  {found} findings"
        progress(f"{text}  about {to_go:.0f} min to go" if not last else text, last)


def play(code: str, wanted: Wanted, commit: str) -> Outcome:
    """Run what is left of one trial; raises KeyboardInterrupt."""
    try:
        trial = trial_of(code)
    except TrialMissing as missing:
        return Outcome(code, None, (), 0, trouble=str(missing))
    except Exception as error:  # noqa: BLE001 - a trial that cannot be loaded is an outcome, not the end of the others
        return Outcome(code, None, (), 0, trouble=f"cannot be loaded: {type(error).__name__}: {error}")
    records = Records(code, wanted.short, wanted.folder)
    if wanted.fresh:
        records.forget()
    run = Run(trial, records, wanted, commit)
    run.run()
    return outcome_of(trial, wanted, run.trouble)


def outcome_of(trial: Trial, wanted: Wanted, trouble: str = "") -> Outcome:
    """What the records say of a trial."""
    records, every = (
        Records(trial.code, wanted.short, wanted.folder),
        range(trial.short if wanted.short else trial.full),
    )
    commits = tuple(records.commits(every))
    return Outcome(trial.code, trial, tuple(records.cases(every)), len(every), commits, trouble)


def looked_up(code: str, wanted: Wanted) -> Outcome:
    """A trial that is not to be run now, as earlier runs left it."""
    try:
        return outcome_of(trial_of(code), wanted)
    except Exception as error:  # noqa: BLE001 - it may be half-written; its row says so
        return Outcome(code, None, (), 0, trouble=f"{type(error).__name__}: {error}")


def torture(wanted: Wanted) -> int:
    """Exit status: 0 every trial that was asked for held in all its cases, 1 one did not, 130 stopped."""
    commit, stopped = commit_now(), False
    blind = planted_unfound() if tuple(wanted.codes) == CODES and not wanted.short else False
    outcomes: dict[str, Outcome] = {}
    try:
        for code in wanted.codes:
            outcomes[code] = play(code, wanted, commit)
    except KeyboardInterrupt:
        stopped = True
    shown = [outcomes.get(code) or looked_up(code, wanted) for code in CODES]
    text = text_of(shown, commit, wanted.command)
    print(text, flush=True)
    if not wanted.short:
        write(text, wanted.paper)
    if stopped:
        print("stopped; what is done is kept, the same command goes on", flush=True)
        return 130
    return 0 if all(outcomes[code].holds for code in wanted.codes) and not blind else 1


def planted_unfound() -> bool:
    """Whether a trial missed one of the bugs whose planting is too long for `make test`."""
    command = [str(places.PYTHON), "-m", "pytest", "-q", str(LONG)]
    return subprocess.run(command, cwd=places.ROOT, check=False).returncode != 0


def main() -> int:
    """See `torture`; 2 for wrong variables."""
    try:
        wanted = asked(os.environ)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        return 2
    return torture(wanted)


if __name__ == "__main__":
    sys.exit(main())
