"""The contest's server under torture: started warm (forked) or cold (``python wsgi.py``), killed, started again."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType

from tests.ports import free_port
from tests.torture.link import Json, Link, NoAnswer
from web.config import ROOT

READY_WITHIN = 30.0  # s, before a start counts as failed
BORN_WITHIN = 60.0  # s for the two seconds of imports on a busy machine
LOOK_EVERY = 0.004  # s


@dataclass(frozen=True, slots=True)
class Death:
    """At which stage of its writer a server is to die: see ``deaths.arm``; "": of itself never."""

    stage: str = ""
    after: int = 1
    pause: float = 0.0  # s
    ballots: bool = False


class Killed:
    """`with Killed(folder) as server:` – one server at a time on one port; outside the block none is left."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"DATA_DIR": str(folder), "HOST": "127.0.0.1", "PORT": str(self.port), "ASYNC_MODE": "eventlet"}
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **own, **settings}
        self._log = open(folder / "server.log", "ab")  # noqa: SIM115 - closed with the server
        self._nursery: subprocess.Popen[bytes] | None = None
        self._cold: subprocess.Popen[bytes] | None = None
        self._said: queue.Queue[Json] = queue.Queue()
        self._pid = 0

    def __enter__(self) -> Killed:
        self._nursery = self._popen([sys.executable, "-m", "tests.torture.killable"], subprocess.PIPE, subprocess.PIPE)
        threading.Thread(target=self._hear, daemon=True).start()
        self._next("ready", BORN_WITHIN)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._cold is not None:
            self._cold.kill()
            self._cold.wait()
        if self._nursery is not None:
            assert self._nursery.stdin is not None
            self._nursery.stdin.close()
            try:
                self._nursery.wait(10)
            except subprocess.TimeoutExpired:
                self._nursery.kill()
                self._nursery.wait()
        self._log.close()

    def _popen(self, words: list[str], given: int, taken: int | None = None) -> subprocess.Popen[bytes]:
        out = self._log if taken is None else taken
        return subprocess.Popen(
            words, cwd=ROOT, env=self._environment, stdin=given, stdout=out, stderr=self._log, start_new_session=True
        )

    def _hear(self) -> None:
        assert self._nursery is not None and self._nursery.stdout is not None
        for line in self._nursery.stdout:
            self._said.put(json.loads(line))

    def _next(self, word: str, within: float) -> int:
        """What the nursery says of ``word``; raises AssertionError where it does not in time."""
        give_up = time.monotonic() + within
        while True:
            try:
                said = self._said.get(timeout=max(0.0, give_up - time.monotonic()))
            except queue.Empty:
                raise AssertionError(f"no {word}: {self.log()[-2000:]}") from None
            if word in said:
                return int(said[word])

    def start(self, death: Death | None = None, plant: str = "", cold: bool = False) -> float:
        """Start it and wait until it says that it is ready: after how many seconds."""
        began = time.monotonic()
        if cold:
            self._cold = self._popen([sys.executable, "wsgi.py"], subprocess.DEVNULL)
        else:
            assert self._nursery is not None and self._nursery.stdin is not None
            order = {**asdict(death or Death()), "plant": plant}
            self._nursery.stdin.write(json.dumps(order).encode() + b"\n")
            self._nursery.stdin.flush()
            self._pid = self._next("pid", BORN_WITHIN)
        while time.monotonic() - began < READY_WITHIN:
            if self.answers():
                return time.monotonic() - began
            if self.ended(0.0):
                break
            time.sleep(LOOK_EVERY)
        if death and self.ended(0.0):
            return time.monotonic() - began  # it died of its stage before it was asked
        raise AssertionError(f"the server is not ready: {self.log()[-2000:]}")

    def answers(self) -> bool:
        """Whether /healthz says that it saves."""
        link = Link(self.url)
        try:
            return link.request("GET", "/healthz").status == 200
        except NoAnswer:
            return False
        finally:
            link.close()

    def ended(self, within: float) -> bool:
        """Whether it dies by itself within so many seconds."""
        if self._cold is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._cold.wait(within)
            return self._cold.poll() is not None
        if not self._pid:
            return True
        with contextlib.suppress(AssertionError):
            self._next("dead", within)
            self._pid = 0
        return not self._pid

    @property
    def pid(self) -> int:
        """The process that serves now."""
        return self._cold.pid if self._cold is not None else self._pid

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        if self._cold is not None:
            self._cold.kill()
            self._cold.wait()
            self._cold = None
        elif self._pid:
            os.kill(self._pid, signal.SIGKILL)  # a dead one stays a zombie: the number is still its own
            self._next("dead", BORN_WITHIN)
            self._pid = 0

    def log(self) -> str:
        """What it wrote, errors among it."""
        return (self.folder / "server.log").read_text(encoding="utf-8", errors="replace")
