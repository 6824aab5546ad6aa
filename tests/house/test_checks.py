"""What `make test` runs: every folder of tests, and a part that fails beside the others is told."""

from __future__ import annotations

import sys

import pytest

from tools import checks, places


def test_every_folder_of_tests_is_run() -> None:
    folders = {path.name for path in (places.ROOT / "tests").iterdir() if any(path.glob("test_*.py"))}
    run = {*checks.FAST, *checks.SLOW, *checks.BESIDE}
    assert run == folders


@pytest.mark.parametrize(("status", "failed"), [(0, []), (3, ["beside"])])
def test_a_part_beside_tells_what_it_said_and_how_it_ended(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], status: int, failed: list[str]
) -> None:
    code = {"main": "print('first')", "beside": f"print('second'); raise SystemExit({status})"}
    monkeypatch.setattr(checks, "pytest_command", lambda parts: [sys.executable, "-c", code[parts[0]]])
    assert checks.run_tests(["main"], ["beside"]) == failed
    said = capfd.readouterr().out
    assert said.index("first") < said.index("second")
    assert ("FAILS (3)" in said) == bool(status)
