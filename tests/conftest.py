"""Fixtures for every area: an empty database to copy, and a day of the small contest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from scoring.rules.contest import Contest
from tests.office import Day, copied, small_contest, template


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database at the newest revision."""
    return template(tmp_path_factory.mktemp("blank"))


@pytest.fixture
def days(blank: Path, tmp_path: Path) -> Iterator[Callable[..., Day]]:
    """Makes days: of a contest, of the small contest with another card, or of none (``contest=None``)."""
    made: list[Day] = []

    def make(contest: Contest | str | None = "small", **card: Any) -> Day:
        folder = tmp_path / f"day{len(made)}"
        folder.mkdir()
        chosen = small_contest(**card) if isinstance(contest, str) else contest
        made.append(Day(copied(blank, folder), chosen))
        return made[-1]

    yield make
    for day in made:
        day.writer.close()


@pytest.fixture
def day(days: Callable[..., Day]) -> Day:
    """The small contest, set up."""
    return days()
