"""What a stranger may throw at the socket of the real server."""

from __future__ import annotations

import base64
import os
import socket
from urllib.parse import urlsplit

import pytest
import requests

from live.server import _origin
from tests.web.serving import Serving

PATIENCE = 2.0  # s


def frame(text: bytes, opcode: int = 1) -> bytes:
    """A masked frame of a client, shorter than 126 bytes."""
    mask = os.urandom(4)
    return bytes([0x80 | opcode, 0x80 | len(text)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(text))


def answer_to(server: Serving, *messages: bytes) -> bytes:
    """All that comes back on a websocket after these messages."""
    place = urlsplit(server.url)
    key = base64.b64encode(os.urandom(16)).decode()
    asked = (
        f"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    got = b""
    with socket.create_connection((str(place.hostname), int(place.port or 0)), PATIENCE) as line:
        line.settimeout(PATIENCE)
        line.sendall(asked.encode())
        got += line.recv(65536)
        for message in messages:
            line.sendall(message)
        try:
            while more := line.recv(65536):
                got += more
        except OSError:
            pass
    return got


@pytest.mark.parametrize("message", [frame(b"zzz"), frame(b"\xff\xfe"), frame(b"\xff", 2), frame(b"40/public,[[[")])
def test_a_broken_message_gets_no_traceback_and_harms_nobody(server: Serving, message: bytes) -> None:
    got = answer_to(server, message)
    assert got.startswith(b"HTTP/1.1 101")
    assert b"Traceback" not in got and b"site-packages" not in got
    assert requests.get(f"{server.url}/healthz", timeout=5).json()["ready"] is True


def test_an_origin_that_is_no_address_has_no_host() -> None:
    assert _origin("http://[") == ("", "")
