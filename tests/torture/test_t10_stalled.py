"""T10 in short: fifty stalled sockets once; without a cap or with tails out of order it is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t10_stalled import CUT_WITHIN, GOOD, TRIAL, Plan, one_case

BUGS = {"no cap": "waiting: ", "tail waits last": "a slow judge: "}


def test_who_does_not_read_is_cut_and_slows_nobody(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases), TRIAL.figures(cases)
    assert all(0 < case.counts["cut"] <= CUT_WITHIN and case.counts["deliveries"] > 50 * GOOD for case in cases)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_seen(bug: str, tmp_path: Path) -> None:
    case = one_case(tmp_path, 0, bug, Plan(before=1, most=3, after=1))
    assert any(anomaly.startswith(BUGS[bug]) for anomaly in case.anomalies), (case.anomalies, case.counts)
    assert not TRIAL.held([case])
