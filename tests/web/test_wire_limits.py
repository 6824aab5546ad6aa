"""What the real server takes of a connection: exact origins, websocket alone, no head or address without an end."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
import websocket
from flask import Flask

from live import server as live_server
from tests.web.serving import Serving

SOCKET = "/socket.io/?EIO=4&transport="


def foreign(url: str) -> dict[str, str]:
    """Origins that are nearly the server's own."""
    port = urlsplit(url).port or 80
    return {
        "a longer host": f"{url}.elsewhere.example", "another scheme": url.replace("http:", "https:"),
        "a longer port": f"{url}0", "another port": f"http://127.0.0.1:{port - 1}", "no port": "http://127.0.0.1",
        "another host": f"http://127.0.0.2:{port}", "a person": f"http://127.0.0.1:{port}@elsewhere.example",
        "a name for it": f"http://localhost:{port}", "a path": f"{url}/x", "nobody": "null", "two": f"{url} {url}",
        "a part": url[:-1], "an end": f"{url}.", "no address": "x", "broken": "http://[",
    }  # fmt: skip


def joins(url: str, origin: str | None) -> bool:
    """Whether a browser's socket with this origin is let in."""
    asked = f"{url.replace('http', 'ws', 1)}{SOCKET}websocket"
    try:
        opened = websocket.create_connection(asked, timeout=10, origin=origin, suppress_origin=origin is None)
    except websocket.WebSocketException:
        return False
    with contextlib.closing(opened):
        return str(opened.recv()).startswith("0{")


def test_only_the_very_origin_of_the_server_opens_a_socket(server: Serving) -> None:
    assert joins(server.url, server.url)
    assert [name for name, origin in foreign(server.url).items() if joins(server.url, origin)] == []


@pytest.mark.parametrize("public", ["", "https://contest.example"])
def test_the_public_address_is_an_origin_too_and_nothing_near_it(public: str) -> None:
    made = live_server.make_socketio("threading", public)
    made.init_app(Flask("origins"))
    allowed = made.server.eio.cors_allowed_origins
    here = {"wsgi.url_scheme": "http", "HTTP_HOST": "192.0.2.1:8000"}
    assert allowed("http://192.0.2.1:8000", here)
    assert allowed("https://contest.example", here) is bool(public)
    near = (
        "http://contest.example",
        "https://contest.example.com",
        "https://contest.example:8443",
        "https://x.contest.example",
    )
    assert [origin for origin in near if allowed(origin, here)] == []


@pytest.mark.parametrize("transport", ["polling", "", "webtransport", "websocket,polling", "jsonp"])
def test_no_other_transport_than_websocket_is_spoken(server: Serving, transport: str) -> None:
    for method in ("GET", "POST"):
        answer = requests.request(method, f"{server.url}{SOCKET}{transport}", data="40", timeout=10)
        assert answer.status_code == 400 and "sid" not in answer.text, answer.text
    plain = requests.get(f"{server.url}{SOCKET}websocket", timeout=10)  # asked for without an upgrade
    assert plain.status_code == 400


def heads() -> Iterator[tuple[str, bytes, tuple[int, ...]]]:
    """(what, bytes, the statuses that refuse it)."""
    get = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
    yield "a long address", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", (414,)
    yield "a long line", get + b"X: " + b"y" * 20_000 + b"\r\n\r\n", (400, 431)
    yield "many lines", get + b"".join(b"X%d: y\r\n" % number for number in range(20_000)) + b"\r\n", (400, 431)
    yield "no request", b"GARBAGE\r\n\r\n", (400,)
    yield "a length below nothing", b"POST /api/v1/enter HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n", (400, 403)


def answered(url: str, sent: bytes) -> int:
    """The status that these bytes get, 0 where the connection is cut, or answered, without one."""
    address = urlsplit(url)
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as opened:
        with contextlib.suppress(ConnectionError):
            opened.sendall(sent)
        with contextlib.suppress(ConnectionError):
            begun = opened.recv(64).split()
            return int(begun[1]) if begun and begun[0].startswith(b"HTTP/") else 0
    return 0


def test_a_head_without_end_is_refused_and_the_next_question_answered(server: Serving) -> None:
    found = {what: answered(server.url, sent) for what, sent, _right in heads()}
    assert [(what, found[what]) for what, _sent, right in heads() if found[what] not in (0, *right)] == []
    assert found["a long address"] == 414
    assert answered(server.url, b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n") == 200
    assert "Traceback" not in (server.folder / "log").read_text("utf-8")
