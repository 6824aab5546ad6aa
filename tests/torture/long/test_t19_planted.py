"""The faults that T19 must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t19_planted import PLANTED
from tests.torture.t19_versions import Versions


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, name: str) -> None:
    says, changes = PLANTED[name]
    trial = Versions(*changes, patience=8.0)
    cases = list(trial.run([0], tmp_path))
    assert any(says in anomaly for anomaly in cases[0].anomalies), cases[0].anomalies
    assert not trial.held(cases)
