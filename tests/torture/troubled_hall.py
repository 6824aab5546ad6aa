"""One hall at a server with troubles: started, entered by the desk and every tablet, stopped."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from tests.ports import free_port
from tests.torture.desk import Desk, HallDay
from tests.torture.hall import Day, Ground, Size, day_of
from tests.torture.link import Link, NoAnswer
from tests.torture.tablet import Tablet
from web.config import ROOT

HALL = "H1"
READY_WITHIN = 30.0  # s
SIZE = Size(halls=1, judges=6, entries=2)


class Troubled:
    """`with Troubled(ground, folder, seed, trace=…) as hall:` – see ``troubled`` for what troubles there are."""

    def __init__(self, ground: Ground, folder: Path, seed: int, before: Sequence[str] = (), **troubles: str) -> None:
        self.folder = folder
        if not (folder / "contest.db").exists():
            ground.copy(folder)
        self.day: Day = day_of(seed, ground.size)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        own = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(port), "ASYNC_MODE": "eventlet"}
        own |= {"PYTHONPATH": str(ROOT), "TROUBLES": json.dumps(troubles)}
        self._log = open(folder.parent / f"{folder.name}.log", "ab")  # noqa: SIM115 - closed with the server
        self.process = subprocess.Popen(
            [*before, sys.executable, "-m", "tests.torture.troubled"], cwd=ROOT, env={**os.environ, **own},
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log, start_new_session=True,
        )  # fmt: skip
        self.codes = ground.codes
        self.looker = Link(self.url)
        self.tablets: dict[str, Tablet] = {}

    def __enter__(self) -> Troubled:
        try:
            self._wait()
            self.desk = Desk.entered(self.url, self.codes.desk)
            for judge, code in self.codes.judges.items():
                self.tablets[judge] = Tablet(self.url, code, lambda e, b, j=judge: self.day.new_id(j, e, b))
                self.tablets[judge].enter()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _wait(self) -> None:
        give_up = time.monotonic() + READY_WITHIN
        while time.monotonic() < give_up and self.process.poll() is None:
            if self.health() == 200:
                return
            time.sleep(0.02)
        self.stop()
        raise AssertionError(self.log()[-2000:])

    def health(self) -> int:
        """The status of /healthz, 0 without an answer."""
        try:
            return self.looker.request("GET", "/healthz").status
        except NoAnswer:
            return 0

    def play(self) -> None:
        """The whole day of the hall."""
        HallDay(self.day, HALL, self.desk, self.tablets, lambda: None).play()

    def begin(self, entry: str) -> None:
        """Open the hall where it is not, and put an entry on stage."""
        self.desk.command("open-session", lambda parts: parts[f"session/{HALL}"]["state"] == "open", session=HALL)
        for name, phase in (("call", "called"), ("start-presenting", "presenting")):
            self.desk.command(name, lambda parts, phase=phase: self.phase(parts, entry) == phase, entry=entry)

    def phase(self, parts: dict[str, object], entry: str) -> str:
        """Where an entry stands by the desk's picture."""
        session: dict[str, list[dict[str, str]]] = parts[f"session/{HALL}"]  # type: ignore[assignment]
        return next(row["phase"] for row in session["order"] if row["id"] == entry)

    def log(self) -> str:
        """What it wrote, errors among it."""
        return (self.folder.parent / f"{self.folder.name}.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Put the tablets away and kill the server, with what traces it."""
        for tablet in self.tablets.values():
            tablet.close()
        self.looker.close()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._log.close()
