"""T3 in short: thirty schedules; every planted bug is caught."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.proxy_lines import KINDS
from tests.torture.t03_network import TRIAL, schedules_until_found
from tests.torture.t03_plants import PLANTS, Planted
from tests.torture.t03_schedules import LONGEST, MAKERS, schedule

TABLETS = 30


def test_after_a_bad_network_everything_is_there_once(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases) and len(cases) == TRIAL.short
    assert all(case.counts["ballots"] >= TABLETS for case in cases)
    assert {name.partition(": ")[2] for case in cases for name in case.counts if ": " in name} == set(KINDS)
    assert sum(case.counts["again"] for case in cases) > TRIAL.short


@pytest.mark.parametrize("planted", PLANTS, ids=lambda planted: planted.name)
def test_a_planted_bug_is_caught(planted: Planted, tmp_path: Path) -> None:
    assert schedules_until_found(planted, tmp_path) is not None


def test_a_schedule_follows_from_its_number_and_heals_in_time() -> None:
    assert set(MAKERS) == set(KINDS)
    for number in range(TRIAL.full):
        plan = schedule(number)
        assert plan == schedule(number)
        assert plan.seconds <= LONGEST <= 5
        assert all(fault.begin < fault.end <= plan.seconds for fault in plan.faults)
