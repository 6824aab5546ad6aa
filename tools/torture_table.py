"""The table of figures: printed at the end, and written into docs/reliability.md between its markers."""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.torture.trial import Case, Trial
from tools import places

PAPER = places.ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- torture:begin -->", "<!-- torture:end -->"
FINDINGS = 3  # that are told of each trial
NOT_RUN = "| **not run** | – |"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one trial came out; ``trouble`` says why it could not be run (to its end)."""

    code: str
    trial: Trial | None
    cases: tuple[Case, ...]
    wanted: int
    commits: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def verdict(self) -> str:
        """held, MISSED, BROKEN OFF, MISSING, not complete, or not run."""
        if self.trial is None:
            return "MISSING"
        if self.trouble:
            return "BROKEN OFF"
        if not self.cases:
            return "not run"
        if any(case.anomalies for case in self.cases) or not self.trial.held(self.cases):
            return "MISSED"
        return "held" if len(self.cases) == self.wanted else "not complete"

    @property
    def holds(self) -> bool:
        return self.verdict == "held"


def row(outcome: Outcome) -> str:
    """A row of the table: trial, goal, cases, figures, verdict, commits."""
    title = outcome.trial.title if outcome.trial else "–"
    goal = outcome.trial.goal if outcome.trial else "–"
    figures = outcome.trial.figures(outcome.cases) if outcome.trial and outcome.cases else {}
    told = "<br>".join(f"{name}: {value}" for name, value in figures.items()) or "–"
    cells = (
        outcome.code,
        title,
        goal,
        f"{len(outcome.cases)} of {outcome.wanted}",
        told,
        f"**{outcome.verdict}**",
        ", ".join(outcome.commits) or "–",
    )
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def beneath(outcome: Outcome) -> list[str]:
    """What the table has no room for: findings, trouble, and what this machine forbids."""
    said = [f"- {outcome.code}: {outcome.trouble}"] if outcome.trouble else []
    found = [(case.number, text) for case in outcome.cases for text in case.anomalies]
    said += [f"- {outcome.code}, case {number}: {text}" for number, text in found[:FINDINGS]]
    if len(found) > FINDINGS:
        said.append(f"- {outcome.code}: {len(found)} findings in all")
    return said + [f"- {outcome.code}: NOT SHOWN HERE: {text}" for text in not_shown(outcome.trial)]


def not_shown(trial: Trial | None) -> Sequence[str]:
    """What the trial says that it cannot show on this machine."""
    said = getattr(trial, "not_shown", ())
    said = said() if callable(said) else said
    return (said,) if isinstance(said, str) and said else tuple(said)


def machine() -> str:
    """Where and when the figures were measured."""
    return (
        f"{os.cpu_count()} CPUs, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()} ({platform.machine()}), {time.strftime('%Y-%m-%d', time.gmtime())}"
    )


def text_of(outcomes: Sequence[Outcome], commit: str, command: str) -> str:
    """The whole of it in Markdown."""
    lines = [
        f"`{command}` on {machine()}, at commit {commit}.",
        "",
        "| | Test | Goal | Cases | Figures | | Ran on |",
        "|---|---|---|---|---|---|---|",
        *(row(outcome) for outcome in outcomes),
    ]
    more = [line for outcome in outcomes for line in beneath(outcome)]
    return "\n".join([*lines, "", *more]).rstrip() + "\n"


def write(text: str, paper: Path = PAPER) -> None:
    """Put the table between the markers; raises ValueError where they are not there.

    A trial that was not run keeps the row that it had, with the commit that it ran on.
    """
    whole = paper.read_text("utf-8")
    before, begin, rest = whole.partition(BEGIN)
    old, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{paper.name} has no {BEGIN} … {END}")
    earlier = {line.split(" |")[0]: line for line in old.splitlines() if line.startswith("| T")}
    kept = [earlier.get(line.split(" |")[0], line) if line.endswith(NOT_RUN) else line for line in text.splitlines()]
    paper.write_text("\n".join([before + BEGIN, *kept, END + after]), encoding="utf-8")


def progress(line: str, last: bool = False) -> None:
    """One line that renews itself on a terminal; elsewhere a line each."""
    if sys.stderr.isatty():
        print(f"\r{line}\x1b[K", end="\n" if last else "", file=sys.stderr, flush=True)
    else:
        print(line, file=sys.stderr, flush=True)
