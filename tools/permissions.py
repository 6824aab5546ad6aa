"""docs/permissions.md out of the application itself: `python -m tools.permissions` writes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from flask import Flask

from live.board import BoardNamespace
from live.desk import DeskNamespace
from live.door import events_of
from live.judge import JudgeNamespace
from scoring.rules.access import PERMISSIONS, ROLES
from tools import places
from web.app import create_app
from web.config import read_settings

PATH = places.ROOT / "docs" / "permissions.md"
SOCKETS = (("/public", BoardNamespace), ("/desk", DeskNamespace), ("/judge", JudgeNamespace))
HEAD = """# Who may do what

Made by `python -m tools.permissions` out of the application; a test keeps it in step. The one table behind it is
`scoring/rules/access.py`. A route or a socket event that names no permission stops the start. `display` and `audience`
have no login: they are whoever opens a public page. What a role may do in which phase of an entry is the matter of
`scoring/rules/stage.py`, asked after the permission.
"""


def page(app: Flask) -> str:
    """The whole document, ending in a newline."""
    return "\n".join([HEAD, *_roles(), "", *_routes(app), "", *_events(), ""])


def _roles() -> Iterator[str]:
    yield "## Permissions and the roles that hold them"
    yield "| Permission | " + " | ".join(ROLES) + " |"
    yield "|---|" + ":-:|" * len(ROLES)
    for name, holders in PERMISSIONS.items():
        yield f"| `{name}` | " + " | ".join("●" if role in holders else "" for role in ROLES) + " |"


def _routes(app: Flask) -> Iterator[str]:
    yield "## Routes, by their endpoint in `flask routes`"
    yield "| Endpoint | Methods | Path | Permission |"
    yield "|---|---|---|---|"
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.endpoint, one.rule)):
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        permission = getattr(app.view_functions[rule.endpoint], "permission", "public")  # only "static" names none
        yield f"| `{rule.endpoint}` | {methods} | `{rule.rule}` | `{permission}` |"


def _events() -> Iterator[str]:
    yield "## Socket events"
    yield "| Namespace | Event | Permission |"
    yield "|---|---|---|"
    for path, namespace in SOCKETS:
        for name, permission in events_of(namespace).items():
            yield f"| `{path}` | `{name}` | `{permission}` |"


def main() -> int:
    """Write the document."""
    PATH.write_text(page(create_app(read_settings({}))), encoding="utf-8")
    print(PATH)
    return 0


if __name__ == "__main__":
    sys.exit(main())
