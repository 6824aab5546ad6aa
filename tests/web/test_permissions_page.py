"""docs/permissions.md says what the application really asks for."""

from __future__ import annotations

from flask import Flask

from scoring.rules.access import PERMISSIONS
from tools.permissions import PATH, page
from web.app import create_app
from web.config import read_settings


def application() -> Flask:
    return create_app(read_settings({}))


def test_the_page_of_permissions_is_the_applications_own() -> None:
    assert PATH.read_text("utf-8") == page(application()), "run: python -m tools.permissions"


def test_every_endpoint_and_every_permission_stands_in_it() -> None:
    app, text = application(), page(application())
    assert [name for name in PERMISSIONS if f"| `{name}` |" not in text] == []
    assert [name for name in app.view_functions if f"| `{name}` |" not in text] == []
    assert "| `/judge` | `presence` | `judge` |" in text


def test_a_route_more_changes_the_page() -> None:
    app = application()
    before = page(app)

    def planted() -> str:
        return ""

    planted.permission = "reveal"  # type: ignore[attr-defined]
    app.add_url_rule("/planted", "planted", planted)
    assert "| `planted` | GET | `/planted` | `reveal` |" in page(app)
    assert page(app) != before
