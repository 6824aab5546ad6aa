"""What goes over the wire as few bytes as it can: a page's scripts and its styles as one file each, text gzipped.

A file whose address bears its content's hash is kept for ever; every other one is asked for again each time.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import Response, request

from web.bundle import bundle

IMMUTABLE = "public, max-age=31536000, immutable"
TEXT = ("text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml")
COMMENT = re.compile(r"/\*.*?\*/", re.S)
SMALL = 500  # bytes: below it gzip saves nothing worth a header
BUNDLES: dict[str, tuple[str, ...]] = {
    "bundle/judge.js": ("js/pages/judge.js",),
    "bundle/judge.css": (
        *("css/tokens.css", "css/base.css"),
        *("css/judge.css", "css/judge-cards.css", "css/judge-device.css"),
    ),
}


def static_bytes(static: Path, name: str) -> bytes | None:
    """A file's content by its path under static/, made where it is a bundle; None where there is none."""
    if name in BUNDLES:
        return _made(static, name, _changed(static, Path(name).suffix))
    path = static / name
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else None


def digest(static: Path, name: str) -> str:
    """12 hex digits of the content's SHA-256; empty where there is no such file."""
    content = static_bytes(static, name)
    return "" if content is None else _digest(content)


def pack(response: Response) -> Response:
    """The same answer gzipped, where whoever asks takes that and it is text worth it."""
    if response.mimetype not in TEXT:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings.quality("gzip") or request.method != "GET":
        return response
    response.direct_passthrough = False
    plain = response.get_data()
    if len(plain) < SMALL:
        return response
    response.set_data(_gzipped(plain))
    response.headers["Content-Encoding"] = "gzip"
    tag = response.get_etag()[0]
    if tag:
        response.set_etag(tag + "-gzip")
        response.make_conditional(request)
    return response


def _changed(static: Path, suffix: str) -> int:
    return max(path.stat().st_mtime_ns for path in (static / suffix[1:]).rglob(f"*{suffix}"))


@lru_cache(maxsize=8)
def _made(static: Path, name: str, _stamp: int) -> bytes:
    if name.endswith(".js"):
        return bundle(static, *BUNDLES[name]).encode()
    texts = "".join((static / one).read_text("utf-8") for one in BUNDLES[name])
    lines = (line.strip() for line in COMMENT.sub("", texts).split("\n"))
    return "\n".join(filter(None, lines)).encode()


@lru_cache(maxsize=512)
def _read(path: Path, _stamp: int) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=512)
def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


@lru_cache(maxsize=256)
def _gzipped(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)
