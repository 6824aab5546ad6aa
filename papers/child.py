"""Runs a job on bytes in a fresh process with little memory and little time.

`os.posix_spawn`, a temporary file and a pipe are used instead of `subprocess`, because
they do the same whether or not the modules of the parent are patched for green threads.
The child ends itself by an alarm, so that the parent may simply wait for its answer.
"""

import os
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class ChildFailed(Exception):
    """The child died; `signal` tells of what, 0 where it ended by itself."""

    def __init__(self, ended_by: int) -> None:
        self.signal = ended_by
        super().__init__(f"child ended by signal {ended_by}")


def run(job: str, content: bytes) -> bytes:
    """Blocks until the child has answered (10 s at most): never call it on the hub."""
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        reading, writing = os.pipe()
        try:
            child = _spawn(job, source.fileno(), writing)
        finally:
            os.close(writing)
        try:
            answer = _read_all(reading)
        finally:
            os.close(reading)
            status = os.waitid(os.P_PID, child, os.WEXITED)
    if status is None or status.si_code != os.CLD_EXITED:
        raise ChildFailed(0 if status is None else status.si_status)
    if status.si_status != 0:
        raise ChildFailed(0)
    return answer


def _spawn(job: str, source: int, sink: int) -> int:
    surroundings = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "papers.worker", job],
        surroundings,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, source, 0),
            (os.POSIX_SPAWN_DUP2, sink, 1),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        ],
        setsigdef=[signal.SIGALRM, signal.SIGXCPU],
        setsigmask=[],
    )


def _read_all(reading: int) -> bytes:
    chunks = []
    while chunk := os.read(reading, 1 << 16):
        chunks.append(chunk)
    return b"".join(chunks)
