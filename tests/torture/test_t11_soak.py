"""T11 in seconds: a small crowd comes and goes and leaves nothing behind; each planted leak is found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.torture.hall import Size
from tests.torture.t11_day import Plan
from tests.torture.t11_plants import SERVER
from tests.torture.t11_soak import TRIAL, slope, soaked
from tests.torture.trial import Case

LITTLE = Plan(Size(2, 3, 2), looks=4, spectators=40, seconds=3.0, changing=10, refused=60)
HASTY = replace(LITTLE, looks=3, seconds=2.5, leaves=4.0)


def test_a_crowd_that_comes_and_goes_leaves_nothing_behind(tmp_path: Path) -> None:
    cases = list(soaked(tmp_path, LITTLE, range(1, LITTLE.looks + 1)))
    assert [case.anomalies for case in cases] == [()] * LITTLE.looks
    assert TRIAL.held(cases)
    assert sum(case.counts["refused"] for case in cases) >= 200
    assert sum(case.counts["ballots"] for case in cases) >= 6 and cases[-1].counts["MB heard"] > 0


@pytest.mark.parametrize("plant", sorted(SERVER))
def test_a_planted_leak_is_found(tmp_path: Path, plant: str) -> None:
    cases = list(soaked(tmp_path, HASTY, range(1, HASTY.looks + 1), plant))
    wanted = {
        "memory of each connection": "memory: ",
        "a file of each connection": "files: ",
        "sockets kept": "sockets: ",
    }
    assert any(wanted[plant] in text for case in cases for text in case.anomalies), cases


def test_the_slope_is_that_of_the_line_through_the_looks() -> None:
    cases = [Case(n, {"minute": n, "resident": 100 + n / 30, "files": 9, "sockets": 1}, (), 1.0) for n in range(1, 61)]
    rise = slope(cases)
    assert rise is not None and rise[0] == pytest.approx(2.0) and rise[1] < 1e-6
    assert not TRIAL.held(cases), "two MB an hour are too many"
    assert slope(cases[:4]) is None
