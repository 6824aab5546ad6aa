"""T20's short form, and the faults that it must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t20_missing_parts import MODES, TRIAL, MissingParts
from tests.torture.t20_planted import PLANTED

NUMBERS = {mode.name: number for number, mode in enumerate(MODES)}


def test_every_judges_work_can_be_done_without_parts_of_the_browser(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert TRIAL.figures(cases)["work done"] == f"{TRIAL.short}/{TRIAL.short}"


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(tmp_path: Path, name: str) -> None:
    mode, says, changes = PLANTED[name]
    cases = list(MissingParts(*changes, patience=10.0).run([NUMBERS[mode]], tmp_path))
    assert any(says in anomaly for anomaly in cases[0].anomalies), cases[0].anomalies
    assert not TRIAL.held(cases)
