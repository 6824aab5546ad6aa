"""T10 in full: whatever takes its time to be found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t10_stalled import SLOWER_ONCE, TRIAL, Plan, one_case

BUGS = {"never cut": "stalled are not cut", "frame again": "a slow judge: "}


def test_a_server_whose_broadcast_waits_for_the_slowest_is_seen(tmp_path: Path) -> None:
    case = one_case(tmp_path, 0, "waits for each", Plan(before=2, most=8, after=1))
    assert case.counts["ratio"] > SLOWER_ONCE, case.counts
    assert not TRIAL.held([case])


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_seen(bug: str, tmp_path: Path) -> None:
    case = one_case(tmp_path, 0, bug)
    assert any(BUGS[bug] in anomaly for anomaly in case.anomalies), case.anomalies
    assert not TRIAL.held([case])
