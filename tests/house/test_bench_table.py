"""The table of measurements says what was measured: a goal that is missed cannot be read as met."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tools.bench import table
from tools.bench.end_to_end_goals import BURST, FLOOR, NAIVE, OURS, STEADY, Found, figures_of
from tools.bench.figures import Figure, missed
from tools.bench.plot import passed, plot

MET = Figure("fanout", "500 clients", 1.1, 1.7, "Node", "CPU s", "≤ 0.65 ×", 0.6, True, False, "1.0 … 1.2 | 1 … 2")
MISSED = replace(MET, name="1000 clients", ratio=0.8, met=False)
STRETCH = replace(MET, name="2000 clients", met=False, stretch=True)
TOLD = replace(MET, name="100 clients", met=None, goal="")


def test_the_tally_counts_the_goals_and_not_the_stretch_goals() -> None:
    assert table.tally([MET, MISSED, STRETCH, TOLD]).startswith("goals met: 1 of 2 ")
    assert "0 of 1" in table.tally([MET, STRETCH])


def test_a_row_says_missed_and_holds_no_bar_of_its_own() -> None:
    assert "| **missed** |" in table.row(MISSED)
    assert "| met |" in table.row(MET)
    assert table.row(MET).count("|") == 8


def test_the_plot_has_a_bar_for_each_goal_that_counts_on_its_own_side() -> None:
    drawn = plot([MET, MISSED, STRETCH, TOLD])
    assert drawn.count("<rect") == 3  # the ground and two bars
    assert "100 clients," not in drawn.replace("1000 clients", "")
    better, worse = passed(MET), passed(MISSED)
    assert better is not None and worse is not None and better > 1 > worse


def test_what_stands_around_the_table_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper, picture = tmp_path / "performance.md", tmp_path / "picture.svg"
    paper.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n", encoding="utf-8")
    monkeypatch.setattr(table, "when", lambda part: "today")
    table.write([MET, MISSED], paper, picture)
    text = paper.read_text(encoding="utf-8")
    assert text.startswith("before\n") and text.endswith("after\n") and "old" not in text
    assert "goals met: 1 of 2" in text and picture.read_text(encoding="utf-8").startswith("<svg")


def found(ack: float, board: float, cpu: float) -> Found:
    return Found([[ack] * 10], [[board] * 10], [cpu], [1500])


def test_a_slower_server_misses_its_goals() -> None:
    rivals = {(pace, NAIVE): found(100, 240, 12) for pace in (BURST, STEADY)}
    rivals |= {(pace, FLOOR): found(1, 5, 0.2) for pace in (BURST, STEADY)}
    quick = figures_of({**rivals, (BURST, OURS): found(10, 15, 0.9), (STEADY, OURS): found(2, 10, 1)})
    slow = figures_of({**rivals, (BURST, OURS): found(10, 21, 1.1), (STEADY, OURS): found(2, 16, 1)})
    assert not missed(quick)
    goals = [figure for figure in slow if figure.met is not None and not figure.stretch]
    assert [figure.met for figure in goals] == [False] * 4
