"""Planted faults of the fan-out, put into ``fanned`` before it serves; each must be found by what looks at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def _tail_waits_last() -> None:
    """What the kernel did not take of a frame goes on after the frames that came later."""
    from live.fanout_wire import Line

    append = Line._append

    def misplaced(self: Any, piece: Any, picture: bool) -> None:
        append(self, piece, picture)
        if len(self._waiting) > 1 and isinstance(self._waiting[0][0], memoryview):
            self._waiting.rotate(-1)

    Line._append = misplaced  # type: ignore[method-assign]


def _no_cap() -> None:
    """Everything waits for whoever does not read."""
    from live import fanout_wire

    fanout_wire.PICTURES_KEPT = fanout_wire.MOST_WAITING = 1 << 40


def _never_cut() -> None:
    """Whoever does not read is held for ever."""
    from live import fanout_wire

    fanout_wire.STALLED_AFTER = 1e6


def _forgets_nothing() -> None:
    """What waited is sent to a device although its login has ended."""
    from live.fanout_wire import Line

    Line.forget = lambda self: None  # type: ignore[method-assign]


def _leaves_gaps() -> None:
    """Pictures are left out and nothing comes in their place."""
    from live.fanout_wire import Line

    Line._catch_up = lambda self: setattr(self, "_behind", False)  # type: ignore[method-assign]


def _few_sockets() -> None:
    """As many sockets as eventlet allows by itself."""
    from live import server

    server.MOST_CONNECTIONS = 1_024


def _frame_again() -> None:
    """A frame that went out in part is begun anew."""
    from live.fanout_wire import Line

    append = Line._append

    def whole(self: Any, piece: Any, picture: bool) -> None:
        append(self, piece.obj if isinstance(piece, memoryview) else piece, picture)

    Line._append = whole  # type: ignore[method-assign]


def _waits_for_each() -> None:
    """The next is served when the one before has taken all."""
    import time

    from live.fanout_wire import Line

    def patient(self: Any, frame: bytes, picture: bool = False) -> None:
        give_up = time.monotonic() + 8
        while frame and time.monotonic() < give_up:
            try:
                frame = frame[self._raw.send(frame) :]
            except BlockingIOError:
                time.sleep(0.005)

    Line.send = patient  # type: ignore[method-assign]


PLANTS: dict[str, Callable[[], None]] = {
    "tail waits last": _tail_waits_last,
    "no cap": _no_cap,
    "never cut": _never_cut,
    "forgets nothing": _forgets_nothing,
    "leaves gaps": _leaves_gaps,
    "few sockets": _few_sockets,
    "frame again": _frame_again,
    "waits for each": _waits_for_each,
}
