"""T1 in short: fifty kills without a loss, and every planted bug found by them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.torture.hall import Ground, Size
from tests.torture.t01_kills import KILLS, TRIAL, day_under_kills
from tests.torture.t01_plants import SERVER, TABLET

SMALL = Size(halls=2, judges=6, entries=3)
FOUND_AS = {
    "answer before commit": {"lost", "altered"},
    "known id stored again": {"doubled"},
    "receipts mixed up": {"strange answer"},
    "fact in another commit": {"ledger"},
    "a new id at each attempt": {"doubled", "not counted"},
}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    made = Ground(tmp_path_factory.mktemp("t01"), SMALL)
    yield made
    made.remove()


def test_fifty_kills_lose_double_and_alter_nothing(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [text for case in cases for text in case.anomalies] == []
    assert TRIAL.held(cases), TRIAL.figures(cases)
    counts = {name: sum(case.counts.get(name, 0) for case in cases) for case in cases for name in case.counts}
    assert counts["kills"] == TRIAL.short * KILLS == 50
    inside = sum(
        counts.get(f"killed: {stage}", 0) for stage in ("begin", "executing", "commit", "committed", "answering")
    )
    assert inside >= 10, counts
    assert counts["acknowledged"] >= 200 and counts["known again"] >= 1, counts
    assert counts["ready cold 0"] > 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("plant", [*SERVER, *TABLET])
def test_a_planted_bug_is_found(ground: Ground, tmp_path: Path, plant: str) -> None:
    case = day_under_kills(ground, tmp_path / "day", 7, KILLS, plant)
    kinds = {text.partition(":")[0] for text in case.anomalies}
    assert kinds & FOUND_AS[plant], case
    assert not TRIAL.held([case])
    assert any(
        value not in ("0", "–")
        for name, value in TRIAL.figures([case]).items()
        if name in ("lost", "altered", "doubled", "ledger", "other findings")
    )
