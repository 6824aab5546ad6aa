"""DATA_DIR/security.log: who was refused at the door, one JSON line each; never a code, password or token."""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Callable
from pathlib import Path

NAME = "security.log"
MOST_BYTES = 4 * 1024 * 1024  # then a new file is begun
KEPT_DAYS = 200  # more than six months
DAY = 24 * 3600 * 1000  # ms
LONGEST = 80  # characters of what was claimed
WAITING = "_too_often"  # refused unheard, as fast as a machine can ask: once a minute of an address says it
MINUTE = 60_000  # ms
MOST_ADDRESSES = 20_000  # remembered at once
ROTATED = re.compile(r"security-(\d+)\.log")


class SecurityLog:
    """Appends to the log; a disk that is full stops nobody from being refused."""

    def __init__(self, folder: Path, now: Callable[[], int], most_bytes: int = MOST_BYTES) -> None:
        self._folder, self._now, self._most = folder, now, most_bytes
        self._one_at_a_time = threading.Lock()
        self._waiting: dict[tuple[str, str], int] = {}

    def refused(self, what: str, claimed: str, address: str, browser: str) -> None:
        """One refusal: of what kind, who was claimed, from which address, the hash of the browser's mark.

        Of those that were told to wait only the first of a minute and address is written: they cost nothing to make.
        """
        line = {
            "at": self._now(), "what": what, "who": claimed[:LONGEST], "address": address[:LONGEST],
            "browser": browser,
        }  # fmt: skip
        with self._one_at_a_time:
            if what.endswith(WAITING) and self._told_lately((what, address)):
                return
            try:
                self._append(json.dumps(line, ensure_ascii=True) + "\n")
            except OSError:
                return

    def _told_lately(self, of: tuple[str, str]) -> bool:
        now = self._now()
        last = self._waiting.get(of)
        if last is not None and 0 <= now - last < MINUTE:
            return True
        if len(self._waiting) >= MOST_ADDRESSES:
            self._waiting.clear()
        self._waiting[of] = now
        return False

    def _append(self, line: str) -> None:
        path = self._folder / NAME
        if path.exists() and path.stat().st_size + len(line) > self._most:
            path.rename(self._folder / f"security-{self._now()}.log")
            self._forget_old()
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)

    def _forget_old(self) -> None:
        for path in self._folder.glob("security-*.log"):
            found = ROTATED.fullmatch(path.name)
            if found and self._now() - int(found[1]) > KEPT_DAYS * DAY:
                path.unlink()
