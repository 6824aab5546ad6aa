"""Where histories are made: the application in this process, or its server, and how an answer is read from it."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from scoring.rules.contest import Contest
from tests.office import entry, small_contest
from tests.torture.history import Answer
from tests.torture.history_tables import by_seat
from tests.web.serving import OURS, House, Serving, code_of

STAFF = ("scorer", "host")


class Lost(Exception):
    """The answer did not arrive; ``through`` says that the server is known to be done with the request."""

    def __init__(self, *, through: bool) -> None:
        super().__init__()
        self.through = through


Send = Callable[[str, str, Any, bool], tuple[int, Any]]  # method, path, body, lose the answer → status, JSON


class Hall(Protocol):
    """A contest that is being served."""

    path: Path  # of the database

    def device(self, kind: str, owner: str) -> Send: ...
    def enter(self, send: Send, kind: str, owner: str, lose: bool) -> int: ...


def many_entries(count: int) -> Contest:
    """Hall A with as many entries as histories are made in it; JA4 is recused for every third."""
    contest = small_contest()
    units = [f"单位E{n}" for n in range(1, count + 1) if n % 3 == 0]
    judges = tuple(replace(j, recused_units=tuple(units)) if j.id == "JA4" else j for j in contest.judges)
    others = tuple(e for e in contest.entries if e.session != "A")
    return replace(contest, entries=(*(entry(f"E{n}", "A", n) for n in range(1, count + 1)), *others), judges=judges)


class InProcess:
    """The application in this process, in ``threading`` mode, on a real SQLite file."""

    def __init__(self, blank: Path, folder: Path, entries: int) -> None:
        self.house = House(blank, folder, many_entries(entries))
        self.path = folder / "contest.db"

    def device(self, kind: str, owner: str) -> Send:
        client = self.house.stranger()

        def send(method: str, path: str, body: Any, lose: bool) -> tuple[int, Any]:
            answer = client.open(f"/api/v1{path}", method=method, json=body, headers=OURS)
            if lose:
                raise Lost(through=True)
            return answer.status_code, answer.get_json()

        return send

    def enter(self, send: Send, kind: str, owner: str, lose: bool) -> int:
        sent = {"code": code_of(self.house.office, kind, owner), "take_over": True}
        return send("POST", "/enter", sent, lose)[0]

    def close(self) -> None:
        self.house.office.writer.close()


class Unpaced(Serving):
    """In which a card is taken over as often as a history wants."""

    STARTED_BY = ("-m", "tests.torture.unpaced")


class Served:
    """The application's own server under eventlet, asked over its port."""

    def __init__(self, folder: Path, entries: int) -> None:
        folder.mkdir(parents=True)
        self.serving = Unpaced(folder, contest=many_entries(entries))
        self.path = folder / "contest.db"

    def device(self, kind: str, owner: str) -> Send:
        return Wire(self.serving.url.removeprefix("http://")).send

    def enter(self, send: Send, kind: str, owner: str, lose: bool) -> int:
        sent = {"code": code_of(self.serving.office, kind, owner), "take_over": True}
        return send("POST", "/enter", sent, lose)[0]

    def close(self) -> None:
        self.serving.stop()


class Wire:
    """One browser's connection and cookies; a lost answer is a connection that is cut after the request."""

    def __init__(self, address: str) -> None:
        self.connection = http.client.HTTPConnection(address, timeout=20)
        self.cookies: dict[str, str] = {}

    def send(self, method: str, path: str, body: Any, lose: bool) -> tuple[int, Any]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**OURS, "Content-Type": "application/json", **({"Cookie": cookies} if cookies else {})}
        sent = None if body is None else json.dumps(body)
        self.connection.request(method, f"/api/v1{path}", sent, headers)
        if lose:
            self.connection.close()
            raise Lost(through=False)
        answer = self.connection.getresponse()
        for header in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, json.loads(answer.read() or b"{}")


def read_answer(kind: str, status: int, body: Any) -> Answer:
    """An answer as `history_model` says it."""
    if kind == "submit" and "receipt" in body:
        told, code = body["receipt"], body["error"]["code"] if "error" in body else ""
        return (status, code, told["version"], told["code"], told["hash"], told["total"], told["seq"])
    if status >= 400:
        return (status, body["error"]["code"])
    if kind == "read-draft":
        return (status, None if body["marks"] is None else tuple(body["marks"]))
    if kind in ("preview", "public"):
        shown = (
            tuple((seat["seat"], seat["state"], seat["total"], seat["dropped"]) for seat in by_seat(body["seats"])),
            (body["result"] or {}).get("final"),
        )
        return (status, (body["step"], *shown) if kind == "public" else shown)
    return (status, "")
