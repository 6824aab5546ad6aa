"""Ports for servers under test."""

from __future__ import annotations

import contextlib
import random
import socket

PORTS = (20_000, 30_000)  # below those from which the kernel takes the clients': none may connect to itself


def free_port() -> int:
    """A port of this machine that nobody has, and that no client is given while its server restarts."""
    while True:
        port = random.SystemRandom().randrange(*PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
