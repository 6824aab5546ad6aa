"""How often one may be wrong at the door: per account and per address, in memory, the clock passed in.

An attempt counts from its beginning, so that many at once are many; who was right takes it back.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

MINUTE = 60_000  # ms
MOST_KEPT = 20_000  # accounts and addresses remembered at once; the longest quiet is forgotten first


@dataclass(frozen=True, slots=True)
class Limit:
    """``wrong`` attempts within ``within`` ms are free; each further one doubles the wait up to ``longest`` ms."""

    wrong: int
    within: int
    first: int
    longest: int


ACCOUNT = Limit(wrong=5, within=10 * MINUTE, first=MINUTE // 2, longest=15 * MINUTE)
ADDRESS = Limit(wrong=60, within=10 * MINUTE, first=MINUTE // 4, longest=5 * MINUTE)  # a hall may be one address
# Right cards: each opening is two facts and a device less, so one card in a loop would fill disk and ledger.
CARD = Limit(wrong=60, within=10 * MINUTE, first=MINUTE // 12, longest=MINUTE // 12)
HALL = Limit(wrong=1_000, within=MINUTE, first=1_000, longest=1_000)  # everybody pairs at once after a restore


class Attempts:
    """Wrong attempts of the last minutes."""

    def __init__(self, account: Limit = ACCOUNT, address: Limit = ADDRESS) -> None:
        self._limits = {"account": account, "address": address}
        self._wrong: dict[tuple[str, str], list[int]] = {}
        self._one_at_a_time = threading.Lock()

    def begin(self, account: str, address: str, now: int) -> int:
        """Count an attempt at ``now`` (ms); the seconds to wait where there were too many, and then it is not counted.

        0 lets it be tried.
        """
        keys = (("account", account), ("address", address))
        with self._one_at_a_time:
            wait = max(self._wait(key, now) for key in keys)
            if wait == 0:
                for key in keys:
                    self._count(key, now)
            return -(-wait // 1000)

    def was_right(self, account: str, address: str, began: int) -> None:
        """Take back the attempt that began at ``began``; the account's earlier wrong ones are forgotten too."""
        with self._one_at_a_time:
            self._wrong.pop(("account", account), None)
            times = self._wrong.get(("address", address), [])
            if began in times:
                times.remove(began)

    def unheard(self, account: str, address: str, began: int) -> None:
        """Take back the attempt that began at ``began`` and was never tried; earlier ones go on counting."""
        with self._one_at_a_time:
            for key in (("account", account), ("address", address)):
                times = self._wrong.get(key, [])
                if began in times:
                    times.remove(began)
                if not times:
                    self._wrong.pop(key, None)

    def _wait(self, key: tuple[str, str], now: int) -> int:
        limit = self._limits[key[0]]
        times = self._wrong.get(key, [])
        times[:] = [at for at in times if now - at < limit.within + limit.longest]
        over = len(times) - limit.wrong
        if over < 0 or now - times[-limit.wrong] >= limit.within + limit.longest:
            return 0
        return max(0, times[-1] + min(limit.first << min(over, 16), limit.longest) - now)

    def _count(self, key: tuple[str, str], now: int) -> None:
        times = self._wrong.pop(key, [])
        self._wrong[key] = [*times, now]
        while len(self._wrong) > MOST_KEPT:
            del self._wrong[next(iter(self._wrong))]
