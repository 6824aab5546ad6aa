"""Pings of all plain sockets by one hand: in time, once each, and by no clock that can be set."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from live import fanout_pulse
from live.fanout_pulse import PING, Pulse
from tests.torture.ears import Ears
from tests.torture.fanned_server import Pressed

GIVE_UP = 30.0  # s
PING_EVERY = 1  # s


class Way:
    """Where a socket's line would be."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.why = ""

    def send(self, frame: bytes) -> None:
        self.sent.append(frame)

    def cut(self, why: str) -> None:
        self.why = why


class Still:
    """An engine that does nothing, with its sockets."""

    ping_interval, ping_timeout, start_service_task = 10, 5, True

    def __init__(self) -> None:
        self.sockets: dict[str, Any] = {}
        self.timed: list[str] = []

    def start_background_task(self, _run: Callable[[], None]) -> None:
        """Nothing beats by itself here."""

    def socket(self, name: str) -> Any:
        made = SimpleNamespace(
            sid=name, queue=Way(), last_ping=1.0, closing=False, closed=False,
            check_ping_timeout=lambda: self.timed.append(name),
        )  # fmt: skip
        self.sockets[name] = made
        return made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The steady clock, and one on the wall that jumps with every look."""
    found = SimpleNamespace(at=100.0, monotonic=lambda: found.at, time=lambda: found.at * 1e6)
    monkeypatch.setattr(fanout_pulse, "time", found)
    return found


def test_each_is_pinged_once_after_the_interval_and_again_after_its_pong(clock: SimpleNamespace) -> None:
    engine = Still()
    pulse, one, other = Pulse(engine), engine.socket("one"), engine.socket("other")
    assert not engine.start_service_task
    pulse.take(one)
    clock.at += 3
    pulse.take(other)
    pulse.beat(109.9)
    assert (one.queue.sent, other.queue.sent) == ([], [])
    pulse.beat(110.0)
    pulse.beat(111.0)
    assert (one.queue.sent, other.queue.sent) == ([PING], [])
    clock.at = 111.0
    for _ in range(3):
        one.schedule_ping()  # only the first is an answer
    pulse.beat(117.0)
    assert (one.queue.why, one.last_ping, other.queue.sent) == ("", None, [PING])
    pulse.beat(120.9)
    assert one.queue.sent == [PING]
    pulse.beat(121.0)
    assert one.queue.sent == [PING, PING]


def test_who_does_not_answer_is_cut_and_who_has_gone_is_left_alone(clock: SimpleNamespace) -> None:
    engine = Still()
    pulse, mute, gone, closed = Pulse(engine), *(engine.socket(name) for name in ("mute", "gone", "closed"))
    for one in (mute, gone, closed):
        pulse.take(one)
    closed.closed = True
    pulse.beat(110.0)
    assert closed.queue.sent == []
    pulse.drop(gone)
    pulse.beat(114.9)
    assert (mute.queue.why, gone.queue.why) == ("", "")
    pulse.beat(115.0)
    assert (mute.queue.why, gone.queue.why) == ("no answer", "")
    mute.queue.why = ""
    pulse.beat(500.0)
    assert mute.queue.why == ""


def test_closed_sockets_are_let_go_and_those_without_a_line_are_timed(clock: SimpleNamespace) -> None:
    engine = Still()
    pulse = Pulse(engine)
    engine.socket("closed").closed, engine.socket("closing").closing = True, True
    engine.socket("other")
    pulse.sweep()
    assert list(engine.sockets) == ["closing", "other"]
    assert engine.timed == ["other"]


def test_a_client_that_answers_stays_and_one_that_does_not_is_cut(tmp_path: Path) -> None:
    with Pressed(tmp_path, ping=PING_EVERY) as server:
        ears = Ears(server.port)
        boards, mute = [ears.open() for _ in range(4)], ears.open()
        mute.mute = True
        assert ears.listen(GIVE_UP, lambda: bool(mute.gone))
        assert ears.listen(GIVE_UP, lambda: all(board.pinged >= 3 for board in boards))
        assert not any(board.gone for board in boards)
        assert mute.pinged <= 2
        assert ears.listen(GIVE_UP, lambda: server.figures()["sockets"] == len(boards))
        ears.close()
