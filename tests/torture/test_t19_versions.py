"""T19's short form."""

from __future__ import annotations

from pathlib import Path

from tests.torture.t19_versions import TRIAL


def test_a_full_outbox_comes_through_a_new_server_and_back_and_the_judge_is_asked_once(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert TRIAL.figures(cases)["prompts at once"] == "1"
