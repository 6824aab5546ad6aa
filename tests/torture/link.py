"""One device's way to the server: plain HTTP, kept alive, every wait bounded."""

from __future__ import annotations

import contextlib
import http.client
import json
import threading
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

LONGEST = 2.0  # s that one read or write of a socket may take

Json = dict[str, Any]


class NoAnswer(Exception):
    """No connection, none in time, cut in the middle, or a page of somebody else."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and JSON of an answer; no body is an empty object."""

    status: int
    body: Json

    @property
    def code(self) -> str:
        """The code of a refusal, "" where it is none."""
        error = self.body.get("error")
        return str(error.get("code", "")) if isinstance(error, dict) else ""


class Link:
    """One connection at a time, with the cookies of its device; to be used by any thread, one after the other."""

    def __init__(self, url: str, cookies: dict[str, str] | None = None, longest: float = LONGEST) -> None:
        place = urlsplit(url)
        self.cookies = {} if cookies is None else cookies
        self._host, self._port, self._longest = place.hostname or "127.0.0.1", place.port or 80, longest
        self._connection: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()

    def beside(self) -> Link:
        """Another connection of the same device."""
        return Link(f"http://{self._host}:{self._port}", self.cookies, self._longest)

    def request(self, method: str, path: str, body: Json | None = None) -> Answer:
        """The server's answer to one attempt; raises NoAnswer."""
        with self._lock:
            try:
                answer, content = self._exchange(method, path, body)
            except (OSError, http.client.HTTPException) as trouble:
                self._drop()
                raise NoAnswer(f"{type(trouble).__name__}: {trouble}") from trouble
        return Answer(answer.status, _parsed(answer.status, content))

    def close(self) -> None:
        with self._lock:
            self._drop()

    def _exchange(self, method: str, path: str, body: Json | None) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"X-Liangfen": "1", "Accept": "application/json"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        content = None
        if body is not None:
            headers["Content-Type"], content = "application/json", json.dumps(body, ensure_ascii=False).encode()
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._host, self._port, timeout=self._longest)
        self._connection.request(method, path, content, headers)
        answer = self._connection.getresponse()
        read = answer.read()
        for line in answer.headers.get_all("Set-Cookie") or ():
            self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        return answer, read

    def _drop(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
        self._connection = None


def _parsed(status: int, content: bytes) -> Json:
    """The server answers in JSON whatever happens; a proxy of its own says so with 5xx."""
    try:
        value = json.loads(content) if content else {}
    except ValueError:
        if status < 500:
            raise NoAnswer("not the server's own answer") from None
        value = {}
    return value if isinstance(value, dict) else {}
