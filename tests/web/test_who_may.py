"""What routes name, refusals in words, forged logins; who may do what in full is T8 (tests/torture/t08_access.py)."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.routing import Rule

from scoring.rules.access import PERMISSIONS
from tests.web.serving import OURS, House, code
from web.auth import refuse_unnamed
from web.config import read_settings


def routes(app: Flask) -> list[tuple[str, str, str]]:
    """(method, path, permission) of every route but the static files."""
    return [
        (method, path_of(rule), str(app.view_functions[rule.endpoint].permission))  # type: ignore[attr-defined]
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def path_of(rule: Rule) -> str:
    return str(rule.rule).replace("<session>", "A").replace("<entry>", "A1").replace("<kind>", "none").replace(
        "<ballot>", "0" * 32
    )  # fmt: skip


def test_every_route_names_a_permission_of_the_table(shared_house: House) -> None:
    named = routes(shared_house.app)
    assert len(named) > 50
    assert {permission for _method, _path, permission in named} <= set(PERMISSIONS)


def test_every_command_of_the_desk_needs_the_permission_of_its_name(shared_house: House) -> None:
    commands = {
        path.rsplit("/", 1)[1]: permission
        for method, path, permission in routes(shared_house.app)
        if method == "POST" and path.startswith("/api/v1/desk/") and path.count("/") == 4
    }
    assert len(commands) > 25
    assert commands.pop("print") == "see-results"  # each document asks for a permission of its own as well
    assert {name for name, permission in commands.items() if name != permission} == set()


def test_a_view_without_a_permission_stops_the_start() -> None:
    app = Flask("planted")
    app.add_url_rule("/open", "open", lambda: "anybody")
    with pytest.raises(RuntimeError, match="open"):
        refuse_unnamed(app)


@pytest.mark.parametrize(
    ("role", "command"),
    [("timekeeper", "reveal"), ("host", "close-entry"), ("scorer", "call"), ("auditor", "open-session"),
     ("supervisor", "export"), ("host", "unrecuse"), ("scorer", "set-overtime")],
)  # fmt: skip
def test_some_refusals_are_written_down_here_too(shared_house: House, role: str, command: str) -> None:
    method = "GET" if command == "export" else "POST"
    path = "/desk/results.xlsx" if command == "export" else f"/api/v1/desk/{command}"
    client = shared_house.staff(role)
    assert client.open(path, method=method, headers=OURS, json={}).status_code == 403


def test_a_role_that_may_not_is_told_so_in_words(shared_house: House) -> None:
    answer = shared_house.staff("timekeeper").post("/api/v1/desk/call", json={"entry": "A1"}, headers=OURS)
    assert (answer.status_code, code(answer)) == (403, "not_your_role")
    assert code(shared_house.stranger().get("/api/v1/desk/picture")) == "no_login_staff"
    assert code(shared_house.stranger().get("/api/v1/judge/picture")) == "no_login_judge"


@pytest.mark.parametrize("cookie", ["lf_staff=forged", "lf_staff=", "lf_judge=forged", "lf_staff=%00%ff"])
def test_a_forged_cookie_is_no_login(shared_house: House, cookie: str) -> None:
    for path in ("/api/v1/desk/picture", "/api/v1/judge/picture", "/desk"):
        assert shared_house.stranger().get(path, headers={"Cookie": cookie}).status_code == 401


def test_the_application_of_the_command_line_is_the_same() -> None:
    from web.app import create_app

    assert len(routes(create_app(read_settings({})))) > 50
