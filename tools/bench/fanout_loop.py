"""The floor in Python: one frame, and ``socket.send`` for everybody; says "count every size" as told by its input."""

from __future__ import annotations

import select
import socket
import struct
import sys
import time

from tools.bench.fanout_websockets import message

WELCOME = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"


def welcome(listening: socket.socket) -> socket.socket:
    """One more client, greeted."""
    raw, _ = listening.accept()
    asked = b""
    while not asked.endswith(b"\r\n\r\n"):
        asked += raw.recv(1)
    raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    raw.sendall(WELCOME)
    return raw


def say(held: list[socket.socket], first: int, count: int, every: float, size: int) -> None:
    """So many broadcasts."""
    due = time.monotonic()
    for number in range(first, first + count):
        body = message(number, size).encode()
        frame = struct.pack("!BBH", 0x81, 126, len(body)) + body
        for raw in held:
            raw.send(frame)
        due += every
        time.sleep(max(0.0, due - time.monotonic()))


def main(port: int) -> None:
    """Serve until the input ends."""
    listening = socket.create_server(("127.0.0.1", port), backlog=1024)
    held: list[socket.socket] = []
    number = 1
    while True:
        ready, _, _ = select.select([sys.stdin.fileno(), listening.fileno()], [], [])
        if listening.fileno() in ready:
            held.append(welcome(listening))
        if sys.stdin.fileno() in ready:
            line = sys.stdin.buffer.readline()
            if not line:
                return
            count, every, size = (float(word) for word in line.split())
            say(held, number, int(count), every, int(size))
            number += int(count)


if __name__ == "__main__":
    main(int(sys.argv[1]))
