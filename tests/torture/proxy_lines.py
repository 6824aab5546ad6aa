"""What can go wrong with a connection, and a connection as the proxy holds it."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections import Counter, deque
from dataclasses import dataclass, field

UP, DOWN = "up", "down"  # towards the server, towards the client
KINDS = ("delay", "trickle", "cut", "reset", "answer_lost", "black_hole", "half_open", "refuse")
RST = struct.pack("ii", 1, 0)  # SO_LINGER of no time: close says RST


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    delay: bytes wait ``seconds``; trickle: ``at`` bytes every ``seconds``; cut, reset: the connection ends after
    ``at`` bytes in direction ``way`` (FIN, RST); answer_lost: what is asked goes through, the first byte of an answer
    ends the connection; black_hole: new connections are taken and nothing comes of them; half_open: those that there
    are fall silent; refuse: nobody listens.
    """

    kind: str
    begin: float
    end: float
    share: float = 1.0
    way: str = UP
    at: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Way:
    """One direction of a connection: what waits to be sent, and when."""

    source: socket.socket
    target: socket.socket
    waiting: deque[tuple[float, bytes]] = field(default_factory=deque)
    passed: Counter[Fault] = field(default_factory=Counter)  # bytes since a fault began
    over: bool = False  # nothing more comes from the source


class Line:
    """One connection through the proxy."""

    def __init__(self, client: socket.socket, server: socket.socket | None) -> None:
        self.sockets = [client] if server is None else [client, server]
        self.ways = {} if server is None else {UP: Way(client, server), DOWN: Way(server, client)}
        self.dead = server is None
        self.hit: dict[Fault, bool] = {}

    def close(self, *, reset: bool = False) -> None:
        for end in self.sockets:
            with contextlib.suppress(OSError):
                if reset:
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RST)
                end.close()
