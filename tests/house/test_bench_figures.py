"""What was measured is kept as it was, and only a goal that counts can be missed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tools.bench.figures import Figure, load, missed, save

FIGURE = Figure("fanout", "500 clients", 1.1, 1.7, "Node", "CPU s", "≤ 0.65 ×", 0.65, True, False, "1.0 … 1.2")


def test_figures_come_back_as_they_were_kept(tmp_path: Path) -> None:
    other = replace(FIGURE, part="commits", met=None, goal="")
    save([FIGURE, FIGURE], tmp_path / "new", "fanout")
    save([other], tmp_path / "new", "commits")
    save([FIGURE], tmp_path / "new", "fanout")
    assert load(tmp_path / "new") == [other, FIGURE]
    assert load(tmp_path / "never") == []


def test_a_stretch_goal_that_is_missed_fails_nothing() -> None:
    short = replace(FIGURE, met=False)
    assert missed([FIGURE, short])
    assert not missed([FIGURE, replace(short, stretch=True), replace(FIGURE, met=None)])
