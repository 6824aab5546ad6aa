"""PURE: what the machine under the contest says of itself, and what that means for the desk.

Nothing here looks at a disk or a clock: ``web/watching.py`` looks, the writer and the backups report.
Each field has one writer, and reports may come from native threads: nothing here takes a lock.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from live.measures import Measures

MEGABYTE = 1_000_000
DISK_LOW = 500 * MEGABYTE  # a day's database, its copies and its printed sheets took 60 MB: eight more of them
DISK_SHORT = 100 * MEGABYTE  # one more round of copies and print jobs may fill it: make room now
BACKUP_OLD = 120_000  # ms: two rounds of 60 s were missed, so more than the promised 60 s can be lost
CLOCK_STEP = 2_000  # ms: a clock that is merely steered never moves by so much between two looks
STEP_TOLD = 600_000  # ms that a step stays on the desk: long enough to compare the clock with a phone's
MINUTE = 60_000  # ms of commits that are judged together
SLOW_USUALLY = 200.0  # ms: usual is below 5; at 200 a hall's 30 ballots begin to queue
SLOW_ONCE = 1_000.0  # ms: a disk that took a second once is about to fail or shared with something greedy
FEW = 5  # commits in a minute below which one odd value says nothing of the usual
HANGS = 5_000  # ms that one commit may take before it counts as stuck
MOST = 4_096  # commits remembered: more than a minute of any hall


@dataclass(frozen=True, slots=True)
class Warning:
    """One thing to look at: words ``acts.problem.<code>``, level stop or wait, values for the words."""

    code: str
    level: str
    params: Mapping[str, str | int] = field(default_factory=dict)


class Watch:
    """The last reports; times in ms since 1970 by the server's clock, durations in ms, space in bytes."""

    def __init__(self, started: int = 0, measures: Measures | None = None) -> None:
        self._started = started
        self.measures = measures or Measures()
        self._commits: deque[tuple[int, float]] = deque(maxlen=MOST)
        self._failed_at: int | None = None
        self._busy_since: int | None = None
        self._free: int | None = None
        self._step: tuple[int, int] | None = None
        self._newest_fact = 0
        self._backups_known, self._place, self._same_disk = False, "", False
        self._backup: tuple[int, int] | None = None
        self._backup_failure: tuple[int, str] | None = None
        self._in_session_since: int | None = None

    def committing(self, at_ms: int) -> None:
        """The writer begins a transaction; until ``committed`` or ``commit_failed`` it is busy."""
        self._busy_since = at_ms

    def committed(self, ms: float, at_ms: int) -> None:
        """A transaction is on the disk; it took ``ms``."""
        self._commits.append((at_ms, ms))
        self.measures.observe("commit", ms)
        self._failed_at = self._busy_since = None

    def commit_failed(self, at_ms: int) -> None:
        """A transaction did not get to the disk; nothing of it was kept."""
        self._failed_at = self._failed_at or at_ms
        self._busy_since = None

    def looked(self, at_ms: int, free_bytes: int) -> None:
        """What is free for this process on DATA_DIR's disk."""
        self._free = free_bytes

    def clock_step(self, ms: int, at_ms: int) -> None:
        """The machine's clock was set by ``ms``; the contest's, by which ``at_ms`` is, has not followed yet."""
        if abs(ms) > CLOCK_STEP:
            self._step = (at_ms, ms)

    def clock_adopted(self, ms: int) -> None:
        """The contest's clock has followed: what was noted moves along, or a copy of just now would seem a day old."""
        self._started += ms
        if self._step is not None:
            self._step = (self._step[0] + ms, self._step[1])
        if self._backup is not None:
            self._backup = (self._backup[0] + ms, self._backup[1])
        for name in ("_in_session_since", "_busy_since"):
            if getattr(self, name) is not None:
                setattr(self, name, getattr(self, name) + ms)

    def newest_fact(self, at_ms: int) -> None:
        """When the ledger's newest fact was written, as the start found it; a clock before it lags."""
        self._newest_fact = at_ms

    def session_open(self, is_open: bool, at_ms: int) -> None:
        """Whether any hall is open now; the copies' age counts from its opening."""
        if not is_open:
            self._in_session_since = None
        elif self._in_session_since is None:
            self._in_session_since = at_ms

    def backup_wanted(self, place: str | None, same_disk: bool = False) -> None:
        """Where copies go (None: nowhere), and whether that is the contest's own disk."""
        self._backups_known, self._place, self._same_disk = True, place or "", same_disk

    def backup_done(self, at_ms: int, ledger_seq: int) -> None:
        """A copy was made and verified; it reaches to this fact."""
        self._backup, self._backup_failure = (at_ms, ledger_seq), None

    def backup_failed(self, at_ms: int, code: str) -> None:
        """A copy could not be made or did not stand its check; words ``error.<code>``."""
        self._backup_failure = (at_ms, code)

    @property
    def last_backup(self) -> tuple[int, int] | None:
        """When the last verified copy was made, and the fact it reaches to."""
        return self._backup

    @property
    def last_commit_failed(self) -> bool:
        """Whether nothing has been stored since a commit failed."""
        return self._failed_at is not None

    def stuck(self, now: int) -> bool:
        """Whether one commit hangs in the disk."""
        return self._busy_since is not None and now - self._busy_since > HANGS

    def warnings(self, now: int) -> list[Warning]:
        """What to look at, the most urgent first; old copies only matter while a session is open."""
        found = [*self._store(now), *self._disk(), *self._backups(now), *self._clock(now)]
        return sorted(found, key=lambda one: one.level != "stop")

    def _store(self, now: int) -> list[Warning]:
        if self.last_commit_failed:
            return [Warning("not_saved", "stop")]
        if self.stuck(now):
            return [Warning("commit_hangs", "stop")]
        lately = sorted(ms for at, ms in tuple(self._commits) if 0 <= now - at <= MINUTE)
        if not lately:
            return []
        usual, longest = lately[int(0.95 * (len(lately) - 1))], lately[-1]
        if longest > SLOW_ONCE or (len(lately) >= FEW and usual > SLOW_USUALLY):
            return [Warning("slow_commits", "wait", {"ms": round(longest)})]
        return []

    def _disk(self) -> list[Warning]:
        if self._free is None or self._free >= DISK_LOW:
            return []
        left = {"free": self._free // MEGABYTE}
        return [Warning("disk_short", "stop", left) if self._free < DISK_SHORT else Warning("disk_low", "wait", left)]

    def _backups(self, now: int) -> list[Warning]:
        if not self._backups_known:
            return []
        if not self._place:
            return [Warning("backup_nowhere", "wait")]
        found = [Warning("backup_same_disk", "wait", {"place": self._place})] if self._same_disk else []
        old = self._backup_age(now) > BACKUP_OLD
        if self._backup_failure is not None:
            why = {"place": self._place, "why": self._backup_failure[1]}
            return [Warning("backup_failed", "stop" if old else "wait", why), *found]
        if old:
            minutes = self._backup_age(now) // MINUTE
            return [Warning("backup_old", "stop", {"place": self._place, "minutes": minutes}), *found]
        return found

    def _backup_age(self, now: int) -> int:
        """ms of an open session that no copy covers; 0 outside one."""
        if self._in_session_since is None:
            return 0
        last = self._backup[0] if self._backup else self._started
        return now - max(last, self._in_session_since)

    def _clock(self, now: int) -> list[Warning]:
        lag = self._newest_fact - now
        found = [Warning("clock_behind", "wait", {"minutes": lag // MINUTE})] if lag > MINUTE else []
        if self._step is not None and abs(now - self._step[0]) <= STEP_TOLD:
            code = "clock_ahead" if self._step[1] > 0 else "clock_back"
            found.append(Warning(code, "wait", {"seconds": round(abs(self._step[1]) / 1000)}))
        return found
