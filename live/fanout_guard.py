"""Whether the libraries are the ones that the fan-out was written against: versions, and the text of what it touches.

It reaches past the public side of engine.io and eventlet.  Where anything there is another one, nothing is guessed:
the server goes on as the libraries are, slower, and says so.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
from collections.abc import Mapping
from importlib import metadata

VERSIONS = {"python-engineio": "4.15.1", "python-socketio": "5.18.1", "eventlet": "0.41.3"}
TOUCHED = {  # the first 16 digits of SHA-256 over the source of each
    "engineio.socket:Socket": "275926e457711513",
    "engineio.packet:Packet": "a0d70ee4777b3af6",
    "engineio.async_drivers.eventlet:WebSocketWSGI": "834894b1a78eae14",
    "socketio.packet:Packet": "e1660ba64e4e31fc",
    "socketio.manager:Manager": "cfeabf92435f1208",
    "socketio.base_manager:BaseManager": "b393b4c05dbd88e2",
    "eventlet.websocket:WebSocketWSGI": "28cf2b200f4a6862",
    "eventlet.websocket:WebSocket": "16dddd650dcaaa1e",
    "eventlet.websocket:RFC6455WebSocket": "deeef0960d71b0e9",
    "eventlet.greenio.base:GreenSocket": "b4c6859ddc77aec9",
    "eventlet.hubs:trampoline": "dbb09fcd0085cfde",
}


def differing(versions: Mapping[str, str] = VERSIONS, touched: Mapping[str, str] = TOUCHED) -> str:
    """What is not as expected, in one line; "" where all is."""
    found = [f"{name} {has} (≠ {wanted})" for name, wanted in versions.items() if (has := _version(name)) != wanted]
    return ", ".join(found + [place for place, digest in touched.items() if digest_of(place) != digest])


def digest_of(place: str) -> str:
    """Of the source of ``module:name``; "" where there is none to be read."""
    module, _, name = place.partition(":")
    try:
        source = inspect.getsource(getattr(importlib.import_module(module), name))
    except (ImportError, AttributeError, OSError, TypeError):
        return ""
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "–"
