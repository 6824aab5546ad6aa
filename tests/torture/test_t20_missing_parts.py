"""T20's short form, and the faults that it must find."""

from __future__ import annotations

from pathlib import Path

from tests.torture.t20_missing_parts import TRIAL


def test_every_judges_work_can_be_done_without_parts_of_the_browser(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert TRIAL.figures(cases)["work done"] == f"{TRIAL.short}/{TRIAL.short}"
