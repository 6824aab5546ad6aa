"""Every leak that is planted for T9 is found: by twins that part, or by a canary that sings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.t09_canaries import canary_day
from tests.torture.t09_plants import FOR_CANARIES, FOR_TWINS, Plant
from tests.torture.t09_secrecy import leaks, played
from tests.torture.transcript_hall import keyed_template
from tests.torture.transcript_twins import case_of

PLANTED_IN = 3  # the number of a pair that differs in marks


@pytest.fixture(scope="module")
def keyed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    yield keyed_template(tmp_path_factory.mktemp("secrecy"))


@pytest.mark.parametrize(("plant", "where"), FOR_TWINS, ids=lambda value: getattr(value, "__name__", None))
def test_twins_find_a_planted_leak(plant: Plant, where: str, keyed: Path, tmp_path: Path) -> None:
    found = leaks(played(keyed, tmp_path, case_of(PLANTED_IN), plant))
    assert any(leak.startswith(where) for leak in found), plant.__doc__


@pytest.mark.parametrize(("plant", "where"), FOR_CANARIES, ids=lambda value: getattr(value, "__name__", None))
def test_a_canary_finds_a_planted_leak(plant: Plant, where: str, keyed: Path, tmp_path: Path) -> None:
    early, _ = canary_day(keyed, tmp_path / "canaries", plant)
    assert any(leak.startswith(where) for leak in early), plant.__doc__
