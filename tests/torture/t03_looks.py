"""Whether the desk's picture says that a command was done whose answer was lost."""

from __future__ import annotations

from tests.torture.link import Json

AFTER = {"call": "called", "start-presenting": "presenting", "postpone": "postponed"}


def is_open(hall: str, parts: Json) -> bool:
    return bool(parts[f"session/{hall}"]["state"] == "open")


def stands_at(hall: str, entry: str, phase: str, parts: Json) -> bool:
    return any(row["id"] == entry and row["phase"] == phase for row in parts[f"session/{hall}"]["order"])


def is_returned(hall: str, judge: str, parts: Json) -> bool:
    return any(seat["judge"] == judge and seat["state"] == "returned" for seat in parts[f"seats/{hall}"])
