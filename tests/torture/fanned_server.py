"""``fanned`` as a process: `with Pressed(folder) as server:`."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.ports import free_port
from tests.torture.link import Json, Link, NoAnswer
from web.config import ROOT

READY_WITHIN = 60.0  # s, on a busy machine
LONGEST = 60.0  # s for one order


class SecureLink(Link):
    """The same over a certificate that nobody vouches for."""

    def _exchange(self, method: str, path: str, body: Json | None) -> tuple[http.client.HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = http.client.HTTPSConnection(
                self._host, self._port, timeout=self._longest, context=ssl._create_unverified_context()
            )
        return super()._exchange(method, path, body)


class Pressed:
    """One server on a free port, killed at the end."""

    def __init__(self, folder: Path, **told: Any) -> None:
        self.port, self.log = free_port(), folder / "fanned.log"
        words = json.dumps({"port": self.port, **told})
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "FANNED": words}
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.torture.fanned"], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
        self._link = Link(f"http://127.0.0.1:{self.port}", longest=LONGEST)
        if told.get("tls"):
            self._link = SecureLink(f"https://127.0.0.1:{self.port}", longest=LONGEST)

    def __enter__(self) -> Pressed:
        give_up = time.monotonic() + READY_WITHIN
        while time.monotonic() < give_up and self.process.poll() is None:
            try:
                self.figures()
                return self
            except NoAnswer:
                time.sleep(0.05)
        self.__exit__(None, None, None)
        raise AssertionError(self.said())

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait(10)

    def figures(self) -> dict[str, Any]:
        return self._link.request("GET", "/figures").body

    def say(self, room: str, count: int, every: float = 0.0, size: int = 1500) -> float:
        """CPU s that the server took, where ``every`` is 0."""
        order = {"room": room, "count": count, "every": every, "size": size}
        return float(self._link.request("POST", "/say", order).body.get("cpu", 0.0))

    def end(self, who: str) -> None:
        self._link.request("POST", "/end", {"who": who})

    def said(self) -> str:
        """Its log."""
        return self.log.read_text("utf-8", "replace")
