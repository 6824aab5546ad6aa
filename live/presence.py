"""PURE: who is there. A judge is online while a socket of theirs has been heard of lately."""

from __future__ import annotations

from dataclasses import dataclass

QUIET_AFTER = 15_000  # ms: three missed beats of 5 s


@dataclass(frozen=True, slots=True)
class Beat:
    """What a tablet last said of itself; times in ms, latency in ms, battery in percent."""

    at: int
    battery: int | None = None
    queue: int = 0
    latency: int | None = None


class Presence:
    """The last beat of each judge and how many sockets hold the line."""

    def __init__(self) -> None:
        self._beats: dict[str, Beat] = {}
        self._sockets: dict[str, set[str]] = {}

    def joined(self, judge: str, socket: str, now: int) -> None:
        """A socket of the judge came up."""
        self._sockets.setdefault(judge, set()).add(socket)
        before = self._beats.get(judge, Beat(now))
        self._beats[judge] = Beat(now, before.battery, before.queue, before.latency)

    def left(self, judge: str, socket: str) -> None:
        """A socket of the judge went down."""
        self._sockets.get(judge, set()).discard(socket)

    def heard(self, judge: str, beat: Beat) -> None:
        """The tablet's own report."""
        self._beats[judge] = beat

    def online(self, judge: str, now: int) -> bool:
        """Whether the judge's tablet can be reached right now, as far as we know.

        A socket that lingers after its tablet went to sleep counts for 15 s at most; a beat of the
        future is one of before the clock was set back and counts for nothing until the next.
        """
        last = self._beats.get(judge)
        return bool(self._sockets.get(judge)) and last is not None and 0 <= now - last.at <= QUIET_AFTER

    def last(self, judge: str) -> Beat | None:
        """The last report, None where the judge was never seen."""
        return self._beats.get(judge)
