"""The real server as a process of its own, on a free port, with a DATA_DIR of its own."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT / "sample" / "contest.xlsx"
START_WITHIN = 30.0  # s
STOP_WITHIN = 10.0  # s


class Served:
    """A contest being served; `start`, `kill` and `start` again keep the port and the data.

    `played`: the contest is already in ``folder/data``.
    """

    root = ROOT  # the checkout that `start` serves from

    def __init__(self, folder: Path, workbook: Path | None = WORKBOOK, *, played: bool = False) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "server.log"
        self._environ = {
            **os.environ,
            "DATA_DIR": str(folder / "data"),
            "DATABASE_URL": "",
            "PUBLIC_URL": "",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "SAMPLE": "1",
        }
        self._process: subprocess.Popen[bytes] | None = None
        if played:
            return
        if workbook is None:
            self.contest("new")
        else:
            self.contest("import", str(workbook))

    def contest(self, *words: str) -> str:
        """What `flask contest …` prints; its failure is the test's."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "contest", *words],
            cwd=ROOT,
            env=self._environ,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def codes(self) -> dict[str, str]:
        """The code of every link now valid, by role of staff or id of judge."""
        lines = [line.split("\t") for line in self.contest("cards", "--links", "--url", self.url).splitlines()]
        rows = [row for row in lines if len(row) == 4]
        return {(row[2] if "#s." in row[3] else row[0]): row[3].partition("#")[2] for row in rows}

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "wsgi.py"],
                cwd=self.root,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        give_up = time.monotonic() + START_WITHIN
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < give_up, self.log()
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(STOP_WITHIN)

    def stop(self) -> None:
        """Ask it to end, and see that it does."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self.kill()

    def log(self) -> str:
        """What the server said so far."""
        return self._log.read_text("utf-8", "replace") if self._log.exists() else ""

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
