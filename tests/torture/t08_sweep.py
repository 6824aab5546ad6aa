"""Every route and every socket event asked by every person; what was answered otherwise than the table says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from flask_socketio import SocketIOTestClient
from werkzeug.test import TestResponse

from live.door import events_of
from tests.torture.t08_asking import Commits, Crowd, Route, routes_of, speaks_of_entry, taken_back
from tests.torture.t08_contest import OTHERS
from tests.torture.t08_table import PERSONS, events, expected, routes
from tests.web.serving import OURS, House

DENIED = (401, 403)
REFUSALS = {401: ("no_login_staff", "no_login_judge", "login_taken_over"), 403: ("not_your_role",)}
NO_PANEL = ("waiting", "withdrawn", "postponed")  # nobody is its chief: the panel is drawn up at the call
OF_THE_PANEL = ("POST /api/v1/judge/declare-missing", "POST /api/v1/judge/return-ballot")


@dataclass
class Sweep:
    """What was asked and what was wrong; ``done`` is where an allowed request went through (2xx)."""

    counts: Counter[str] = field(default_factory=Counter)
    anomalies: list[str] = field(default_factory=list)
    done: set[tuple[str, str]] = field(default_factory=set)

    def wrong(self, *words: object) -> None:
        self.anomalies.append(" ".join(str(word) for word in words))


def unlisted(house: House) -> Iterator[str]:
    """Routes and events that the table does not know, and those that only the table knows."""
    known = {route.name for route in routes_of(house)}
    heard = {f"{path} {name}" for path, name in events_here(house)}
    for found, listed in ((known, set(routes())), (heard, set(events()))):
        yield from (f"stands in no table: {name}" for name in sorted(found - listed))
        yield from (f"the application has not: {name}" for name in sorted(listed - found))


def events_here(house: House) -> Iterator[tuple[str, str]]:
    """Namespace and name of every event that the server hears."""
    server = house.socketio.server
    for path, namespace in server.namespace_handlers.items():
        yield from ((path, name) for name in events_of(type(namespace)))
    for path, handlers in server.handlers.items():
        yield from ((path, name) for name in handlers)


def sweep(
    crowd: Crowd, some: Iterable[Route], states: Sequence[str], into: Sweep, people: Sequence[str] = PERSONS
) -> None:
    """Every person asks every route about the entry of every state, or once where it speaks of no entry."""
    table, commits = routes(), Commits(crowd.house)
    for route in some:
        holders = table.get(route.name)
        if holders is None:
            continue
        for state in states if speaks_of_entry(crowd, route) else states[:1]:
            for person in people:
                wanted = wanted_of(route.name, holders, person, state)
                into.counts["cells"] += 1
                _cell(crowd, route, person, state, wanted, commits, into)


def wanted_of(name: str, holders: frozenset[str], person: str, state: str) -> int | None:
    """As the table says; and a chief is chief of a panel only once there is one."""
    if person == "chief" and name in OF_THE_PANEL and state in NO_PANEL:
        return 403
    return expected(name, holders, person)


def _cell(
    crowd: Crowd, route: Route, person: str, state: str, wanted: int | None, commits: Commits, into: Sweep
) -> None:
    where = f"{person} {route.name} ({state})"
    of_panel = person == "chief" and route.name in OF_THE_PANEL  # decided by the action, and told in the ledger
    before = commits.now()
    if wanted is None:
        with taken_back(crowd.house) if route.method != "GET" else nullcontext():
            answer = crowd.ask(route, person, state)
        into.counts["allowed"] += 1
        if route.method == "GET" and commits.now() != before:
            into.wrong(where, "only looks, and something was written")
        if answer.status_code in DENIED or (answer.status_code >= 500 and route.endpoint != "health.state"):
            into.wrong(where, "should be let in:", answer.status_code, _code(answer))
        elif answer.status_code < 300:
            into.done.add((route.name, state))
        return
    answer = crowd.ask(route, person, state)
    into.counts["denied"] += 1
    if answer.status_code != wanted:
        into.wrong(where, "should be refused by", wanted, "and got", answer.status_code, _code(answer))
    elif route.rule.startswith("/api/") and _code(answer) not in REFUSALS[wanted] and not of_panel:
        into.wrong(where, "is refused for another reason:", _code(answer))
    if commits.now() != before and not of_panel:
        into.wrong(where, "is refused, and something was written")


def _code(answer: TestResponse) -> str:
    body: Any = answer.get_json(silent=True)
    return str(body["error"]["code"]) if isinstance(body, dict) and "error" in body else ""


def sockets(crowd: Crowd, into: Sweep) -> None:
    """Every person tries every namespace and every event of it; who is let in hears something."""
    table = events()
    for path, name in events_here(crowd.house):
        holders = table.get(f"{path} {name}")
        for person in PERSONS if holders is not None and name != "disconnect" else ():
            into.counts["cells"] += 1
            heard = hears(crowd, person, path, name)
            into.counts["allowed" if person in (holders or ()) else "denied"] += 1
            if heard != (person in (holders or ())):
                into.wrong(person, path, name, "is heard" if heard else "should be heard")


def events_after_the_end(crowd: Crowd, into: Sweep) -> None:
    """Every event on a socket whose login has ended since it was opened."""
    for path, name in events_here(crowd.house):
        into.counts["events after the end of a login"] += path != "/public" and name not in ("connect", "disconnect")
        for who in ended_since(crowd, path, name):
            into.wrong(who, path, name, "is heard after the login has ended")


def hears(crowd: Crowd, person: str, path: str, name: str) -> bool:
    """Whether a person's socket gets in, or is answered to an event."""
    socket = opened(crowd, person, path)
    if not socket.is_connected(path):
        return False
    if name == "connect":
        found = any(message["name"] == "snapshot" for message in socket.get_received(path))
    else:
        found = answered(socket, path, name)
    if socket.is_connected(path):
        socket.disconnect(path)
    return found


def opened(crowd: Crowd, person: str, path: str) -> SocketIOTestClient:
    return crowd.house.socketio.test_client(crowd.house.app, path, flask_test_client=crowd.clients[person])


def answered(socket: SocketIOTestClient, path: str, name: str) -> bool:
    """Whether an event brings the picture or an acknowledgement."""
    socket.get_received(path)
    answer = socket.emit(name, {"battery": 50}, namespace=path, callback=True)
    heard = socket.get_received(path) if socket.is_connected(path) else []  # else the event has cut it
    return isinstance(answer, dict) or any(message["name"] == "snapshot" for message in heard)


def ended_since(crowd: Crowd, path: str, name: str) -> list[str]:
    """Who is answered on a socket that was opened while the login held, once it has ended and nobody cut the socket."""
    house, publisher = crowd.house, crowd.house.app.extensions["publisher"]
    if path == "/public" or name in ("connect", "disconnect"):
        return []
    who = ("staff", "timekeeper-1") if path == "/desk" else ("judge", OTHERS[0])
    device = house.enter(*who)
    socket = house.socketio.test_client(house.app, path, flask_test_client=device)
    assert socket.is_connected(path)
    cut, publisher.cut = publisher.cut, None
    try:
        device.post(f"/api/v1/leave/{who[0]}", headers=OURS)
        return [who[1]] if answered(socket, path, name) else []
    finally:
        publisher.cut = cut
