"""Running other programs during set-up, with failures a person can act on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


class SetupFailed(Exception):
    """Set-up cannot go on; the text says what to do about it."""


def say(text: str) -> None:
    """Tell the person what is going on."""
    print(f"· {text}", file=sys.stderr, flush=True)


def run(command: Sequence[str | Path], purpose: str, cwd: Path | None = None, path_first: Path | None = None) -> None:
    """Run a program to its end.

    `path_first` is put before PATH. Raises SetupFailed with the last lines of its output
    when it cannot be started or ends badly.
    """
    environment = dict(os.environ)
    if path_first is not None:
        environment["PATH"] = f"{path_first}{os.pathsep}{environment.get('PATH', '')}"
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env=environment, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except OSError as error:
        raise SetupFailed(f"{purpose}: {words[0]} cannot be started ({error})") from error
    if done.returncode != 0:
        tail = "\n".join(done.stdout.splitlines()[-25:])
        raise SetupFailed(f"{purpose}: {' '.join(words[:6])} … ended with {done.returncode}\n{tail}")


def is_debian_root() -> bool:
    """Whether Debian packages may be installed here without asking anybody."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(packages: Sequence[str], purpose: str) -> None:
    """Install Debian packages; only to be called where is_debian_root()."""
    say(f"{purpose}: installing {', '.join(packages)}")
    os.environ.setdefault("DEBIAN_FRONTEND", "noninteractive")
    run(["apt-get", "update", "-q"], purpose)
    run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages], purpose)
