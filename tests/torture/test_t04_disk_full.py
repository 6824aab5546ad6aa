"""T4 in short: each kind of a disk that takes no more; a swallowed failure, a writer that gives up, a silent desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.hall import Ground
from tests.torture.t04_disk_full import BACK_WITHIN, KINDS, SIZE, TRIAL, may_mount, one_case

BUGS = {
    "a failed commit is swallowed": ("readonly", "acknowledged while nothing could be saved"),
    "the writer gives up": ("limit", "saved again: not within 5 s"),
    "the desk hears nothing": ("full", "banner: not within"),
}


def test_nothing_false_is_acknowledged_and_all_comes_back(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases) and len(cases) == len(KINDS)
    assert all(case.counts["refused"] == 3 and case.counts["back"] <= BACK_WITHIN for case in cases)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_seen(bug: str, tmp_path: Path) -> None:
    kind, seen = BUGS[bug]
    case = one_case(Ground(tmp_path, SIZE), tmp_path, 1, kind, bug)
    assert any(seen in anomaly for anomaly in case.anomalies), case.anomalies
    assert not TRIAL.held([case])


def test_what_could_not_be_shown_is_said() -> None:
    assert bool(TRIAL.not_shown) is not may_mount()
