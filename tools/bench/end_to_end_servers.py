"""Who takes ballots and tells the boards: ours, the naive server, and the floor in C; each a process on a free port."""

from __future__ import annotations

import json
import os
import secrets
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from itsdangerous import URLSafeTimedSerializer

from scoring.rules.rulecard import RuleCard
from tests.ports import free_port
from tests.torture.desk import Desk
from tests.torture.hall import KIND, TOPS, Size, closed, hall_names, judges_of, opened, torture_contest
from tests.torture.link import Link, NoAnswer
from tests.torture.outbox import content_hash
from tests.web.serving import code_of, furnish
from tools import places
from tools.bench.end_to_end_goals import FLOOR, NAIVE, OURS

HERE = Path(__file__).parent
READY_WITHIN = 60.0  # s
SERVER_CORE, LOAD_CORE = 0, 1
BROWSER = (  # what a tablet's page sends along
    "User-Agent: Mozilla/5.0 (Linux; Android 13; Tablet) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari\r\n"
    "Accept: application/json\r\nAccept-Language: zh-CN,zh;q=0.9\r\nAccept-Encoding: gzip, deflate\r\n"
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\nX-Liangfen: 1\r\n"
)


class Unfit(Exception):
    """A server that does not do what is measured; the text says which."""


def pinned(command: list[str], core: int, **options: Any) -> subprocess.Popen[bytes]:
    """A process on one core of its own, where there are two."""
    before = os.sched_getaffinity(0)
    if len(before) > 1:
        os.sched_setaffinity(0, {sorted(before)[core]})
    try:
        return subprocess.Popen(command, cwd=places.ROOT, **options)
    finally:
        os.sched_setaffinity(0, before)


