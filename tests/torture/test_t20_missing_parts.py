"""T20's short form, and the faults that it must find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t20_missing_parts import MODES, TRIAL, MissingParts
from tests.torture.t20_planted import PLANTED
from tests.torture.trial import Case

NUMBERS = {mode.name: number for number, mode in enumerate(MODES)}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Case]:
    """The cases of a checkout that has all planted faults at once, each shown in a mode of its own."""
    changes = [change for _, _, made in PLANTED.values() for change in made]
    trial = MissingParts(*changes, patience=10.0)
    numbers = [NUMBERS[mode] for mode, _, _ in PLANTED.values()]
    return {case.number: case for case in trial.run(numbers, tmp_path_factory.mktemp("planted"))}


def test_every_judges_work_can_be_done_without_parts_of_the_browser(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert TRIAL.figures(cases)["work done"] == f"{TRIAL.short}/{TRIAL.short}"


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(found: dict[int, Case], name: str) -> None:
    mode, says, _ = PLANTED[name]
    case = found[NUMBERS[mode]]
    assert any(says in anomaly for anomaly in case.anomalies), case.anomalies
    assert not TRIAL.held([case])
