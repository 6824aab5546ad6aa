"""The layers hold, and the checker sees each kind of violation that it is there for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import source as house

PACKAGES = ("web", "live", "papers", "scoring")
LINTER = Path(sys.executable).parent / "lint-imports"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-cache", "--config", "pyproject.toml"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def copied_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the served packages in which a violation can be planted."""
    folder = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(house.ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(house.ROOT / "pyproject.toml", folder)
    return folder


def test_the_house_keeps_its_layers() -> None:
    done = lint(house.ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("planted_in", "violation", "contract"),
    [
        ("scoring/rules", "import flask", "Scoring knows no framework"),
        ("scoring/rules", "import sqlalchemy", "The rules know no database"),
        ("scoring/rules", "import scoring.store.work", "Inside scoring"),
        ("scoring/store", "import scoring.actions.running", "Inside scoring"),
        ("scoring/recount", "import scoring.rules.rounding", "The recount shares nothing with the rules"),
        ("scoring/recount", "import numpy", "The recount does without numpy"),
        ("papers", "import live.words", "The served system in layers"),
        ("live", "import web.config", "The served system in layers"),
    ],
)
def test_a_planted_import_is_caught(copied_house: Path, planted_in: str, violation: str, contract: str) -> None:
    planted = copied_house / planted_in / "planted_violation.py"
    planted.write_text(f"{violation}\n")
    try:
        done = lint(copied_house)
    finally:
        planted.unlink()
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout


def test_nothing_imports_the_way_in() -> None:
    python_files = [name for name in house.tracked_files() if house.is_served(name)]
    assert [name for name in python_files if "wsgi" in house.imported_modules(house.text_of(name))] == []
