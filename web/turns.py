"""Who waits for what costs a processor: one after the other, and only so many wait."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scoring.errors import TooOften
from scoring.store.writer import Waiter

AT_ONCE = 1  # of two processors one stays with the ballots
WAITING = 12  # at 0.1 s each the last has waited little more than a second
AGAIN = 5  # s, when to come again


class Turns:
    """``with turns.taken():`` – at most ``at_once`` inside; raises TooOften("door_busy") where ``waiting`` wait."""

    def __init__(self, waiter: Callable[[], Waiter], at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._waiter, self._free, self._most = waiter, at_once, waiting
        self._line: deque[Waiter] = deque()
        self._one_at_a_time = threading.Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One turn, in the order of coming."""
        mine = self._stand_in_line()
        try:
            if mine is not None:
                mine.wait()
            yield
        finally:
            self._leave(mine)

    def _stand_in_line(self) -> Waiter | None:
        with self._one_at_a_time:
            if self._free:
                self._free -= 1
                return None
            if len(self._line) >= self._most:
                raise TooOften("door_busy", seconds=AGAIN)
            mine = self._waiter()
            self._line.append(mine)
            return mine

    def _leave(self, mine: Waiter | None) -> None:
        """The turn goes to the next in line; who is torn away while waiting has none to give."""
        with self._one_at_a_time:
            if mine is not None and mine in self._line:
                self._line.remove(mine)
            elif self._line:
                self._line.popleft().set()
            else:
                self._free += 1
