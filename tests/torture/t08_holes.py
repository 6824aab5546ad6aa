"""Guards taken away, widened and narrowed one by one, and roles added to and taken from permissions: each is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from live.door import GuardedNamespace
from scoring.facts import Actor
from scoring.rules import access
from tests.torture.t08_asking import Crowd, Route, guarded_by, no_guard, routes_of, taken_back
from tests.torture.t08_sweep import Sweep, ended_since, events_here, hears, sweep
from tests.torture.t08_table import DESK, JUDGES, NOBODY, PERSONS, STAFF, events, routes
from web.auth import needs

SECOND_LOCKS = ("decide-tie", "finalise", "disqualify", "print-before", "print-results")  # asked inside their views
TWICE_LOCKED = (f"POST {DESK}/changes/preview", f"POST {DESK}/changes/ask")  # each kind of change asks once more
STATE = ("final",)


def permission_of(crowd: Crowd, route: Route) -> str:
    return str(getattr(crowd.house.app.view_functions[route.endpoint], "permission", access.FREE))


def guarded_routes(crowd: Crowd) -> list[Route]:
    """Every route that asks who comes."""
    return [route for route in routes_of(crowd.house) if permission_of(crowd, route) != access.FREE]


def _found(crowd: Crowd, some: Iterable[Route], people: Iterable[str] = PERSONS) -> list[str]:
    """What the sweep says of these routes, up to the first person; nothing that happens meanwhile stays."""
    into, asked = Sweep(), list(some)
    with taken_back(crowd.house):
        for person in people:
            sweep(crowd, asked, STATE, into, (person,))
            if into.anomalies:
                break
    return into.anomalies


def other_guards(crowd: Crowd, route: Route) -> dict[str, Callable[[Any], Any]]:
    """Guards that would be wrong for a route: none, one for more people, one for fewer."""
    holders, judges = routes()[route.name], permission_of(crowd, route) in access.OF_JUDGES
    wide, narrow = ("judge", "chief-panel") if judges else ("see-desk", "change-setup")
    found: dict[str, Callable[[Any], Any]] = {"none": no_guard}
    if holders != frozenset(JUDGES if judges else STAFF):
        found["wider"] = needs(wide)
    if len(holders) > 1:
        found["narrower"] = needs(narrow)
    return found


def routes_unguarded(crowd: Crowd, into: Sweep) -> None:
    """Every guard of a route, away or wrong, one at a time."""
    for route in guarded_routes(crowd):
        for name, guard in other_guards(crowd, route).items():
            into.counts[f"guards {name}"] += 1
            with guarded_by(crowd.house, route.endpoint, guard):
                found = _found(crowd, [route])
            if bool(found) == (route.name in TWICE_LOCKED and name == "wider"):
                into.wrong("not found:" if not found else "has no second lock:", route.name, "with guard", name)
        if _found(crowd, [route], ("secretariat", "chief", "audience")):
            into.wrong("the guard of", route.name, "did not come back")


def permissions_edited(crowd: Crowd, into: Sweep) -> None:
    """Every role given to, or taken from, every permission that a route asks for."""
    by_permission: dict[str, list[Route]] = {}
    for route in guarded_routes(crowd):
        by_permission.setdefault(permission_of(crowd, route), []).append(route)
    unused = set(access.PERMISSIONS) - set(by_permission) - {access.FREE, *SECOND_LOCKS}
    into.anomalies += [f"nothing asks for the permission {name}" for name in sorted(unused)]
    for permission, asked in by_permission.items():
        for role in JUDGES if permission in access.OF_JUDGES else STAFF:
            edited = access.PERMISSIONS[permission] ^ {role}
            into.counts["permissions edited"] += 1
            with patch.dict(access.PERMISSIONS, {permission: edited}):
                found = _found(crowd, asked, (role,))
            if not found:
                into.wrong("not found:", permission, "with" if role in edited else "without", role)


def events_unguarded(crowd: Crowd, into: Sweep) -> None:
    """Every guard of a socket event taken away: heard is who may not be, or whose login has ended since."""
    table = events()
    for path, name in events_here(crowd.house):
        handler = getattr(crowd.house.socketio.server.namespace_handlers[path], f"on_{name}")
        if handler.permission == access.FREE:
            continue
        into.counts["guards none"] += 1
        with unguarded_event(crowd, path, name):
            found = [who for who in NOBODY if who not in table[f"{path} {name}"] and hears(crowd, who, path, name)]
            found += ended_since(crowd, path, name)
        if not found:
            into.wrong("not found:", path, name, "with guard none")


@contextmanager
def unguarded_event(crowd: Crowd, path: str, name: str) -> Iterator[None]:
    """The event's own work for whoever sends it."""
    kind = type(crowd.house.socketio.server.namespace_handlers[path])
    handler = getattr(kind, f"on_{name}").__wrapped__
    nobody = Actor("staff" if path == "/desk" else "judge", "nobody", "audience", "no-login")

    def open_to_all(self: GuardedNamespace, *message: Any) -> Any:
        return handler(self, nobody, *message)

    with patch.object(kind, f"on_{name}", open_to_all):
        yield
