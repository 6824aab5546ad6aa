"""The live side alone, to be pressed: ``python -m tests.torture.fanned``, told by FANNED (JSON) in its environment.

Sockets, rooms, gate, publisher and fan-out are the real ones; pictures and logins are the test's.
``port``, ``mode`` (of the server), ``unlike`` (what the guard is to find), ``patience`` (s with who takes nothing),
``ping`` (s between pings, and for an answer), ``plant``, ``tls`` (certificate, key).
Whoever connects says with ``?who=J1`` who they are.
"""

from __future__ import annotations

import json
import logging
import os
import ssl
import sys
import time
import warnings
from collections.abc import Collection, Iterable
from typing import Any

ROOMS = ("public", "desk")
FILL = "成果发表赛第一会场现场评审委员综合得分"


class Board:
    """Pictures of one part with a number, the time it was made (ns of this machine) and some weight (bytes)."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.sizes: dict[str, int] = {}

    def build(self, room: str) -> dict[str, Any]:
        number, size = self.numbers.get(room, 0), self.sizes.get(room, 0)
        weight = (FILL * (size // (3 * len(FILL)) + 1))[: size // 3]  # three bytes a character
        return {"stage/A": {"number": number, "sent": time.monotonic_ns(), "weight": weight}}

    def build_halls(self, room: str, _halls: Collection[str]) -> dict[str, Any]:
        return self.build(room)

    def judges_of(self, _session: str | None) -> Iterable[str]:
        return ()

    def chiefs_of(self, _session: str | None) -> Iterable[str]:
        return ()


class OpenDoor:
    """Everybody is who they say, until their login ends."""

    def __init__(self) -> None:
        self.ended: set[str] = set()

    def actor(self, kind: str, _permission: str) -> Any:
        from flask import request

        from scoring.facts import Actor

        who = request.args.get("who", "")
        return None if not who or who in self.ended else Actor(kind, who, "scorer", f"login-{who}")


class Fanned:
    """The application, and what it is told to say."""

    def __init__(self, told: dict[str, Any]) -> None:
        from flask import Flask

        from live import fanout, server
        from live.gate import Gate
        from live.publish import Publisher

        self.app, self.board, self.door = Flask("fanned"), Board(), OpenDoor()
        self.socketio = server.make_socketio(told.get("mode", "eventlet"), "")
        self.socketio.init_app(self.app)
        if told.get("ping"):
            self.socketio.server.eio.ping_interval = self.socketio.server.eio.ping_timeout = told["ping"]
        Gate(self.socketio, most=20_000)
        self.fan_out = fanout.make_fan_out(self.socketio, self.socketio.server.emit, told.get("unlike"))
        self.publisher = Publisher(self.fan_out.deliver, self.board, lambda: time.time_ns() // 1_000_000, "epoch")
        self.fan_out.newest = lambda: self.publisher.sent("public")
        self.publisher.cut = lambda room, namespace: server.cut_room(self.socketio, room, namespace)
        self._join()
        self.app.add_url_rule("/say", view_func=self.say, methods=["POST"])
        self.app.add_url_rule("/end", view_func=self.end, methods=["POST"])
        self.app.add_url_rule("/figures", view_func=self.figures)

    def _join(self) -> None:
        from live.board import BoardNamespace
        from live.desk import DeskNamespace
        from live.judge import JudgeNamespace
        from live.presence import Presence

        self.socketio.on_namespace(BoardNamespace(self.publisher, self.door))
        self.socketio.on_namespace(DeskNamespace(self.publisher, self.door))
        self.socketio.on_namespace(JudgeNamespace(self.publisher, self.door, Presence(), lambda: 0))

    def say(self) -> dict[str, Any]:
        """`count` pictures of a `room`, one `every` so many s (0: all before the answer); CPU s that all took."""
        from flask import request

        order = request.get_json()
        if order["every"]:
            self.socketio.start_background_task(self._say, order)
            return {}
        began = time.process_time()
        self._say(order)
        return {"cpu": time.process_time() - began}

    def _say(self, order: dict[str, Any]) -> None:
        room = order["room"]
        self.board.sizes[room] = order.get("size", 0)
        due = time.monotonic()
        for _ in range(order["count"]):
            self.board.numbers[room] = self.board.numbers.get(room, 0) + 1
            self.publisher.touch(room)
            due += order["every"]
            if order["every"]:
                self.socketio.sleep(max(0.0, due - time.monotonic()))

    def end(self) -> dict[str, Any]:
        """A judge's login ends."""
        from flask import request

        from scoring.facts import LoginEnded

        who = request.get_json()["who"]
        self.door.ended.add(who)
        self.publisher.announce([LoginEnded("judge", who, f"login-{who}", "taken_over")])
        return {}

    def figures(self) -> dict[str, Any]:
        """What the server costs, and how it sends."""
        with open("/proc/self/statm", encoding="ascii") as pages:
            resident = int(pages.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        waiting, lines = getattr(self.fan_out, "waiting", lambda: -1)(), len(getattr(self.fan_out, "_lines", ()))
        return {
            "cpu": time.process_time(), "resident": resident, "waiting": waiting, "lines": lines,
            "how": type(self.fan_out).__name__, "sockets": len(self.socketio.server.eio.sockets),
            "numbers": self.board.numbers,
        }  # fmt: skip


def main() -> int:
    """Serve until killed."""
    told = json.loads(os.environ["FANNED"])
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    if told.get("mode", "eventlet") == "eventlet":
        import eventlet

        eventlet.monkey_patch()
    logging.basicConfig(level=logging.INFO, format="%(name)s %(levelname)s %(message)s")
    if told.get("patience"):
        import live.fanout_wire

        live.fanout_wire.STALLED_AFTER = told["patience"]
    if told.get("plant"):
        from tests.torture.fanned_plants import PLANTS

        PLANTS[told["plant"]]()
    from live.server import serve

    tls = None
    if told.get("tls"):
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*told["tls"])
    fanned = Fanned(told)
    serve(fanned.socketio, fanned.app, "127.0.0.1", told["port"], tls)
    return 0


if __name__ == "__main__":
    sys.exit(main())
