"""What every answer carries: no outside host, no inline script, nothing kept that is not static."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask, Response, request

from web.packed import IMMUTABLE, digest, pack

STATIC = ("static", "shell.bundled")
ALIKE = ("shell.page", "shell.worker", "pages.judge")  # the same for everybody: no secret to guess by its packed size


def over_https(public_url: str) -> bool:
    """Whether the browser asked over https: of us, or of the proxy that PUBLIC_URL names (its word is not asked)."""
    public = urlsplit(public_url)
    return request.is_secure or (public.scheme == "https" and request.host == public.netloc)


def guards(host: str) -> dict[str, str]:
    """What guards every answer, static or not."""
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
            f"connect-src 'self' ws://{host} wss://{host}; manifest-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
    }


def add_headers(app: Flask) -> None:
    """Set the headers after each request."""

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers.update(guards(request.host))
        if request.endpoint in STATIC:
            response.headers["Cache-Control"] = IMMUTABLE if _hashed(app) else "no-cache"
        elif request.endpoint == "shell.worker":
            response.headers["Cache-Control"] = "no-cache"
        else:
            response.headers["Cache-Control"] = "no-store"
        return pack(response) if request.endpoint in (*STATIC, *ALIKE) else response


def _hashed(app: Flask) -> bool:
    """Whether the address bears the hash of this very content: another version's must not be kept under it."""
    name = request.path.removeprefix(f"{app.static_url_path}/")
    asked = request.args.get("v")
    return bool(asked) and asked == digest(Path(str(app.static_folder)), name)
