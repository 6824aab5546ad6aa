"""What looks again and again goes on after a look that failed."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from live.server import every


class Ended(Exception):
    """The test has seen enough."""


class Turns:
    """A server whose background task runs at once, for a number of turns."""

    def __init__(self, turns: int) -> None:
        self._left = turns

    def sleep(self, _seconds: float) -> None:
        self._left -= 1
        if self._left < 0:
            raise Ended

    def start_background_task(self, run: Any) -> None:
        with pytest.raises(Ended):
            run()


def test_a_look_that_fails_is_told_once_and_made_again(caplog: pytest.LogCaptureFixture) -> None:
    looks: list[int] = []

    def look() -> None:
        looks.append(len(looks))
        if len(looks) in (2, 3, 5):
            raise ValueError("a bad moment")

    with caplog.at_level(logging.ERROR, "liangfen.live"):
        every(Turns(6), 1, look)  # type: ignore[arg-type]
    assert len(looks) == 6
    assert [record.name for record in caplog.records] == ["liangfen.live"] * 2
