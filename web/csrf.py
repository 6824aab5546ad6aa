"""A change is accepted only from our own pages: the header of our scripts, and the browser's word."""

from __future__ import annotations

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
        if request.method in SAFE:
            return
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin")
        foreign = origin is not None and _host(origin) not in (request.host, public or request.host)
        if request.headers.get(HEADER) != "1" or site not in ("same-origin", "none") or foreign:
            raise NotAllowed("not_from_our_page")
