"""The trials that `make torture` runs, by their code; each is ``TRIAL`` in a module t??_*.py of this folder."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from tests.torture.trial import Trial

CODES = (
    "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9", "T10",
    "T11", "T12", "T15", "T16", "T17", "T18", "T19", "T20",
)  # fmt: skip
HERE = Path(__file__).parent


class TrialMissing(Exception):
    """No module of this folder has the trial: its code, and where it was looked for."""


def trial_of(code: str, folder: Path = HERE) -> Trial:
    """The trial of a code; raises TrialMissing, or what its module raises at import."""
    pattern = f"t{int(code[1:]):02}_*.py"
    homes = [path for path in sorted(folder.glob(pattern)) if re.search(r"^TRIAL\b", path.read_text("utf-8"), re.M)]
    if not homes:
        raise TrialMissing(f"{code}: no {pattern} of {folder.name} has a TRIAL")
    trial: Trial = importlib.import_module(f"{__package__}.{homes[0].stem}").TRIAL
    if trial.code != code:
        raise TrialMissing(f"{code}: {homes[0].name} has {trial.code}")
    return trial
