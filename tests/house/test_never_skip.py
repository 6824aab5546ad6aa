"""Silence is failure: a skipped test or an empty folder fails the run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import source as house

HOLDS = "def test_holds():\n    assert True\n"
SKIPPED = "import pytest\n\n\ndef test_not_today():\n    pytest.skip('no browser')\n"


def run_tests(folder: Path, *parts: str) -> subprocess.CompletedProcess[str]:
    """A pytest run of its own over the parts, with the plugin."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tools.never_skip", "--rootdir", str(folder)]
    places = [str(folder / part) for part in parts]
    environment = {"PYTHONPATH": str(house.ROOT), "PATH": ""}
    return subprocess.run(
        [*command, "-c", "/dev/null", *places], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("good", "empty", "skipping"):
        (tmp_path / part).mkdir()
    (tmp_path / "good" / "test_good.py").write_text(HOLDS)
    (tmp_path / "skipping" / "test_skipping.py").write_text(HOLDS + SKIPPED)
    return tmp_path


def test_a_run_in_which_every_test_holds_passes(folder: Path) -> None:
    done = run_tests(folder, "good")
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


def test_a_skipped_test_fails_the_run_by_name(folder: Path) -> None:
    done = run_tests(folder, "good", "skipping")
    assert done.returncode == 1
    assert "NOT RUN  skipped: skipping/test_skipping.py::test_not_today" in done.stdout


def test_a_folder_without_tests_fails_the_run(folder: Path) -> None:
    done = run_tests(folder, "good", "empty")
    assert done.returncode == 1
    assert "NOT RUN  no test in empty" in done.stdout


def test_a_missing_folder_fails_the_run(folder: Path) -> None:
    assert run_tests(folder, "good", "forgotten").returncode not in (0, 5)
