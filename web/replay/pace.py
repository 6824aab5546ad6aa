"""How fast the day goes by, and how far it has come."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from typing import TextIO

WIDTH = 30  # characters of the bar


@dataclass(frozen=True, slots=True)
class Pace:
    """`speed` times as fast as life; None: as fast as the server answers."""

    speed: float | None

    def pause(self, seconds: float) -> None:
        """Let that much of the day's time pass."""
        if self.speed is not None:
            time.sleep(seconds / self.speed)


class Progress:
    """One line on a terminal that renews itself; elsewhere a line per entry."""

    def __init__(self, entries: int, stream: TextIO = sys.stderr) -> None:
        self._entries, self._stream = entries, stream
        self._done, self._began = 0, time.monotonic()
        self._lock = threading.Lock()

    def entry_done(self, entry: str, outcome: str) -> None:
        """Count one more entry."""
        with self._lock:
            self._done += 1
            seconds = time.monotonic() - self._began
            text = f"{self._done}/{self._entries}  {entry} {outcome}  {seconds:.1f} s"
            if not self._stream.isatty():
                print(text, file=self._stream, flush=True)
                return
            full = WIDTH * self._done // max(1, self._entries)
            end = "\n" if self._done == self._entries else ""
            bar = "█" * full + "░" * (WIDTH - full)
            print(f"\r{bar} {text}\x1b[K", end=end, file=self._stream, flush=True)