class Taker:
    """One server.  ``turn`` makes thirty ballots that it will take: their ids, and the requests as they go out."""

    name = namespace = ""
    port: int
    process: subprocess.Popen[bytes]

    def turn(self) -> list[tuple[str, bytes]]:
        raise NotImplementedError

    def shown(self, frame: str) -> set[str]:
        """The ids of the ballots that a frame tells of."""
        return set(json.loads(frame[frame.index("[") :])[1].get("ids", ()))

    def ready(self) -> None:
        """Raises Unfit where it never answers."""
        give_up = time.monotonic() + READY_WITHIN
        while time.monotonic() < give_up and self.process.poll() is None:
            link = Link(f"http://127.0.0.1:{self.port}")
            try:
                link.request("GET", "/healthz")
                return
            except NoAnswer as trouble:
                if "refused" not in str(trouble).lower():
                    return
                time.sleep(0.1)
            finally:
                link.close()
        raise Unfit(f"{self.name} does not start")

    def stop(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def put(self, ballot: dict[str, Any], cookie: str) -> tuple[str, bytes]:
        """A ballot's id and its request, as a browser words it."""
        body = json.dumps(ballot, ensure_ascii=False).encode()
        head = (
            f"PUT /api/v1/judge/ballots/{ballot['id']} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Connection: keep-alive\r\nContent-Length: {len(body)}\r\nContent-Type: application/json\r\n{BROWSER}"
            f"Origin: http://127.0.0.1:{self.port}\r\nReferer: http://127.0.0.1:{self.port}/judge\r\n"
            f"Cookie: {cookie}\r\n\r\n"
        )
        return ballot["id"], head.encode() + body


def ballot_of(judge: str, entry: str) -> dict[str, Any]:
    """A ballot with its id and hash."""
    content = {
        "base": 0, "comment": "", "entry": entry, "id": secrets.token_hex(16), "judge": judge, "kind": KIND,
        "marks": [4000 + 50 * secrets.randbelow(40), TOPS[1] - 50 * secrets.randbelow(40)],
        "round": "presentation", "rubric": 1,
    }  # fmt: skip
    return {**content, "hash": content_hash(content)}


class Ours(Taker):
    """The product: five halls of six judges, the rule card with lamps, so that the boards are told of each ballot."""

    name, namespace = OURS, "/public"

    def __init__(self, folder: Path, turns: int) -> None:
        self.port, self.size = free_port(), Size(entries=turns)
        data = folder / "ours"
        office = opened(data)
        furnish(office, replace(torture_contest(self.size), card=RuleCard(show_count="lamps")))
        judges = [judge for hall in hall_names(self.size) for judge in judges_of(hall, self.size)]
        cards = {judge: code_of(office, "judge", judge) for judge in judges}
        staff = code_of(office, "staff", "secretariat-1")
        closed(office)
        own = {"DATA_DIR": str(data), "HOST": "127.0.0.1", "PORT": str(self.port), "ASYNC_MODE": "eventlet"}
        self.log = open(folder / "ours.log", "wb")  # noqa: SIM115 - closed with the server
        self.process = pinned(
            [sys.executable, "wsgi.py"], SERVER_CORE, env={**os.environ, **own}, stdout=self.log, stderr=self.log
        )
        self.ready()
        self._desk = Desk.entered(f"http://127.0.0.1:{self.port}", staff)
        self._cookies = {judge: self._entered(code) for judge, code in cards.items()}
        self._turns = self._entries()
        self._asked: dict[tuple[str, int], str] = {}

    def _entered(self, code: str) -> str:
        link = Link(f"http://127.0.0.1:{self.port}")
        if link.request("POST", "/api/v1/enter", {"code": code, "take_over": True}).status != 200:
            raise Unfit("ours lets no judge in")
        link.close()
        return "; ".join(f"{name}={value}" for name, value in link.cookies.items())

    def _entries(self) -> Iterator[int]:
        for hall in hall_names(self.size):
            self._do("open-session", session=hall)
        for number in range(1, self.size.entries + 1):
            for hall in hall_names(self.size):
                if number > 1:
                    for act in ("end-presenting", "end-questions", "close-entry"):
                        self._do(act, entry=f"{hall}E{number - 1}")
                for act in ("call", "start-presenting"):
                    self._do(act, entry=f"{hall}E{number}")
            yield number

    def _do(self, act: str, **values: object) -> None:
        self._desk.command(act, lambda parts: False, **values)

    def turn(self) -> list[tuple[str, bytes]]:
        """The next entry in every hall, and all ballots for it."""
        number = next(self._turns)
        made = []
        self._asked.clear()
        for seat in range(1, self.size.judges + 1):
            for hall in hall_names(self.size):
                judge = f"{hall}J{seat}"
                ballot = ballot_of(judge, f"{hall}E{number}")
                self._asked[hall, seat] = ballot["id"]
                made.append(self.put(ballot, self._cookies[judge]))
        return made

    def shown(self, frame: str) -> set[str]:
        """Whose lamps are lit."""
        parts = json.loads(frame[frame.index("[") :])[1].get("parts", {})
        stages = [part for name, part in parts.items() if name.startswith("stage/")]
        lit = [(stage["session"], seat["seat"]) for stage in stages for seat in stage["seats"] if seat["lamp"] == "lit"]
        return {self._asked[place] for place in lit if place in self._asked}

    def stop(self) -> None:
        self._desk.close()
        super().stop()
        self.log.close()


class Naive(Taker):
    """As one would first write it."""

    name = NAIVE

    def __init__(self, folder: Path) -> None:
        self.port, self._key, self._turn = free_port(), secrets.token_hex(16), 0
        command = [sys.executable, "-m", "tools.bench.end_to_end_naive", str(self.port)]
        self.process = pinned(
            [*command, str(folder / "naive.db"), self._key], SERVER_CORE,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self.ready()

    def turn(self) -> list[tuple[str, bytes]]:
        self._turn += 1
        tokens, judges = URLSafeTimedSerializer(self._key), range(1, 31)
        return [
            self.put(ballot_of(f"J{judge}", f"E{self._turn}"), f"token={tokens.dumps(f'J{judge}')!s}")
            for judge in judges
        ]


class Floor(Taker):
    """Append, fdatasync, answer, one frame for all: in C."""

    name = FLOOR

    def __init__(self, folder: Path, compiler: str) -> None:
        self.port, self._turn = free_port(), 0
        made = folder / "floor"
        subprocess.run([compiler, "-O2", "-o", made, HERE / "end_to_end_floor.c"], check=True)
        self.process = pinned([str(made), str(self.port), str(folder / "floor.log")], SERVER_CORE)
        time.sleep(0.3)

    def turn(self) -> list[tuple[str, bytes]]:
        self._turn += 1
        return [self.put(ballot_of(f"J{judge}", f"E{self._turn}"), "token=none") for judge in range(1, 31)]


def packed(requests: list[tuple[str, bytes]]) -> bytes:
    """Requests as the load reads them."""
    return b"".join(struct.pack("<I", len(request)) + request for _, request in requests)
