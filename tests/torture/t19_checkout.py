"""Another version of the served system: a copy of the checkout in which some text reads otherwise."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from web.config import ROOT

PARTS = ("checker", "live", "locales", "migrations", "papers", "scoring", "static", "templates", "web")
FILES = ("wsgi.py",)


@dataclass(frozen=True, slots=True)
class Change:
    """In the file at ``path`` every ``old`` reads ``new``; a change that would change nothing is an error."""

    path: str
    old: str
    new: str

    def make(self, root: Path) -> None:
        """Write the file anew: the copy may share its bytes with the checkout."""
        path = root / self.path
        text = path.read_text("utf-8")
        assert self.old in text, f"{self.path} has no {self.old!r}"
        path.unlink()
        path.write_text(text.replace(self.old, self.new), "utf-8")


def copied(folder: Path, *changes: Change) -> Path:
    """The checkout in ``folder``, with the changes made."""
    for part in PARTS:
        shutil.copytree(ROOT / part, folder / part, copy_function=_link, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    for change in changes:
        change.make(folder)
    return folder


def _link(source: str, goal: str) -> None:
    try:
        os.link(source, goal)
    except OSError:  # another disk
        shutil.copy(source, goal)
