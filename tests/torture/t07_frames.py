"""T7's other half: raw frames and bytes against the real server, from devices that have entered and from strangers."""

from __future__ import annotations

import contextlib
import json
import os
import random
import socket
import struct
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
import websocket

from tests.torture.trial import Case
from tests.web.serving import Serving

FRAMES = 1000  # of one case: half of strangers, half of devices that have entered
BYTES = 60  # connections that speak no websocket, or no HTTP
ON_ONE = 6  # frames on one socket, if it is not cut before
MORE_MEMORY = 20 * 1024  # KB that the server may hold beyond what it held when it had warmed up
PATIENCE = 15.0  # s until everything that was opened is let go
ANSWERS = 5.0  # s for the next good question
TEXTS = (
    "", "x", "9", "4", "49", "4{}", "4[]", "42", '42["', "42[1]", '42[["a"]]', '40/none,{"a":', "41/never,", "43[]",
    "44{}",
    '451-["a"]', "45999999999-[]", "46", "0{}", "1", "3probe", "5", "6", "\x00", "4٣", "４０", "40/judge,", "40/desk,",
    "40/public,", '42/judge,["beat",{}]', '42/judge,["beat",null]', '42/judge,["resync",1,2,3]', '42/desk,["resync"]',
    '42/public,["resync"]', '42/public,["no such event"]', '42/judge,7["resync"]', '42/judge,["connect"]', "41/judge,",
    '42/judge,["beat",{"entry":"' + "x" * 900 + '"}]', '42/judge,' + "[" * 400, '42/judge,["__init__"]', "2" * 900,
    '42/judge,["disconnect"]', '451-/judge,["beat",{"_placeholder":true,"num":0}]',
    '459-/judge,["beat",{"_placeholder":true,"num":-1}]',
)  # fmt: skip
REQUESTS = (
    b"GARBAGE\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"y" * 70_000 + b"\r\n\r\n",
    b"POST /api/v1/enter HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n{",
    b"POST /api/v1/enter HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n{}",
    b"POST /api/v1/enter HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}",
    b"POST /api/v1/enter HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"\x16\x03\x01\x02\x00",
    b"", b"G",
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
    b"GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: a\r\n\r\n", b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://elsewhere.example/ HTTP/1.1\r\nHost: elsewhere.example\r\n\r\n", b"\r\n\r\n\r\n", bytes(range(256)),
)  # fmt: skip


def wire_frame(dice: random.Random) -> bytes:
    """Bytes that are no frame as the protocol has it: opcodes of nobody, lengths of nothing, no mask, fragments."""
    kind = dice.randrange(6)
    if kind == 0:  # an opcode that means nothing, with a bit that is kept for later
        return bytes((0x80 | dice.randrange(3, 8) | dice.choice((0, 0x40)), 0x80)) + dice.randbytes(4)
    if kind == 1:  # not masked
        return b"\x81\x02" + b"40"
    if kind == 2:  # an exabyte is announced
        return b"\x82\xff" + struct.pack(">Q", 2 ** dice.randrange(20, 63)) + dice.randbytes(40)
    if kind == 3:  # begun and never ended
        return b"\x01\x82" + dice.randbytes(6)
    if kind == 4:  # a ping that is too long for one
        return b"\x89\xfe\x01\x00" + dice.randbytes(4 + 256)
    return dice.randbytes(dice.randrange(1, 60))


class Frames:
    """One server and who writes nonsense to it."""

    def __init__(self, folder: Path, number: int, server: Serving | None = None) -> None:
        self.dice = random.Random(f"T7 frames/{number}")
        self.server = server or Serving(folder)
        self.own = server is None
        self.counts: Counter[str] = Counter()
        device = self.server.enter("judge", "JA2")
        self.cookie = "; ".join(f"{one.name}={one.value}" for one in device.cookies)
        self.address = (urlsplit(self.server.url).hostname, urlsplit(self.server.url).port)

    def run(self) -> list[str]:
        """What was found."""
        for entered in (False, True):  # warm: what the first of each kind leaves is no leak
            self.socket_with(entered, 4)
        before = self.held(settle=2.0)
        for entered in (False, True):
            while self.counts[f"frames, {'entered' if entered else 'stranger'}"] < FRAMES // 2:
                self.socket_with(entered, ON_ONE)
        for _ in range(BYTES):
            self.raw(self.dice.choice(REQUESTS))
        return self.wrong(before)

    def socket_with(self, entered: bool, frames: int) -> None:
        address = self.server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        raw: Any = websocket.create_connection(address, timeout=5, cookie=self.cookie if entered else None)
        who = "entered" if entered else "stranger"
        with contextlib.suppress(websocket.WebSocketException, OSError):
            raw.recv()
            if entered and self.dice.random() < 0.8:
                raw.send("40/judge,")
            for _ in range(frames):
                self.counts[f"frames, {who}"] += 1
                self._send(raw)
        self.counts["sockets"] += 1
        raw.shutdown()

    def _send(self, raw: Any) -> None:
        drawn = self.dice.random()
        if drawn < 0.6:
            raw.send(self.dice.choice(TEXTS))
        elif drawn < 0.75:
            raw.send_binary(self.dice.randbytes(self.dice.randrange(60)))
        else:
            raw.sock.sendall(wire_frame(self.dice))

    def raw(self, data: bytes) -> None:
        """A connection that says this much and hears what it hears."""
        self.counts["raw connections"] += 1
        with socket.create_connection(self.address, timeout=0.2) as opened, contextlib.suppress(OSError):
            opened.sendall(data)
            opened.recv(4096)

    def held(self, settle: float = 0.0) -> tuple[int, int, int]:
        """Threads, open files and resident KB of the server."""
        time.sleep(settle)
        home = Path(f"/proc/{self.server.process.pid}")
        status = dict(line.split(":", 1) for line in (home / "status").read_text().splitlines())
        return int(status["Threads"]), len(os.listdir(home / "fd")), int(status["VmRSS"].split()[0])

    def wrong(self, before: tuple[int, int, int], patience: float = PATIENCE) -> list[str]:
        """What is not as it was before, after some time to let go of it."""
        found = []
        give_up = time.monotonic() + patience
        now = self.held()
        while (now[0] > before[0] or now[1] > before[1]) and time.monotonic() < give_up:
            time.sleep(0.3)
            now = self.held()
        self.counts["more KB"] = now[2] - before[2]
        for name, was, left, more in zip(("threads", "files", "KB"), before, now, (0, 0, MORE_MEMORY), strict=True):
            if left > was + more:
                found.append(f"{name}: {was} before, {left} after")
        began = time.monotonic()
        try:
            answer = requests.get(self.server.url + "/api/v1/public/picture", timeout=ANSWERS)
            if answer.status_code != 200 or not json.loads(answer.content):
                found.append(f"the next question is answered {answer.status_code}")
        except (requests.RequestException, ValueError) as failed:
            found.append(f"the next question: {failed}")
        self.counts["next answer ms"] = round(1000 * (time.monotonic() - began))
        log = (self.server.folder / "log").read_text("utf-8", errors="replace")
        if "Traceback" in log:
            found.append("the log: " + log[log.index("Traceback") :][-1200:])
        return found


def framed(folder: Path, number: int) -> Case:
    """One case against a server of its own."""
    began = time.monotonic()
    frames = Frames(folder, number)
    try:
        found = frames.run()
    finally:
        frames.server.stop()
    return Case(
        number, {name: float(value) for name, value in frames.counts.items()}, tuple(found), time.monotonic() - began
    )
