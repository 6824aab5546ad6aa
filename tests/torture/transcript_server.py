"""The application's own server with a planted clock and planted ids: ``python -m tests.torture.transcript_server``.

The clock stands in the file that PLANTED_CLOCK names, so that whoever plays the day sets it.
"""

from __future__ import annotations

import os
import secrets
import sys
import time
import warnings
from pathlib import Path

FAR = 3600  # s: nothing is sent that no act has caused


def plant(clock: Path, seed: str) -> None:
    """In this process: clock, ids, tokens, a disk that is never slow, and no look at who is there between acts."""
    import web.app
    from live import watch
    from tests.torture.transcript_hall import DISK_LIMITS, NEVER, ids
    from web.office import contest_clock

    def now() -> int:
        return int(clock.read_text())

    made = ids(seed)
    contest_clock.now = now  # type: ignore[method-assign]
    time.time_ns = lambda: now() * 1_000_000
    secrets.token_hex = made  # type: ignore[assignment]
    secrets.token_urlsafe = made  # type: ignore[assignment]
    for name in ("PRESENCE_TICK", "LOOK_EVERY"):
        setattr(web.app, name, FAR)
    for name in DISK_LIMITS:
        setattr(watch, name, NEVER)


def main() -> int:
    """As wsgi.py begins, then planted."""
    import wsgi

    plant(Path(os.environ["PLANTED_CLOCK"]), os.environ["PLANTED_SEED"])
    return wsgi.main()


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    import eventlet

    eventlet.monkey_patch()
    sys.exit(main())
