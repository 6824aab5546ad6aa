"""T16 in short: each way once; what is planted is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.torture.t16_ended import TRIAL, WAYS, Hall, ended
from tests.torture.t16_planted import FAULTS


def test_an_ended_login_hears_and_asks_nothing_more_in_whatever_way_it_ended(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases) and len(cases) == len(WAYS)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(fault: str, tmp_path: Path) -> None:
    hall = Hall(tmp_path / "hall", fault)
    try:
        _, found = ended(hall, "the desk ends a judge's login")
    finally:
        hall.server.stop()
    open_yet = "sockets are open"
    wanted = {"not cut": open_yet, "cut late": open_yet, "cookie good": "its cookie is answered 200"}
    assert any(wanted[fault] in text for text in found), found
