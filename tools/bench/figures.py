"""What a part of the measurements found, kept from its run until the table of all parts is written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.places import ROOT

FOLDER = ROOT / ".bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement beside one rival, both medians of the same run, in ``unit``.

    ``ratio`` is what ``goal`` (such as "≥ 20 ×", "" for none) speaks of; ``met`` is None where there is no goal.
    A ``stretch`` goal that is missed fails nothing.  ``spread`` is text: how far the runs lie apart.
    """

    part: str
    name: str
    ours: float
    rival: float
    rival_name: str
    unit: str
    goal: str
    ratio: float
    met: bool | None
    stretch: bool
    spread: str


def save(figures: Sequence[Figure], folder: Path, part: str) -> None:
    """Keep what one part found; it replaces what that part found before."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(figure) for figure in figures], ensure_ascii=False, indent=1)
    (folder / f"{part}.json").write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> list[Figure]:
    """What every part measured last, part by part; empty where nothing was."""
    kept = sorted(folder.glob("*.json"))
    return [Figure(**figure) for path in kept for figure in json.loads(path.read_text(encoding="utf-8"))]


def missed(figures: Sequence[Figure]) -> bool:
    """Whether a goal is missed that is no stretch goal."""
    return any(figure.met is False and not figure.stretch for figure in figures)
