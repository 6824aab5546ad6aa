"""Nobody ends the server by knocking: resets, more connections than files, no request, requests that are none."""

from __future__ import annotations

import errno
import os
import resource
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import requests

from live.fair_http import HEAD_WITHIN
from live.listening import Listener
from tests.web.serving import Serving
from tests.web.test_tls import NAMES, Https, make_certificates, now

PATIENCE = 10.0  # s
AT_ONCE = struct.pack("ii", 1, 0)  # SO_LINGER: closing resets


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    found = Serving(tmp_path_factory.mktemp("listening"))
    yield found
    found.stop()


def port_of(server: Serving | Https) -> int:
    return int(server.url.rpartition(":")[2])


def knock(port: int, sent: bytes = b"") -> socket.socket:
    wire = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    wire.sendall(sent)
    return wire


def reset(port: int, sent: bytes) -> None:
    with knock(port, sent) as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)


def ended_after(wire: socket.socket, most: float) -> float:
    """Seconds until the other side closed; fails where it does not within ``most``."""
    began = time.monotonic()
    wire.settimeout(most)
    try:
        while wire.recv(65536):
            pass
    except TimeoutError:
        raise AssertionError(f"still open after {most} s") from None
    except OSError:
        pass
    return time.monotonic() - began


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Https]:
    made = tmp_path_factory.mktemp("made")
    make_certificates(made, NAMES, now())
    found = Https(tmp_path_factory.mktemp("https"), made)
    yield found
    found.stop()


@pytest.mark.parametrize("sent", [b"", b"x" * 20, b"\x16\x03\x01"], ids=["nothing", "no TLS", "half a hello"])
def test_connections_that_are_reset_at_once_do_not_end_the_server(https: Https, sent: bytes) -> None:
    """One was enough: wrapping a socket that is gone fails inside accept, which eventlet takes for its end."""
    for _ in range(200):
        reset(port_of(https), sent)
    assert requests.get(f"{https.url}/healthz", verify=https.authority, timeout=PATIENCE).ok
    assert https.process.poll() is None


def test_more_connections_than_files_do_not_end_the_server(server: Serving) -> None:
    pid = server.process.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    open_now = len(os.listdir(f"/proc/{pid}/fd"))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (open_now + 40, before[1]))
    idle = [knock(port_of(server)) for _ in range(200)]
    try:
        time.sleep(1)
        assert server.process.poll() is None
    finally:
        for wire in idle:
            wire.close()
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    assert requests.get(f"{server.url}/healthz", timeout=PATIENCE).ok


@pytest.mark.parametrize("sent", [b"", b"GET /live HTTP/1.1\r\nHost: loc"], ids=["nothing", "half a head"])
def test_who_asks_nothing_is_not_kept(server: Serving, sent: bytes) -> None:
    with knock(port_of(server), sent) as wire:
        assert ended_after(wire, HEAD_WITHIN + PATIENCE) > HEAD_WITHIN - 2


def test_a_connection_that_has_asked_may_rest(server: Serving) -> None:
    with knock(port_of(server), b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") as wire:
        assert wire.recv(65536).startswith(b"HTTP/1.1 200")
        time.sleep(HEAD_WITHIN + 1)
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert wire.recv(65536).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("line", [b"\x01\x02" * 4000, b"GET / HTTP/9.9", b"nothing at all"])
def test_requests_that_are_none_leave_no_line(server: Serving, line: bytes) -> None:
    """Two lines of 35 KB each were written for one of 8 KB: a script filled 40 MB a second."""
    before = (server.folder / "log").stat().st_size
    for _ in range(20):
        with knock(port_of(server), line + b"\r\n\r\n") as wire:
            ended_after(wire, HEAD_WITHIN + PATIENCE)
    assert (server.folder / "log").stat().st_size == before


def test_what_is_no_tls_leaves_no_traceback(tmp_path: Path) -> None:
    make_certificates(tmp_path, NAMES, now())
    script = (
        "import eventlet; eventlet.monkey_patch()\n"
        "import sys; from live.server import _serve_by_eventlet; import ssl\n"
        "tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); tls.load_cert_chain(sys.argv[2], sys.argv[3])\n"
        "_serve_by_eventlet(lambda environ, start: [], '127.0.0.1', int(sys.argv[1]), tls)\n"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = tmp_path / "told"
    with told.open("wb") as log:
        words = [sys.executable, "-W", "ignore", "-c", script, str(port), "server.pem", "server-key.pem"]
        words[-2:] = [str(tmp_path / name) for name in words[-2:]]
        process = subprocess.Popen(words, stdout=log, stderr=log)
    try:
        _tell_nonsense(port)
        assert process.poll() is None
    finally:
        process.kill()
        process.wait(PATIENCE)
    assert told.read_bytes() == b""


def _tell_nonsense(port: int) -> None:
    give_up, told = time.monotonic() + 2 * PATIENCE, 0
    while told < 20 and time.monotonic() < give_up:
        try:
            with knock(port, b"GET / HTTP/1.1\r\n\r\n") as wire:
                ended_after(wire, PATIENCE)
            told += 1
        except ConnectionRefusedError:
            time.sleep(0.1)
    assert told == 20


class Knocks:
    """A listening socket that has these to accept."""

    def __init__(self, come: Sequence[Any]) -> None:
        self._come = iter(come)
        self.closed: list[str] = []

    def accept(self) -> tuple[Any, Any]:
        one = next(self._come)
        if isinstance(one, Exception):
            raise one
        return Client(self, one), (one, 1)


class Client:
    def __init__(self, door: Knocks, name: str) -> None:
        self._door, self.name = door, name

    def close(self) -> None:
        self._door.closed.append(self.name)


def test_no_address_takes_more_than_its_share_and_who_leaves_makes_room() -> None:
    knocks = Knocks(["a", "a", "a", "a", "b", "c", "d", OSError(errno.EBADF, "gone")])
    door = Listener(knocks, lambda _seconds: None, most=4)
    assert [door.accept()[1][0] for _ in range(4)] == ["a", "a", "a", "b"] and knocks.closed == ["a"]
    door.left(("a", 1))
    assert door.accept()[1][0] == "c"
    with pytest.raises(OSError, match="gone"):
        door.accept()
    assert knocks.closed == ["a", "d"]  # there was no room at all


def test_it_pauses_where_the_machine_has_no_room_and_ends_where_its_socket_is_gone() -> None:
    pauses: list[float] = []
    failures = [OSError(errno.EMFILE, "files"), OSError(errno.ECONNRESET, "reset"), ValueError("no TLS"), "a"]
    door = Listener(Knocks([*failures, OSError(errno.EBADF, "gone")]), pauses.append, most=4)
    assert door.accept()[1][0] == "a" and len(pauses) == 3 and pauses[0] > 0
    with pytest.raises(OSError, match="gone"):
        door.accept()
    assert door.ended
