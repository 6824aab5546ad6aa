"""The parent's side of the press: hands a document to the child, keeps what comes, may stop it.

As in :mod:`papers.child`, nothing here asks ``subprocess`` or a green lock: it does the same in a
native thread whether or not the modules around it are patched for green threads.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from typing import IO, Any

from papers.child import ROOT, ChildFailed
from papers.documents import DOCUMENTS, PrintRefused
from scoring.rules.codec import encode

Keep = Callable[[str, bytes], None]
Tell = Callable[[int, int], None]
Miss = Callable[[PrintRefused], None]


class PrintStopped(Exception):
    """Somebody stopped the press; what was kept before is not the whole document."""


def _silent(done: int, of: int) -> None:
    """Nobody watches."""


def _refuse(refusal: PrintRefused) -> None:
    """Nobody asked to go on without the piece."""
    raise refusal


class Press:
    """Prints one document, once."""

    def __init__(self) -> None:
        self._child = 0
        self._stopped = False

    def stop(self) -> None:
        """End the printing from another thread; harmless before, after and twice."""
        self._stopped = True
        if self._child:
            os.kill(self._child, signal.SIGKILL)

    def print(self, document: str, values: object, keep: Keep, tell: Tell = _silent, miss: Miss = _refuse) -> None:
        """Blocks until the document is made: never call it on the hub.

        `keep` gets every file as it is finished, `tell` what is done of how much, `miss` each piece
        that cannot be printed while the others are.  Raises PrintRefused with the reason,
        PrintStopped after `stop`, ChildFailed where the child died.
        """
        if document not in DOCUMENTS:
            raise KeyError(document)
        ended = False
        with tempfile.TemporaryFile() as source:
            source.write(json.dumps({"document": document, "values": encode(values)}, ensure_ascii=False).encode())
            source.seek(0)
            reading, writing = os.pipe()
            try:
                self._child = _spawn(source.fileno(), writing)
            finally:
                os.close(writing)
            try:
                if self._stopped:
                    os.kill(self._child, signal.SIGKILL)
                with open(reading, "rb") as answer:
                    ended = _listen(answer, keep, tell, miss)
            finally:
                child, self._child = self._child, 0
                if not ended:
                    os.kill(child, signal.SIGKILL)
                status = os.waitid(os.P_PID, child, os.WEXITED)
        if not ended:
            raise PrintStopped if self._stopped else ChildFailed(0 if status is None else status.si_status)


def _spawn(source: int, sink: int) -> int:
    surroundings = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath}
    return os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "papers.press_worker"],
        surroundings,
        file_actions=[
            (os.POSIX_SPAWN_DUP2, source, 0),
            (os.POSIX_SPAWN_DUP2, sink, 1),
        ],
        setpgroup=0,  # Ctrl-C on a terminal is for the parent, which then ends the child
        setsigdef=[signal.SIGALRM, signal.SIGXCPU, signal.SIGPIPE],
        setsigmask=[],
    )


def _listen(answer: IO[bytes], keep: Keep, tell: Tell, miss: Miss) -> bool:
    """Whether the child came to its end; raises PrintRefused."""
    for line in answer:
        said: dict[str, Any] = json.loads(line)
        if "refused" in said:
            raise PrintRefused(said["refused"], **said["params"])
        if "end" in said:
            return True
        if "file" in said:
            content = answer.read(said["size"])
            if len(content) < said["size"]:
                return False
            keep(said["file"], content)
        elif "stopped" in said:
            miss(PrintRefused(said["stopped"], **said["params"]))
        else:
            tell(said["done"], said["of"])
    return False
