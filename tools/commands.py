"""`flask contest …` as another process, with settings of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping

from tools import places

SAMPLE_WORKBOOK = places.SAMPLE / "contest.xlsx"


class CommandFailed(Exception):
    """A command ended with a status other than 0; what it said stands on the terminal."""


def contest(settings: Mapping[str, str], *words: str, quiet: bool = False) -> None:
    """Run one command with its output shown, or shown only when it fails."""
    done = subprocess.run(
        [str(places.VENV / "bin" / "flask"), "contest", *words],
        cwd=places.ROOT,
        env={**os.environ, **settings},
        check=False,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    if done.returncode != 0:
        raise CommandFailed(f"flask contest {' '.join(words)}: status {done.returncode}\n{done.stdout or ''}")


def contest_output(settings: Mapping[str, str], *words: str) -> str:
    """What a command prints."""
    done = subprocess.run(
        [str(places.VENV / "bin" / "flask"), "contest", *words],
        cwd=places.ROOT,
        env={**os.environ, **settings},
        check=False,
        text=True,
        stdout=subprocess.PIPE,
    )
    if done.returncode != 0:
        raise CommandFailed(f"flask contest {' '.join(words)}: status {done.returncode}")
    return done.stdout
