"""The SocketIO object, and all that depends on which asynchronous server runs it.

eventlet is the server this project is asked to use, and its makers plan its retirement: only
``wsgi.py``, this module, ``eventlet_threads`` and ``fanout_wire`` know its name.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import socket
import ssl
import sys
import time
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

from flask_socketio import SocketIO

from live.fair_http import fair_protocol
from live.listening import RESERVED, Listener
from live.rooms import namespace_of
from scoring.store.plain_threads import PlainThreads
from scoring.store.writer import Threads

MOST_CONNECTIONS = 20_000  # eventlet's own default of 1,024 lets the 1,025th hang silently
BACKLOG = 1_024  # that may knock at once: after a restart all boards come back together
SILENT_FOR = 75  # s that a connection may say nothing; pages ask or answer a ping far more often

TURN = 0.0005  # s that hub or writer keep the interpreter while the other wants it; by default it is ten times that
GRAIN = 0.001  # s between two looks whether the writer still has something to answer

log = logging.getLogger("liangfen.live")


def make_socketio(async_mode: str, public_url: str) -> SocketIO:
    """Websocket only: the polling transport can be made to block a server's threads for ever."""

    def allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        if not origin:
            return True
        own = f"{environ.get('wsgi.url_scheme', 'http')}://{environ.get('HTTP_HOST', '')}"
        return origin == own or (bool(public_url) and _origin(origin) == _origin(public_url))

    return SocketIO(
        async_mode=async_mode,
        cors_allowed_origins=allowed,
        transports=["websocket"],
        namespaces=["/public", "/judge", "/desk"],  # else "/" is open to everybody, and holds whoever joins it
        ping_interval=10,
        ping_timeout=10,
        max_http_buffer_size=16_384,  # bytes: presence reports are small; ballots go by HTTP
        logger=False,
        engineio_logger=False,
    )


def _origin(url: str) -> tuple[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as http://[
        return "", ""
    return parts.scheme, parts.netloc


def make_threads(async_mode: str) -> Threads:
    """How the writer leaves the hub and answers."""
    if async_mode == "eventlet":
        return cast(Threads, importlib.import_module("live.eventlet_threads").EventletThreads())
    return cast(Threads, PlainThreads())


class CannotListen(Exception):
    """Host and port that cannot be listened on; the text is the system's reason."""


class Later:
    """Runs a call soon and once, however often it was asked for, and not again within so many seconds.

    While ``busy`` it is held back, for those seconds at most: what waits for the writer is answered first, and what
    comes of it goes along.
    """

    def __init__(self, socketio: SocketIO, busy: Callable[[], bool] = lambda: False) -> None:
        self._socketio, self._busy, self._waiting, self._ran = socketio, busy, False, 0.0

    def __call__(self, seconds: float, call: Callable[[], None]) -> None:
        if self._waiting:
            return
        self._waiting = True

        def run() -> None:
            self._socketio.sleep(max(0.0, self._ran + seconds - time.monotonic()))
            give_up = time.monotonic() + seconds
            while self._busy() and time.monotonic() < give_up:
                self._socketio.sleep(GRAIN)
            self._waiting, self._ran = False, time.monotonic()
            call()

        self._socketio.start_background_task(run)


def cut_room(socketio: SocketIO, room: str, namespace: str) -> None:
    """Disconnect every socket in a room."""
    manager = socketio.server.manager
    for sid, _ in list(manager.get_participants(namespace, room)):
        socketio.server.disconnect(sid, namespace=namespace)


def heard(socketio: SocketIO, room: str) -> bool:
    """Whether anybody is in a room."""
    found = socketio.server.manager.get_participants(namespace_of(room), room)
    return next(iter(found), None) is not None


def every(socketio: SocketIO, seconds: float, call: Callable[[], None]) -> None:
    """Run a call again and again in the background; one that fails is told once and tried again, for ever."""

    def run() -> None:
        failed = False
        while True:
            socketio.sleep(seconds)
            try:
                call()
                failed = False
            except Exception:  # the watch and the backups must not end unseen with their first bad moment
                if not failed:
                    log.exception("a look failed and goes on")
                failed = True

    socketio.start_background_task(run)


def serve(socketio: SocketIO, app: Any, host: str, port: int, tls: ssl.SSLContext | None = None) -> None:
    """Serve until interrupted; over https with a context that holds a certificate.  Raises CannotListen.

    In threading mode a handshake that hangs keeps others waiting: put a proxy before it.
    """
    if socketio.async_mode == "eventlet":
        _serve_by_eventlet(app, host, port, tls)
    else:
        secure = {} if tls is None else {"ssl_context": tls}
        socketio.run(app, host=host, port=port, log_output=False, allow_unsafe_werkzeug=True, **secure)


def _room_for(connections: int) -> int:
    """A process is often given 1,024 open files: as many as it may have, up to what is needed; for how many it is."""
    soft = connections + RESERVED
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system, not for everybody
        resource = importlib.import_module("resource")
        soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = connections + RESERVED
        if most != resource.RLIM_INFINITY:
            wanted = min(wanted, most)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        soft = connections + RESERVED if soft == resource.RLIM_INFINITY else soft
    return max(1, min(connections, soft - RESERVED))


def _serve_by_eventlet(app: Any, host: str, port: int, tls: ssl.SSLContext | None) -> None:
    """Not by ``socketio.run``: that leaves eventlet's ``debug`` on, which sends tracebacks to whoever asks."""
    most = _room_for(MOST_CONNECTIONS)
    sys.setswitchinterval(TURN)
    gc.collect()
    gc.freeze()  # what stands at the start stays: it need not be looked through again and again
    eventlet, wsgi = importlib.import_module("eventlet"), importlib.import_module("eventlet.wsgi")
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    try:
        listening = eventlet.listen(address, family, backlog=BACKLOG)
    except OSError as taken:
        raise CannotListen(os.strerror(taken.errno or 0)) from taken
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # whoever is accepted has it too
    if tls is not None:  # the handshake is made at the first read, so who says nothing keeps nobody waiting
        listening = eventlet.wrap_ssl(listening, server_side=True, _context=tls)
    door = Listener(listening, eventlet.sleep, most)
    wsgi.server(
        door, app, log_output=False, debug=False, max_size=most, socket_timeout=SILENT_FOR,
        capitalize_response_headers=False,  # they are written as they should be
        protocol=fair_protocol(wsgi.HttpProtocol, eventlet, door.left),
    )  # fmt: skip
    if door.ended:
        raise CannotListen(door.ended)
