"""Many sockets in one thread that listen, cheaply: raw websockets that answer pings and keep what they hear.

``Ears.listen`` reads whatever comes, for so long or until something holds.  A socket that is stopped reads nothing.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import ssl
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 20.0  # s
SENT = re.compile(rb'"number":(\d+),"sent":(\d+)')
MASK = b"\x37\xfa\x21\x3d"


def framed(text: bytes, kind: int = 0x81) -> bytes:
    """A client's frame."""
    length = len(text)
    head = bytes((kind, 0x80 | length)) if length < 126 else struct.pack("!BBH", kind, 0x80 | 126, length)
    key = (MASK * (length // 4 + 1))[:length]
    return head + MASK + bytes(a ^ b for a, b in zip(text, key, strict=True))


@dataclass
class Ear:
    """One client: what it has heard (number of the picture, event, s it took), and how it ended."""

    raw: socket.socket
    answer: bytes = b""
    left: bytes = b""
    heard: list[tuple[int, str, float]] = field(default_factory=list)
    texts: list[bytes] | None = None
    gone: str = ""
    mute: bool = False
    pinged: int = 0
    raw_bytes: int = 0

    @property
    def numbers(self) -> list[int]:
        return [number for number, _, _ in self.heard]

    def say(self, text: str, kind: int = 0x81) -> None:
        self.raw.sendall(framed(text.encode(), kind))

    def take(self) -> None:
        """What has come; raises nothing."""
        try:
            while not self.gone:
                chunk = self.raw.recv(262_144)
                if not chunk:
                    self.gone = "closed"
                self.raw_bytes += len(chunk)
                self.left += chunk
                self._frames()
                if len(chunk) < 262_144 and not isinstance(self.raw, ssl.SSLSocket):  # that one may hold more
                    return
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except OSError as trouble:
            self.gone = type(trouble).__name__

    def _frames(self) -> None:
        at, now = 0, time.monotonic_ns()
        while len(self.left) - at >= 2:
            length, head = self.left[at + 1], 2
            if length in (126, 127):
                head = 4 if length == 126 else 10
                if len(self.left) - at < head:
                    break
                length = int.from_bytes(self.left[at + 2 : at + head], "big")
            if len(self.left) - at < head + length:
                break
            self._frame(self.left[at], self.left[at + head : at + head + length], now)
            at += head + length
        self.left = self.left[at:]

    def _frame(self, kind: int, body: bytes, now: int) -> None:
        if kind not in (0x81, 0x88, 0x8A):
            self.gone = f"a frame that is none: {kind:#x}"
            return
        if self.texts is not None:
            self.texts.append(body if kind == 0x81 else bytes((kind,)) + body)
        if body == b"2":
            self.pinged += 1
            if not self.mute:
                self.say("3")
        found = SENT.search(body)
        if found is not None:
            event = "snapshot" if b'["snapshot"' in body[:40] else "change"
            self.heard.append((int(found[1]), event, (now - int(found[2])) / 1e9))


class Ears:
    """All of them."""

    def __init__(self, port: int, tls: ssl.SSLContext | None = None) -> None:
        self.port, self._tls, self._selector = port, tls, selectors.DefaultSelector()
        self.all: list[Ear] = []

    def open(
        self, namespace: str = "/public", who: str = "", small: int = 0, keep: bool = False, more: str = ""
    ) -> Ear:
        """A socket that has joined; ``small`` is what the kernel may hold for it (bytes)."""
        raw = socket.socket()
        raw.settimeout(PATIENCE)
        if small:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, small)
        raw.connect(("127.0.0.1", self.port))
        if self._tls is not None:
            raw = self._tls.wrap_socket(raw)
        raw.sendall(
            f"GET /socket.io/?EIO=4&transport=websocket&who={who} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            f"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n{more}\r\n".encode()
        )
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            byte = raw.recv(1)  # no byte of the first frame may be lost
            if not byte:
                raise ConnectionError(answer.decode(errors="replace"))
            answer += byte
        raw.sendall(framed(f"40{namespace},".encode()))
        raw.setblocking(False)
        ear = Ear(raw, answer, texts=[] if keep else None)
        self.all.append(ear)
        self._selector.register(raw, selectors.EVENT_READ, ear)
        return ear

    def stop(self, ears: Sequence[Ear]) -> None:
        """They read no more."""
        for ear in ears:
            if not ear.gone:
                self._selector.unregister(ear.raw)

    def go_on(self, ears: Sequence[Ear]) -> None:
        """They read again."""
        for ear in ears:
            if not ear.gone:
                self._selector.register(ear.raw, selectors.EVENT_READ, ear)

    def listen(self, seconds: float, until: Callable[[], bool] = lambda: False) -> bool:
        """Read for so long, or until it holds; whether it does."""
        end = time.monotonic() + seconds
        while not until():
            left = end - time.monotonic()
            if left <= 0:
                return False
            for key, _ in self._selector.select(min(left, 0.05)):
                key.data.take()
                if key.data.gone:
                    self._selector.unregister(key.fileobj)
        return True

    def close(self) -> None:
        """Leave."""
        self._selector.close()
        for ear in self.all:
            ear.raw.close()


def all_heard(ears: Sequence[Ear], number: int) -> Callable[[], bool]:
    """Whether the last thing each has heard is this number."""
    return lambda: all(ear.heard and ear.heard[-1][0] >= number for ear in ears)


def last_of(ear: Ear, event: str) -> Any:
    """The message of the newest kept frame of an event."""
    for text in reversed(ear.texts or ()):
        at = text.find(b"[")
        if at > 0 and json.loads(text[at:])[0] == event:
            return json.loads(text[at:])[1]
    return None


def files_allowed(wanted: int) -> int:
    """Raise this process's limit of open files as far as it goes; how many there may be now."""
    import resource

    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    best = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
    if soft != resource.RLIM_INFINITY and soft < best:
        resource.setrlimit(resource.RLIMIT_NOFILE, (best, most))
        soft = best
    return soft if soft != resource.RLIM_INFINITY else wanted
