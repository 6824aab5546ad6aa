"""What is measured is what it says: the real writer's ballots, and ranks that are exact."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tools.bench import aggregation, commit_writer, commits
from tools.bench.aggregation import Found, Size


def test_a_round_of_commits_leaves_every_ballot_in_a_ledger_that_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "FOLDER", tmp_path)
    monkeypatch.setattr(commits, "WARM", 0)
    times = commits.measure(1)
    who = {commits.OURS, commits.RAW, commits.HASHED, commits.APPEND}
    assert set(times) == {(size, name) for size in (30, 1) for name in who}
    assert [figure.met is None for figure in commits.figures_of(times)].count(False) == 1


def test_a_batch_that_was_not_stored_is_no_measurement(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(self: Any, ballots: int) -> None:
        CHECK(self, ballots + 1)

    monkeypatch.setattr(commits, "FOLDER", tmp_path)
    monkeypatch.setattr(commits, "WARM", 0)
    monkeypatch.setattr(commit_writer.Marking, "check", lost)
    with pytest.raises(RuntimeError, match="31 ballots"):
        commits.measure(1)


CHECK = commit_writer.Marking.check


@pytest.mark.parametrize("size", [Size(1, 3, 1), Size(30, 7, 1), Size(3_000, 11, 1)])
def test_every_exact_way_gives_the_same_ranks(size: Size) -> None:
    marks = aggregation.marks_of(size)
    expected = aggregation.by_python(marks.tolist())
    assert aggregation.ours(marks).tolist() == aggregation.by_sort(marks).tolist() == expected
    assert marks.dtype == np.int16


def test_a_fast_way_with_a_wrong_rank_meets_no_goal() -> None:
    quick, slow = Found([1e-6]), Found([1.0])
    found = {aggregation.OURS: quick, aggregation.SCIPY: slow}
    assert [figure.met for figure in aggregation.figures_of(aggregation.SIZES[0], found)] == [True]
    quick.wrong = 1
    assert [figure.met for figure in aggregation.figures_of(aggregation.SIZES[0], found)] == [False]
