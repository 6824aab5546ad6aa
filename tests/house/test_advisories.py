"""The check of known weaknesses: it finds what is planted, and never says "none" where it could not look."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import advisories
from tools.advisories import CONTROLS, Advisory, CouldNotLook, look_at_node, look_at_python, pinned

OLD = {"id": "PLANTED-1", "fixed_in": ["2.0"], "withdrawn": None}
CONTROL = "/pypi/{}/{}/json".format(*CONTROLS["python"])


@pytest.fixture
def index() -> Iterator[tuple[str, dict[str, Any]]]:
    """A stand-in for the registry on this machine: its address, and what it says by path."""
    says: dict[str, Any] = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(says.get(self.path, {})).encode()
            self.send_response(200 if self.path in says else 404)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", says
    server.shutdown()
    server.server_close()


def test_a_known_weakness_is_told_by_package_and_version(index: tuple[str, dict[str, Any]]) -> None:
    base, says = index
    says[CONTROL] = {"vulnerabilities": [OLD]}
    says["/pypi/some/1.0/json"] = {"vulnerabilities": [OLD, {**OLD, "withdrawn": "2024-01-01"}]}
    says["/pypi/other/1.0/json"] = {"vulnerabilities": []}
    assert look_at_python(base, [("other", "1.0")]) == []
    assert look_at_python(base, [("other", "1.0"), ("some", "1.0")]) == [Advisory("some", "1.0", "PLANTED-1", "2.0")]


@pytest.mark.parametrize("control", [{"vulnerabilities": []}, {}, None])
def test_an_index_without_advisories_is_no_clean_bill(index: tuple[str, dict[str, Any]], control: object) -> None:
    base, says = index
    if control is not None:
        says[CONTROL] = control
    says["/pypi/some/1.0/json"] = {"vulnerabilities": []}
    with pytest.raises(CouldNotLook):
        look_at_python(base, [("some", "1.0")])


def test_one_package_that_cannot_be_asked_stops_the_clean_bill(index: tuple[str, dict[str, Any]]) -> None:
    base, says = index
    says[CONTROL] = {"vulnerabilities": [OLD]}
    with pytest.raises(CouldNotLook, match=r"missing 1\.0"):
        look_at_python(base, [("missing", "1.0")])


def test_npm_is_asked_for_its_control_first(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    def finds_the_control(folder: Path) -> list[Advisory]:
        lock = json.loads((folder / "package-lock.json").read_text())
        asked.append(lock)
        return [Advisory("minimist", "1.2.0", "high", "")] if lock.get("name") == "control" else []

    (tmp_path / "package-lock.json").write_text("{}")
    assert look_at_node([tmp_path], finds_the_control) == [] and len(asked) == 2
    with pytest.raises(CouldNotLook):
        look_at_node([tmp_path], lambda folder: [])


def test_the_status_says_whether_it_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def blind() -> list[Advisory]:
        raise CouldNotLook("no answer")

    found = [Advisory("some", "1.0", "PLANTED-1", "2.0")]
    for kinds, status in (
        ([list, list], 0),
        ([list, blind], 3),
        ([blind, lambda: found], 1),
        ([lambda: found, blind], 1),
    ):
        monkeypatch.setattr(advisories, "looks", lambda kinds=kinds: [(str(n), look) for n, look in enumerate(kinds)])
        assert advisories.main() == status


def test_every_lock_is_read() -> None:
    packages = dict(pinned())
    assert {"flask", "pytest", "ruff"} <= set(packages) and len(packages) > 60
