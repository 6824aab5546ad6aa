"""T19's short form, and the faults that it must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t19_planted import PLANTED
from tests.torture.t19_versions import TRIAL, Versions


def test_a_full_outbox_comes_through_a_new_server_and_back_and_the_judge_is_asked_once(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert TRIAL.figures(cases)["prompts at once"] == "1"


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, name: str) -> None:
    says, changes = PLANTED[name]
    trial = Versions(*changes, patience=8.0)
    cases = list(trial.run([0], tmp_path))
    assert any(says in anomaly for anomaly in cases[0].anomalies), cases[0].anomalies
    assert not trial.held(cases)
