"""T5 in short: two days with four steps of the clock each; whoever trusts a clock too much is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.hall import Ground
from tests.torture.t05_clock import BACK_WITHIN, SIZE, TRIAL, one_case

BUGS = {
    "the tablet's clock decides": "refused for the tablet's clock",
    "nobody enters before the start": "not back within 5 s: a new board",
    "the newest by the clock": "order: ",
    "the wall clock is followed at once": "export: entries differ",
}


def test_a_clock_that_is_set_changes_nothing(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert all(case.counts["steps"] == 4 and case.counts["back"] <= BACK_WITHIN for case in cases)
    assert all(case.counts["clients"] >= 40 and case.counts["ballots"] > 10 for case in cases)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_seen(bug: str, tmp_path: Path) -> None:
    case = one_case(Ground(tmp_path, SIZE), tmp_path, 0, bug)
    assert any(BUGS[bug] in anomaly for anomaly in case.anomalies), case.anomalies
    assert not TRIAL.held([case])
