"""The faults that T20 must find, each in a mode of its own."""

from __future__ import annotations

from tests.torture.t19_checkout import Change

# name → (mode, what the case must say, what is planted)
PLANTED: dict[str, tuple[str, str, tuple[Change, ...]]] = {
    "an id that only secure pages can make": (
        "plain http",
        "plain http: cannot",
        (
            Change(
                "static/js/lib/sha256.js", "crypto.getRandomValues(", "crypto.randomUUID() && crypto.getRandomValues("
            ),
        ),
    ),
    "no poll in the socket's place": (
        "no WebSocket",
        "cannot pair",
        (Change("static/js/pages/judge.js", 'pollPath: "/api/v1/judge/picture"', 'pollPath: ""'),),
    ),
    "a device check that calls everything fine": (
        "no service worker",
        "cannot be told of the device",
        (Change("static/js/parts/judge-shell.js", 'return "none"', 'return "ready"'),),
    ),
    "a style from an outside host": (
        "no IndexedDB",
        "asked https://fonts.example/",
        (
            Change("web/headers.py", "style-src 'self'", "style-src 'self' https://fonts.example"),
            Change(
                "templates/judge/judge.html",
                '<div id="shell"',
                '<link rel="stylesheet" href="https://fonts.example/a.css"><div id="shell"',
            ),
        ),
    ),
}
