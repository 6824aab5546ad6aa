"""The virtual environment .venv and what is installed in it, from hash-pinned locks."""

from __future__ import annotations

import importlib.util
import shutil
import sys

from tools import places
from tools.shell import SetupFailed, apt_install, is_debian_root, run, say


def make_environment() -> None:
    """Create .venv unless a working one is there for this very Python."""
    stamp = places.VENV / ".stamp-python"
    value = f"{sys.version} {sys.prefix}"
    if places.is_stamped(stamp, value) and places.PYTHON.exists():
        return
    if importlib.util.find_spec("ensurepip") is None:
        _install_venv_package()
    say("creating .venv")
    if places.VENV.exists():
        shutil.rmtree(places.VENV)
    run([sys.executable, "-m", "venv", places.VENV], "virtual environment")
    places.write_stamp(stamp, value)


def _install_venv_package() -> None:
    """Debian ships Python without venv; fetch it where that is allowed, else say so."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not is_debian_root():
        raise SetupFailed(
            "This Python cannot make virtual environments (no ensurepip). "
            f"Ask an administrator for:  apt-get install {package}"
        )
    apt_install([package], "virtual environment")


def install(lock_name: str) -> None:
    """Install one lock (`requirements.txt` …) unless its stamp says that it is in place."""
    lock = places.ROOT / lock_name
    stamp = places.VENV / f".stamp-{lock_name}"
    value = places.fingerprint(lock)
    if places.is_stamped(stamp, value):
        return
    say(f"installing {lock_name} into .venv")
    run(
        [
            places.PYTHON,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--disable-pip-version-check",
            "-r",
            lock,
        ],
        lock_name,
    )
    places.write_stamp(stamp, value)
