"""Plain HTTP as a tablet or the desk speaks it, with a bounded number of retries."""

from __future__ import annotations

import threading
import time
from typing import Any

import requests

ATTEMPTS = 6
FIRST_PAUSE = 0.2  # s, doubled each time: a restart of the server is bridged
PATIENCE = 20  # s for one answer
WORTH_ANOTHER_TRY = (429, 500, 502, 503, 504)

Json = dict[str, Any]


class ServerRefused(Exception):
    """The server answered with a refusal."""

    def __init__(self, asked: str, status: int, error: Json, *, again: bool = False) -> None:
        self.again = again  # asked before, and that answer was lost: it may well have been done
        self.status, self.code = status, str(error.get("code", ""))
        self.params: Json = error.get("params") or {}
        words = error.get("zh") or error.get("en") or "no reason given"
        super().__init__(f"{asked}: {status} {self.code} {words}")


class ServerSilent(Exception):
    """The server did not answer, or did not do what was waited for."""


class Caller:
    """One device: its cookies, and calls to the server at `url` (no slash at its end)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._session = requests.Session()
        self._session.headers.update({"X-Liangfen": "1", "Origin": url})
        # a requests session is not made for two threads at once
        self._lock = threading.Lock()

    def enter(self, code: str) -> None:
        """Pair by the code of a card or link, taking over from a device that has it."""
        self.call("POST", "/api/v1/enter", {"code": code, "take_over": True})

    def same_login(self) -> Caller:
        """A second connection of the same device: a staff link opens only one login."""
        other = Caller(self.url)
        other._session.cookies.update(self._session.cookies)
        return other

    def cookies(self) -> str:
        """The cookies as a header, for the socket."""
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._session.cookies)

    def get(self, path: str) -> Json:
        """The JSON body behind a path."""
        return self.call("GET", path, None)[1]

    def call(self, method: str, path: str, body: Json | None) -> tuple[int, Json]:
        """Status below 400 and body of the answer.

        Raises ServerRefused for a refusal, ServerSilent after the last attempt.
        """
        asked, trouble = f"{method} {path}", ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(FIRST_PAUSE * 2 ** (attempt - 1))
            try:
                answer = self._send(method, path, body)
            except requests.RequestException as error:
                trouble = str(error)
                continue
            if answer.status_code in WORTH_ANOTHER_TRY:
                trouble = f"status {answer.status_code}"
                continue
            return self._judged(asked, answer, again=attempt > 0)
        raise ServerSilent(f"{asked}: no answer after {ATTEMPTS} attempts ({trouble})")

    def _send(self, method: str, path: str, body: Json | None) -> requests.Response:
        with self._lock:
            return self._session.request(method, self.url + path, json=body, timeout=PATIENCE, allow_redirects=False)

    @staticmethod
    def _judged(asked: str, answer: requests.Response, *, again: bool) -> tuple[int, Json]:
        try:
            body: Json = answer.json()
        except ValueError as error:
            raise ServerSilent(f"{asked}: {answer.status_code}, and the answer is not JSON") from error
        if answer.status_code >= requests.codes.bad_request:
            raise ServerRefused(asked, answer.status_code, body.get("error") or {}, again=again)
        return answer.status_code, body
