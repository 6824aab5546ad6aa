"""The faults that T20 must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t20_missing_parts import MODES, TRIAL, MissingParts
from tests.torture.t20_planted import PLANTED

NUMBERS = {mode.name: number for number, mode in enumerate(MODES)}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, name: str) -> None:
    mode, says, changes = PLANTED[name]
    cases = list(MissingParts(*changes, patience=10.0).run([NUMBERS[mode]], tmp_path))
    assert any(says in anomaly for anomaly in cases[0].anomalies), cases[0].anomalies
    assert not TRIAL.held(cases)
