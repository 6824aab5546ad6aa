"""HTTP under eventlet so that nobody holds up the others: who always has something to say never waits by himself.

A greenlet gives way only where its socket has to wait.  A connection whose bytes are always there already – requests
one after the other without a pause, a body without an end – would be served alone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

PIECE = 64 * 1024  # bytes of a body that nobody wants, between two turns of everybody else
MOST_UNWANTED = 32 * 1024 * 1024  # bytes: a refused workbook's sender still reads why; beyond, the connection ends
HEAD_WITHIN = 10.0  # s for a request's head, and for the first one to begin, its TLS handshake included
NO_LENGTH = b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
TWO_LENGTHS = b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
Stock: Any = object  # eventlet.wsgi.HttpProtocol, known where the server begins


class FairRequests(Stock):  # type: ignore[misc]
    """Gives way after each request and each piece of an unwanted body, and waits for no head for long.

    Bodies in chunks are refused: no page sends them, and the library reads a chunk's head and trailers without a
    bound.  So are two lengths that differ.  What a client does wrong is answered, not logged: it costs nothing to send.
    """

    give_way: Callable[[], None]
    within: Callable[..., Any]  # eventlet.Timeout
    left: Callable[[Any], None]  # told with the client's address when its connection is over
    asked_before = False
    body: Any = None  # of the request that is answered now

    def __init__(self, connection: Any, server: Any) -> None:
        try:
            with suppress(OSError):  # a handshake that is none, a connection that was reset or said nothing
                super().__init__(connection, server)
        finally:
            self.left(connection[0])

    def log_message(self, *_: Any) -> None:
        """Nothing: two lines for each request that is none would fill the disk, or stop who nobody reads."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        finally:
            if self.body is not None:  # else body and handler hold each other, and the socket's file stays open
                del self.body.discard
                self.body = None
        self.give_way()

    def finish(self) -> None:
        try:
            super().finish()
        finally:
            self.rfile.close()  # the library leaves it open where what was to be written could not be

    def _read_request_line(self) -> Any:
        if self.asked_before:
            return super()._read_request_line()
        self.asked_before = True
        with self.within(HEAD_WITHIN, TimeoutError("no request")):
            return super()._read_request_line()

    def parse_request(self) -> bool:
        with self.within(HEAD_WITHIN, TimeoutError("half a request")):
            whole = super().parse_request()
        refusal = self._refusal() if whole else b""
        if refusal:
            self.wfile.write(refusal)
            self.close_connection = True
        return bool(whole) and not refusal

    def _refusal(self) -> bytes:
        if self.headers.get("transfer-encoding") is not None:
            return NO_LENGTH
        return TWO_LENGTHS if len(set(self.headers.get_all("content-length") or ())) > 1 else b""

    def get_environ(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environ()
        self.body = environ["eventlet.input"]
        self.body.discard = partial(self._pass_over, self.body)
        return environ

    def _pass_over(self, body: Any) -> None:
        """What the application has not read, so that the connection can be used again; not for ever."""
        for _ in range(MOST_UNWANTED // PIECE):
            if not body.read(PIECE):
                return
            self.give_way()
        self.close_connection = True


def fair_protocol(stock: type[Any], eventlet: Any, left: Callable[[Any], None]) -> type[Any]:
    """The above on ``eventlet.wsgi.HttpProtocol``; ``left`` is told of each connection that is over."""
    own = {"give_way": staticmethod(eventlet.sleep), "within": staticmethod(eventlet.Timeout)}
    return type("FairProtocol", (FairRequests, stock), {**own, "left": staticmethod(left)})
