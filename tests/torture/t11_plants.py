"""Leaks that T11 must find, planted into the server's process: never into the product's code."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

HELD: list[object] = []
EACH = 600_000  # bytes


def _at_each_connection(keep: Callable[[], object]) -> None:
    from live.gate import Gate

    gate: Any = Gate
    stand = gate._stand

    def leaking(self: Any) -> None:
        stand(self)
        connected = self._engine.handlers["connect"]

        def on_connect(socket: str, environ: dict[str, Any]) -> Any:
            HELD.append(keep())
            return connected(socket, environ)

        self._engine.handlers["connect"] = on_connect

    gate._stand = leaking


def memory_of_each_connection() -> None:
    """Whoever knocks leaves something behind."""
    _at_each_connection(lambda: bytearray(os.urandom(1)) * EACH)


def a_file_of_each_connection() -> None:
    """A descriptor that is never closed."""
    _at_each_connection(lambda: os.open(os.devnull, os.O_RDONLY))


def sockets_kept() -> None:
    """Who has left still holds a socket here."""
    _at_each_connection(lambda: os.dup(_a_socket()))


def _a_socket() -> int:
    return next(int(fd) for fd in os.listdir("/proc/self/fd") if _is_socket(fd))


def _is_socket(fd: str) -> bool:
    try:
        return os.readlink(f"/proc/self/fd/{fd}").startswith("socket:")
    except OSError:
        return False


SERVER: dict[str, Callable[[], None]] = {
    "memory of each connection": memory_of_each_connection,
    "a file of each connection": a_file_of_each_connection,
    "sockets kept": sockets_kept,
}
