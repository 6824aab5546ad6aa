"""A connection that always has something to say holds up nobody, and what has no end is not read to it."""

from __future__ import annotations

import os
import re
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import requests

from live.fair_http import MOST_UNWANTED
from tests.web.serving import Serving

PATIENCE = 10.0  # s
BLOCK = b"x" * (1 << 20)
READ_AT_MOST = 4 * MOST_UNWANTED  # with what lies in the kernel's buffers on both sides


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    found = Serving(tmp_path_factory.mktemp("fair"))
    yield found
    found.stop()


def connected(server: Serving) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=PATIENCE)


def asked(server: Serving, *lines: str, body: bytes = b"") -> bytes:
    """All that is answered to a request's lines, until the other side closes."""
    with connected(server) as wire:
        wire.sendall("\r\n".join((*lines, "Host: localhost", "", "")).encode() + body)
        told = b""
        while chunk := wire.recv(65536):
            told += chunk
        return told


@contextmanager
def beside(talk: Callable[[socket.socket], None], server: Serving) -> Iterator[None]:
    """While a connection is talked to without a pause."""
    wire = connected(server)
    talking = threading.Thread(target=talk, args=(wire,), daemon=True)
    talking.start()
    try:
        time.sleep(0.5)
        yield
    finally:
        wire.close()
        talking.join(PATIENCE)


@pytest.mark.parametrize("path", ["/live", "/api/v1/enter", "/static/js/worker.js"])
def test_a_body_without_an_end_is_not_read_to_it(server: Serving, path: str) -> None:
    """Read to the end at a gigabyte a second, it had the whole server to itself for fifteen seconds."""
    with connected(server) as wire:
        wire.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {1 << 40}\r\n\r\n".encode())
        sent, give_up = 0, time.monotonic() + 3 * PATIENCE
        with pytest.raises(OSError, match=r"Broken pipe|reset by peer"):
            while sent < READ_AT_MOST and time.monotonic() < give_up:
                wire.sendall(BLOCK)
                sent += len(BLOCK)


def test_who_sends_too_much_can_still_read_why(server: Serving) -> None:
    with requests.Session() as desk:
        for _ in range(2):
            answer = desk.post(f"{server.url}/api/v1/desk/workbook/check", data=BLOCK * 8, timeout=PATIENCE)
            assert answer.status_code in (401, 403) and answer.json()["error"]["zh"]


def test_connections_that_break_leave_no_file_open(server: Serving) -> None:
    """A handler in a circle of references keeps its socket's file until the collector comes, which may be never."""

    def files() -> int:
        return len(os.listdir(f"/proc/{server.process.pid}/fd"))

    before, give_up = files(), time.monotonic() + PATIENCE
    for path in ("/live", "/static/js/worker.js", "/socket.io/?EIO=4&transport=websocket") * 20:
        with connected(server) as wire:
            wire.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode() * 5)
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    while files() > before + 1 and time.monotonic() < give_up:
        time.sleep(0.1)
    assert files() <= before + 1


def test_requests_without_a_pause_keep_nobody_waiting(server: Serving) -> None:
    stop = threading.Event()

    def talk(wire: socket.socket) -> None:
        def ask() -> None:
            while not stop.is_set():
                try:
                    wire.sendall(b"GET /static/js/worker.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 200)
                except OSError:
                    return

        asking = threading.Thread(target=ask, daemon=True)
        asking.start()
        try:
            while wire.recv(1 << 20):
                pass
        except OSError:
            pass
        asking.join(PATIENCE)

    with beside(talk, server):
        for _ in range(5):
            assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200
        stop.set()


@pytest.mark.parametrize("coding", ["chunked", "Chunked", "gzip, chunked", "identity"])
def test_a_body_in_chunks_is_refused_unread(server: Serving, coding: str) -> None:
    """The head of a chunk and the trailers are read without a bound by the library."""
    told = asked(server, "POST /api/v1/enter HTTP/1.1", f"Transfer-Encoding: {coding}", body=b"5;" + b"x" * 1000)
    assert re.match(rb"HTTP/1.1 411 .*\r\n", told) and told.count(b"HTTP/1.") == 1


def test_two_lengths_that_differ_are_refused_and_the_same_twice_is_one(server: Serving) -> None:
    differ = asked(server, "POST /api/v1/enter HTTP/1.1", "Content-Length: 2", "Content-Length: 30", body=b"{}")
    assert differ.startswith(b"HTTP/1.1 400 ") and differ.count(b"HTTP/1.") == 1
    lines = ("POST /api/v1/enter HTTP/1.1", "Content-Length: 2", "Content-Length: 2", "Connection: close")
    assert not asked(server, *lines, body=b"{}").startswith(b"HTTP/1.1 400 Bad")
