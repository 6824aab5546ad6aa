"""T18 in short: nobody does alone what takes two, whatever the kind; each guard that is taken away is found."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring.actions import changing
from scoring.rules.change import KINDS
from tests.torture.t18_two_persons import SECONDS, TRIAL, tried


def test_nobody_does_alone_what_takes_two_and_any_of_three_is_the_second(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert sum(case.counts["attempts refused"] for case in cases) > 300
    assert all(sum(case.counts.get(f"second: {name}", 0) for case in cases) > 3 for name in SECONDS)
    kinds = {name.removeprefix("made: ") for case in cases for name in case.counts if name.startswith("made: ")}
    assert len(kinds) >= len(KINDS) - 4, sorted(set(KINDS) - kinds)


def _anybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changing, "_check_second", lambda work, row: None)


def _any_device(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changing, "browser_of", lambda connection, login: "")


def _any_moves(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changing, "_same_moves", lambda found, expected: None)


def _any_time(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changing, "state_of", lambda row, now: row.state)


def _any_number_of_times(patch: pytest.MonkeyPatch) -> None:
    """Two locks: a change that was made comes to other moves than those that were seen."""
    patch.setattr(changing, "state_of", lambda row, now: "waiting" if now < row.until else "expired")
    _any_moves(patch)


def _any_judge(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(changing, "chief_may_confirm", lambda *values: True)


GUARDS: dict[Callable[[pytest.MonkeyPatch], Any], str] = {
    _anybody: "same person, same login",
    _any_device: "other person, same device",
    _any_moves: "what nobody has seen",
    _any_time: "too late",
    _any_number_of_times: "again",
    _any_judge: "a judge who is no chief",
}


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__)
def test_a_guard_that_is_taken_away_is_found(
    guard: Callable[[pytest.MonkeyPatch], Any], blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guard(monkeypatch)
    found = " ".join(tried(blank, tmp_path / "day", 2).anomalies)
    assert f"went through: {GUARDS[guard]}" in found
