"""Who sends the same picture to the same clients: each a process of its own on a free port."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.ports import free_port
from tools import places

HERE = Path(__file__).parent
NODE = HERE / "node"
READY_WITHIN = 30.0  # s


class Rival:
    """One process that holds sockets and broadcasts when told by its input: "count every size"."""

    def __init__(self, name: str, *command: str) -> None:
        self.name, self.port = name, free_port()
        self._process = subprocess.Popen(
            [*command, str(self.port)], cwd=places.ROOT, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def say(self, count: int, every: float, size: int) -> None:
        """So many broadcasts, one every so many s; returns at once."""
        if self._process.stdin is None:
            raise RuntimeError(self.name)
        self._process.stdin.write(f"{count} {every} {size}\n".encode())
        self._process.stdin.flush()

    @property
    def cpu(self) -> float:
        """CPU s of the process since its start, all of its threads."""
        return time.clock_gettime((~self._process.pid << 3) | 2)  # clock_getcpuclockid(3)

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait(10)
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()


class Ours(Rival):
    """The live side as it is served; with ``unlike`` as the libraries have it."""

    def __init__(self, name: str, unlike: str = "") -> None:
        self.name, self.port = name, free_port()
        told = {"port": self.port, **({"unlike": unlike} if unlike else {})}
        environment = {**os.environ, "FANNED": json.dumps(told), "PYTHONPATH": str(places.ROOT)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.fanned"], cwd=places.ROOT, env=environment, stderr=subprocess.DEVNULL
        )

    def say(self, count: int, every: float, size: int) -> None:
        """By HTTP."""
        order = json.dumps({"room": "public", "count": count, "every": every, "size": size}).encode()
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}/say", order, {"Content-Type": "application/json"})
        urllib.request.urlopen(asked, timeout=READY_WITHIN).close()


def rivals(folder: Path) -> list[Rival]:
    """All of them, started; the C loop only where there is a compiler."""
    node = shutil.which("node") or str(places.VENV / "bin" / "node")
    found = [
        Ours("ours"),
        Ours("python-socketio + eventlet as they come", unlike="the bench"),
        Rival("Node socket.io", node, str(NODE / "fanout.cjs")),
        Rival("Python websockets", sys.executable, "-m", "tools.bench.fanout_websockets"),
        Rival("Python send loop", sys.executable, "-m", "tools.bench.fanout_loop"),
    ]
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is not None:
        loop = folder / "loop"
        subprocess.run([compiler, "-O2", "-o", loop, HERE / "fanout_loop.c"], check=True)
        found.append(Rival("C send loop", str(loop)))
    return found
