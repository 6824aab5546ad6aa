"""What is knocked at: it goes on accepting whatever becomes of one client, and keeps room for the others.

eventlet's server ends, with exit code 0, when one accept fails: a TLS connection that was reset at once is enough,
or one file more than the process may have open.
"""

from __future__ import annotations

import errno
from collections import Counter
from collections.abc import Callable
from typing import Any

NO_ROOM = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EINVAL)  # EINVAL: a reset client on macOS
PAUSE = 0.05  # s after an accept for which the machine had no room
RESERVED = 500  # files that connections never get: the database, static files, children
FOR_OTHERS, AT_MOST = 4, 2_000  # one part in so many is kept for other addresses: a hall and its guests come from one


class Listener:
    """A listening socket for ``eventlet.wsgi.server``; what is over ``most`` connections is closed at once."""

    def __init__(self, listening: Any, give_way: Callable[[float], None], most: int) -> None:
        self._listening, self._give_way, self._most = listening, give_way, most
        self._share = max(1, most - min(most // FOR_OTHERS, AT_MOST))
        self._held: Counter[str] = Counter()
        self._all = 0
        self.ended = ""  # why it accepts no more

    def __getattr__(self, name: str) -> Any:
        return getattr(self._listening, name)

    def accept(self) -> tuple[Any, Any]:
        """The next client with its address; raises OSError where the listening socket itself is gone."""
        while True:
            try:
                client, address = self._listening.accept()
            except (OSError, ValueError) as failed:
                number = getattr(failed, "errno", None)
                if number in (errno.EBADF, errno.ENOTSOCK):
                    self.ended = str(failed)
                    raise
                self._give_way(PAUSE if number in NO_ROOM else 0)
                continue
            who = str(address[0])
            if self._all < self._most and self._held[who] < self._share:
                self._held[who] += 1
                self._all += 1
                return client, address
            client.close()
            self._give_way(0)

    def left(self, address: Any) -> None:
        """A client that was accepted has gone."""
        who = str(address[0])
        self._held[who] -= 1
        self._all -= 1
        if self._held[who] <= 0:
            del self._held[who]
