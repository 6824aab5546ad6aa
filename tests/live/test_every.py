"""What looks again and again goes on after a look that failed."""

from __future__ import annotations

import logging
import time
from typing import Any

import pytest

from live.server import Later, every


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


class Clocked:
    """A server whose background tasks run at once; sleeping takes the seconds asked for."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        time.sleep(seconds)

    def start_background_task(self, run: Any) -> None:
        run()


def test_what_is_to_come_soon_comes_at_once_and_then_not_again_within_the_tick() -> None:
    server, calls = Clocked(), []
    later = Later(server)  # type: ignore[arg-type]
    later(0.05, lambda: calls.append(time.monotonic()))
    later(0.05, lambda: calls.append(time.monotonic()))
    assert server.slept[0] == 0.0
    assert calls[1] - calls[0] >= 0.05


def test_while_the_writer_is_busy_it_is_held_but_never_for_longer_than_a_tick() -> None:
    left = [3]

    def busy() -> bool:
        left[0] -= 1
        return left[0] >= 0

    server, calls = Clocked(), []
    Later(server, busy)(5.0, lambda: calls.append(left[0]))  # type: ignore[arg-type]
    assert calls == [-1]
    began = time.monotonic()
    Later(server, lambda: True)(0.05, lambda: calls.append(0))  # type: ignore[arg-type]
    assert len(calls) == 2 and time.monotonic() - began < 5.0
