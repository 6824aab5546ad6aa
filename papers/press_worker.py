"""The child process that prints: `python -m papers.press_worker`, one document as JSON on stdin.

It answers on stdout with lines of JSON: how far it is, a file (its bytes follow the line), a refusal,
the end.  It may take minutes and much memory, but neither without bounds.
"""

from __future__ import annotations

import json
import os
import sys
from typing import IO, Any

from papers.documents import DOCUMENTS, PrintRefused
from papers.limits import limit
from scoring.errors import Refusal
from scoring.rules.codec import decode

SECONDS = 900
MEMORY = 3 << 30


class Pipe:
    """The way to the parent."""

    def __init__(self, sink: IO[bytes]) -> None:
        self._sink = sink

    def say(self, **line: Any) -> None:
        """One line, sent at once."""
        self._sink.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._sink.flush()

    def file(self, name: str, content: bytes) -> None:
        """A finished file."""
        self.say(file=name, size=len(content))
        self._sink.write(content)
        self._sink.flush()

    def progress(self, done: int, of: int) -> None:
        """How far it is."""
        self.say(done=done, of=of)

    def stopped(self, refusal: PrintRefused) -> None:
        """A piece that cannot be printed."""
        self.say(stopped=refusal.code, params=refusal.params)


def main() -> int:
    """Prints the document that stdin names."""
    limit(SECONDS, MEMORY)
    asked = json.loads(sys.stdin.buffer.read())
    with os.fdopen(os.dup(1), "wb") as sink:
        pipe = Pipe(sink)
        try:
            values, printer = DOCUMENTS[asked["document"]].load()
            printer(decode(values, asked["values"]), pipe)
        except Refusal as refusal:
            pipe.say(refused=refusal.code, params=refusal.params)
            return 0
        pipe.say(end=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
