"""What npm fetches from a lock, with the npm of the machine or, where it has none, that of .venv."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tools import places, python_setup
from tools.shell import run, say

OLDEST_NPM = 9


def fetch(folder: Path, purpose: str) -> None:
    """Fill the folder's node_modules with what its lock pins, and nothing of theirs is run."""
    words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if _has_fitting_npm():
        say(f"fetching the {purpose} with npm")
        run(["npm", *words], purpose, cwd=folder)
        return
    python_setup.install("requirements-node.txt")
    say(f"fetching the {purpose} with the npm in .venv")
    binaries = places.VENV / "bin"
    run([binaries / "npm", *words], purpose, cwd=folder, path_first=binaries)


def _has_fitting_npm() -> bool:
    """Whether the npm on PATH reads the lock's format (and starts at all)."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    try:
        shown = subprocess.run([npm, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    major = shown.stdout.strip().partition(".")[0]
    return shown.returncode == 0 and major.isdigit() and int(major) >= OLDEST_NPM
