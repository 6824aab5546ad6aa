"""A ballot's PUT in its usual shape, without a Flask request around it: two fifths of what it cost.

Only what is as a tablet's page sends it, from a judge who is let in, goes this way, and only its receipt is answered
here.  Whatever is otherwise – headers, form, login, permission – goes on to Flask as it came, before anything was
done; what the action refuses, and what it keeps aside, is worded by Flask too.  So there is one wording, one place
that refuses, and the same headers on every answer; ``HOOKS`` names the hooks that this stands for.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from io import BytesIO
from typing import Any

from flask import Flask
from pydantic import ValidationError
from werkzeug.http import parse_cookie

from scoring.actions.judging import BallotSent
from scoring.facts import Actor
from scoring.rules.access import allowed
from web.auth import COOKIES, judge_of
from web.csrf import is_ours
from web.forms import BallotForm
from web.headers import guards
from web.views.api.judge import STATUS, TAKES_BALLOTS, answered, receipt_of, sent_by, take

PATH = re.compile(r"/api/v1/judge/ballots/([0-9a-f]{32})")
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,100}")
LONGEST = 64 * 1024  # bytes
WORDS = {201: "201 CREATED", 200: "200 OK"}
HOOKS = {"check_origin", "headers", "keep_choice"}  # of the application; the last asks for ?lang, which is not usual
Environ = dict[str, Any]
Start = Callable[..., Any]


class QuickBallots:
    """Stands before the application; ``public`` is the host that PUBLIC_URL names, or ""."""

    def __init__(self, app: Flask, public: str) -> None:
        self._app, self._next, self._public = app, app.wsgi_app, public
        self._office, self._measures = app.extensions["liangfen"], app.extensions["watch"].measures

    def __call__(self, environ: Environ, start_response: Start, /) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "PUT" or not self._usual(environ):
            return self._next(environ, start_response)
        began = time.monotonic()
        content = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = BytesIO(content)
        sent, actor = self._sent(environ, content), self._actor(environ)
        if sent is None or actor is None:
            return self._next(environ, start_response)
        try:
            kept = take(self._office, actor, sent)
        except Exception as error:  # noqa: BLE001 - whatever it is, Flask has the words for it
            return self._by_flask(environ, start_response, partial(self._app.handle_user_exception, error))
        self._measures.observe("ack", (time.monotonic() - began) * 1000)
        if STATUS[kept.outcome] not in WORDS:
            return self._by_flask(environ, start_response, partial(answered, kept, sent))
        body = json.dumps(receipt_of(kept), ensure_ascii=False, separators=(",", ":")).encode()
        start_response(
            WORDS[STATUS[kept.outcome]], [("Content-Length", str(len(body))), *_headers(environ["HTTP_HOST"])]
        )
        return [body]

    def _usual(self, environ: Environ) -> bool:
        """Whether nothing about the request is out of the ordinary; nothing is read of it yet."""
        host, length = environ.get("HTTP_HOST", ""), environ.get("CONTENT_LENGTH", "")
        return (
            PATH.fullmatch(environ["PATH_INFO"]) is not None
            and not environ.get("QUERY_STRING")
            and environ.get("CONTENT_TYPE") == "application/json"
            and "HTTP_TRANSFER_ENCODING" not in environ
            and "HTTP_EXPECT" not in environ
            and len(length) < 6 and length.isdecimal() and int(length) <= LONGEST
            and HOST.fullmatch(host) is not None
            and is_ours(lambda name: environ.get(f"HTTP_{name.upper().replace('-', '_')}"), host, self._public)
        )  # fmt: skip

    def _sent(self, environ: Environ, content: bytes) -> BallotSent | None:
        try:
            form = BallotForm.model_validate(self._app.json.loads(content))
        except (ValidationError, ValueError):
            return None
        path = PATH.fullmatch(environ["PATH_INFO"])
        return sent_by(form) if path is not None and form.id == path[1] else None

    def _actor(self, environ: Environ) -> Actor | None:
        token = parse_cookie(environ.get("HTTP_COOKIE")).get(COOKIES["judge"])
        actor = judge_of(self._office, token)
        return actor if actor is not None and allowed(actor.role, TAKES_BALLOTS) else None

    def _by_flask(self, environ: Environ, start_response: Start, view: Callable[[], Any]) -> Iterable[bytes]:
        """What ``view`` says within a request of Flask's, with all that follows a view there."""
        with self._app.request_context(environ):
            return self._app.finalize_request(view())(environ, start_response)


@lru_cache(maxsize=16)
def _headers(host: str) -> tuple[tuple[str, str], ...]:
    return ("Content-Type", "application/json"), *guards(host).items(), ("Cache-Control", "no-store")
