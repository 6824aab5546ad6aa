"""Times on paper and on public pages: Beijing time, wherever the machine stands."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing(at: int, form: str) -> str:
    """A server's time in ms, in the form of `strftime`."""
    return datetime.fromtimestamp(at // 1000, BEIJING).strftime(form)
