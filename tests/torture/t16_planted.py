"""`python -m tests.torture.t16_planted FAULT`: the real server with a fault that T16 must find."""

from __future__ import annotations

import runpy
import sys
import warnings
from collections.abc import Callable
from typing import Any

from tests.web.serving import ROOT

LATE = 4.0  # s


def not_cut() -> None:
    """Whose login ended keeps the socket, and hears on."""
    from live.publish import Publisher

    publisher: Any = Publisher
    publisher._cut = lambda self, fact: None


def cut_late() -> None:
    """It is cut, but when it is too late."""
    import eventlet

    from live.publish import Publisher

    publisher: Any = Publisher
    cut = publisher._cut
    publisher._cut = lambda self, fact: eventlet.spawn_after(LATE, cut, self, fact)


def cookie_still_good() -> None:
    """The socket goes, the cookie stays good."""
    from scoring.store.reading import people
    from web import auth

    def as_it_was(connection: Any, token_hash: str) -> Any:
        found = people.login_of_token(connection, token_hash)
        return None if found is None else found._replace(ended_at=None) if hasattr(found, "_replace") else _Open(found)

    looked: Any = auth
    looked.login_of_token = as_it_was


class _Open:
    """A login's row that never ended."""

    def __init__(self, row: Any) -> None:
        self._row, self.ended_at = row, None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


FAULTS: dict[str, Callable[[], None]] = {"not cut": not_cut, "cut late": cut_late, "cookie good": cookie_still_good}

if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    import eventlet

    eventlet.monkey_patch()
    FAULTS[sys.argv[1]]()
    sys.argv = ["wsgi.py"]
    runpy.run_path(str(ROOT / "wsgi.py"), run_name="__main__")
