"""One furnished house for tests that change nothing, a fresh one for the others, one real server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.serving import House, Serving
from tests.web.to_forget import played_with_people


@pytest.fixture(scope="session")
def shared_house(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> House:
    """For tests that leave the day as it is."""
    return House(blank, tmp_path_factory.mktemp("house"))


@pytest.fixture
def house(blank: Path, tmp_path: Path) -> House:
    """A house of the test's own."""
    return House(blank, tmp_path / "house")


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The real server under eventlet, once for all tests that need it."""
    serving = Serving(tmp_path_factory.mktemp("served"))
    yield serving
    serving.stop()


@pytest.fixture(scope="session")
def over_with_people(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A DATA_DIR whose contest is over, and who of the staff left."""
    return played_with_people(tmp_path_factory.mktemp("forgetting") / "data")


@pytest.fixture
def contest_over(over_with_people: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(over_with_people[0], tmp_path / "data"))
