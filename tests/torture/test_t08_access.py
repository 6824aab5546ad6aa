"""T8: the table of who may do what against the application itself, and what is planted is found."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint
from flask_socketio import Namespace

from live.door import GuardedNamespace, event, refuse_unguarded
from scoring.rules import stage
from tests.torture.t08_access import CASES, TRIAL, leave
from tests.torture.t08_asking import Crowd, Route, routes_of
from tests.torture.t08_contest import played, set_up
from tests.torture.t08_sweep import Sweep, ended_since, sweep, unlisted
from tests.torture.t08_table import events, routes
from tests.web.serving import House
from web import app as wiring
from web.auth import CookieDoor, needs
from web.config import read_settings

REVEAL, PICTURE = "POST /api/v1/desk/reveal", "GET /api/v1/desk/picture"


@pytest.fixture(scope="module")
def crowd(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crowd]:
    """The contest in all its phases, with everybody in it."""
    house = played(blank, tmp_path_factory.mktemp("t08") / "house")
    yield Crowd(house)
    leave(house)


def of(crowd: Crowd, *names: str) -> list[Route]:
    return [route for route in routes_of(crowd.house) if route.name in names]


def swept(crowd: Crowd, name: str, *states: str) -> Sweep:
    into = Sweep()
    sweep(crowd, of(crowd, name), states or ("published",), into)
    return into


@pytest.mark.parametrize("number", range(TRIAL.short))
def test_everybody_may_do_what_the_table_says_and_every_hole_is_found(number: int, tmp_path: Path) -> None:
    (case,) = TRIAL.run([number], tmp_path)
    assert case.anomalies == ()
    assert TRIAL.held([case]) and "anomalies" in TRIAL.figures([case])
    guards, cells = case.counts.get("guards none", 0), case.counts.get("cells", 0)
    assert (guards >= 100 and case.counts["permissions edited"] >= 290) or cells >= (1400, 7000, 1400)[number]


def test_every_route_and_event_of_the_application_stands_in_the_table(crowd: Crowd) -> None:
    assert len(routes()) > 120 and len(events()) > 6 and len(CASES) == TRIAL.full
    assert list(unlisted(crowd.house)) == []


def test_a_route_and_an_event_that_no_table_names_are_found(blank: Path, tmp_path: Path) -> None:
    house = set_up(blank, tmp_path / "house")
    house.app.add_url_rule("/side-door", "side", needs("public")(lambda: "in"))
    house.socketio.on_event("peek", lambda _message: None, namespace="/desk")
    assert list(unlisted(house)) == ["stands in no table: GET /side-door", "stands in no table: /desk peek"]
    leave(house)


def test_a_view_that_works_before_it_asks_is_found(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    (route,) = of(crowd, REVEAL)
    guarded = crowd.house.app.view_functions[route.endpoint]

    def hasty(**values: Any) -> Any:
        crowd.house.office.do(wrote)
        return guarded(**values)

    monkeypatch.setitem(crowd.house.app.view_functions, route.endpoint, hasty)
    assert any("something was written" in one for one in swept(crowd, REVEAL).anomalies)


def wrote(work: Any) -> None:
    work.connection.exec_driver_sql("update staff set name = name || '·' where id = 'auditor-1'")


def test_a_look_that_writes_is_found(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    (route,) = of(crowd, PICTURE)
    guarded = crowd.house.app.view_functions[route.endpoint]

    def counting() -> Any:
        answer = guarded()
        crowd.house.office.do(wrote)
        return answer

    monkeypatch.setitem(crowd.house.app.view_functions, route.endpoint, counting)
    assert any("only looks, and something was written" in one for one in swept(crowd, PICTURE).anomalies)


def test_a_login_that_is_believed_after_its_end_is_found(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    from web import auth

    real = auth._held
    monkeypatch.setattr(
        auth, "_held", lambda kind: (Forever(real(kind)[0]), real(kind)[1]) if real(kind)[0] else (None, None)
    )
    found = swept(crowd, PICTURE).anomalies
    assert [one.split()[0] for one in found] == ["ended"]


class Forever:
    """A login's row that says it never ended."""

    ended_at = None

    def __init__(self, row: Any) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._row, name)


def test_a_failure_is_no_permission(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise ZeroDivisionError

    (route,) = of(crowd, PICTURE)
    monkeypatch.setitem(crowd.house.app.view_functions, route.endpoint, needs("see-desk")(broken))
    assert any("should be let in: 500" in one for one in swept(crowd, PICTURE).anomalies)


def test_a_door_that_remembers_who_came_in_is_found(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, known = CookieDoor.actor, {}

    def remembering(self: CookieDoor, kind: str, permission: str) -> Any:
        known[kind] = asked(self, kind, permission) or known.get(kind)
        return known[kind]

    assert ended_since(crowd, "/desk", "resync") == []
    monkeypatch.setattr(CookieDoor, "actor", remembering)
    assert ended_since(crowd, "/desk", "resync") != []


def test_a_phase_that_permits_too_much_is_found(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stage._MOVES["publish-entry"], "scoring", "published")
    went = swept(crowd, "POST /api/v1/desk/publish-entry", "scoring", "all in", "complete").done
    assert {state for _route, state in went} == {"scoring", "all in", "complete"}
    monkeypatch.undo()
    went = swept(crowd, "POST /api/v1/desk/publish-entry", "scoring", "all in", "complete").done
    assert {state for _route, state in went} == {"complete"}


def planted(permission: str | None) -> Blueprint:
    made = Blueprint("planted", __name__)
    view: Callable[[], str] = lambda: "in"  # noqa: E731
    if permission is not None:
        view.permission = permission  # type: ignore[attr-defined]
    made.add_url_rule("/planted", "view", view)
    return made


@pytest.mark.parametrize("permission", [None, "", "made-up"])
def test_an_application_with_a_view_that_names_no_permission_does_not_start(
    permission: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "BLUEPRINTS", (*wiring.BLUEPRINTS, planted(permission)))
    with pytest.raises(RuntimeError, match=r"planted\.view"):
        wiring.create_app(read_settings({}))


def test_a_view_that_was_added_after_that_stops_the_service(tmp_path: Path) -> None:
    app = wiring.create_app(read_settings({"DATA_DIR": str(tmp_path), "ASYNC_MODE": "threading"}))
    app.register_blueprint(planted(None))
    with pytest.raises(RuntimeError, match=r"planted\.view"):
        wiring.open_for_service(app, watching=False)
    app.extensions["liangfen"].writer.close()


def test_a_namespace_with_an_event_that_names_no_permission_is_refused() -> None:
    with pytest.raises(TypeError, match="peek"):
        type("Planted", (GuardedNamespace,), {"on_connect": event("public")(lambda self: None), "on_peek": print})


class Open(Namespace):
    """A namespace that nobody guards."""

    def on_peek(self, _message: object) -> None:
        """Whoever comes is heard."""


@pytest.mark.parametrize("way", ["namespace", "handler"])
def test_an_event_past_the_guarded_namespaces_stops_the_start(way: str, house_of_its_own: House) -> None:
    socketio = house_of_its_own.socketio
    refuse_unguarded(socketio)
    if way == "namespace":
        socketio.on_namespace(Open("/peek"))
    else:
        socketio.on_event("peek", lambda _message: None, namespace="/desk")
    with pytest.raises(RuntimeError, match="peek"):
        refuse_unguarded(socketio)


@pytest.fixture
def house_of_its_own(blank: Path, tmp_path: Path) -> Iterator[House]:
    house = House(blank, tmp_path / "house")
    yield house
    leave(house)
