"""A change is accepted only from our own pages: the header of our scripts, and the browser's word."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Flask, request

from scoring.errors import NotAllowed

SAFE = ("GET", "HEAD", "OPTIONS")
HEADER = "X-Liangfen"


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:  # such as http://[
        return ""


def add_csrf(app: Flask, public_url: str) -> None:
    """Refuse changes that come from elsewhere."""
    public = urlsplit(public_url).netloc

    @app.before_request
    def check_origin() -> None:
        if request.method not in SAFE and not is_ours(request.headers.get, request.host, public):
            raise NotAllowed("not_from_our_page")


def is_ours(header: Callable[[str], str | None], host: str, public: str) -> bool:
    """Whether a change comes from one of our pages, by its headers; ``public`` is the host of PUBLIC_URL, or ""."""
    if header(HEADER) != "1" or header("Sec-Fetch-Site") not in (None, "same-origin", "none"):
        return False
    origin = header("Origin")
    return origin is None or _host(origin) in (host, public or host)
