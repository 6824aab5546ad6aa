"""What is measured on the server, and where: each figure's name is set here or stands at the one place that takes it.

Durations in ms: ``ack`` (a ballot's PUT, once it is let in, until its answer), ``commit`` (the writer's transaction, by
the watch), ``told`` (from a commit until every socket's frame is handed to the kernel).  Nothing says whose.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import Flask, current_app
from flask_socketio import SocketIO

from live.fanout import Direct, Stock
from live.measures import Measures
from live.publish import Publisher
from live.watch import Watch
from web.office import Office

NAMESPACES = ("/public", "/judge", "/desk")
STATM = Path("/proc/self/statm")
View = TypeVar("View", bound=Callable[..., Any])


def measures() -> Measures:
    """This server's."""
    watch: Watch = current_app.extensions["watch"]
    return watch.measures


def timed(name: str) -> Callable[[View], View]:
    """How long the view takes to its answer; one that refuses by raising is not counted."""

    def mark(view: View) -> View:
        @wraps(view)
        def measured(*args: Any, **values: Any) -> Any:
            began = time.monotonic()
            answer = view(*args, **values)
            measures().observe(name, (time.monotonic() - began) * 1000)
            return answer

        return cast(View, measured)

    return mark


def measure(app: Flask, socketio: SocketIO) -> None:
    """Connect what tells of itself with who collects it; once, when the office and the live side stand."""
    watch: Watch = app.extensions["watch"]
    office: Office = app.extensions["liangfen"]
    fan_out: Direct | Stock = app.extensions["fan_out"]
    publisher: Publisher = app.extensions["publisher"]
    kept = watch.measures
    publisher.told = lambda ms: kept.observe("told", ms)
    kept.gauge("waiting_actions", lambda: office.writer.waiting)
    kept.gauge("waiting_bytes", fan_out.waiting)
    kept.gauge("cut_clients", fan_out.cut)
    for namespace in NAMESPACES:
        kept.gauge(f"sockets_{namespace[1:]}", partial(_sockets, socketio, namespace))
    kept.gauge("cpu_seconds", time.process_time)
    kept.gauge("memory_bytes", _memory)


def _sockets(socketio: SocketIO, namespace: str) -> int:
    return sum(1 for _ in socketio.server.manager.get_participants(namespace, None))


def _memory() -> int:
    """What the process holds in memory now; 0 where the system does not tell."""
    with suppress(OSError):
        return int(STATM.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0
