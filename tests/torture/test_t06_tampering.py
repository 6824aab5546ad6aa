"""T6 in short: what nobody touched raises no alarm, what somebody did is found; less any one comparison it is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from scoring.rules import told
from scoring.store.reading import row_checks
from scoring.store.tables import metadata
from tests.torture.t06_plants import PLANTS, named
from tests.torture.t06_tampering import TRIAL
from tests.torture.tamper_acts import told_less
from tests.torture.tamper_whole import SHARES, Item, Whole, missed
from tests.torture.tampering import NOT_FOUND, Subject

CLEAN = 30  # contests that nobody touched


def test_what_is_tampered_with_is_found_and_what_is_not_raises_no_alarm(tmp_path: Path) -> None:
    cases = list(TRIAL.run(range(TRIAL.short), tmp_path / "trial"))
    assert [anomaly for case in cases for anomaly in case.anomalies] == []
    assert TRIAL.held(cases)
    assert TRIAL.short >= SHARES, "every share of the first layer has its case"
    assert sum(case.counts["clean runs"] for case in cases) >= CLEAN
    assert sum(case.counts["edits"] for case in cases) > sum(len(table.columns) for table in metadata.sorted_tables)
    assert all(sum(case.counts.get(kind, 0) for case in cases) >= 10 for kind in ("chain", "structure", "anchored"))


@pytest.fixture(scope="module")
def subject(tmp_path_factory: pytest.TempPathFactory) -> Subject:
    return Subject(tmp_path_factory.mktemp("laid"))


@pytest.fixture(scope="module")
def whole(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    yield Whole(blank, tmp_path_factory.mktemp("contest"))


@pytest.fixture(scope="module")
def items(whole: Whole) -> list[Item]:
    return [item for number in range(SHARES) for item in whole.share(number)]


@pytest.mark.parametrize("plant", PLANTS)
def test_a_comparison_that_is_taken_out_is_missed(
    plant: str, items: list[Item], subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out, what = PLANTS[plant]
    mine = named(items, what)
    assert mine, what
    take_out(monkeypatch)
    assert missed(mine, subject)[1] != []


def test_a_contest_of_the_version_before_raises_no_alarm(whole: Whole, subject: Subject) -> None:
    assert subject.edited(whole.path, told_less)
    assert subject.findings(whole.bare) == []


def test_every_comparison_has_its_plant() -> None:
    compared = {one.name for one in fields(told.Told) if one.name not in told.ASIDE}
    assert {f"told: {name}" for name in compared} - set(PLANTS) == {"told: scores"}  # stands with those worked out anew
    assert {f"rows: {name}" for name in (*row_checks.KEYED, *row_checks.NUMBERED)} <= set(PLANTS)


def test_what_cannot_be_found_is_a_table_with_a_reason() -> None:
    assert set(NOT_FOUND) <= set(metadata.tables)
    assert all(len(reason) > len("nobody looks") for reason in NOT_FOUND.values())
