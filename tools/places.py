"""Where things lie in the checkout, and the stamps that say what is already in place."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
VENDOR = ROOT / "static" / "vendor"
FACES = ROOT / "papers" / "faces"
SAMPLE = ROOT / "sample"


def fingerprint(*files: Path) -> str:
    """SHA-256 (hex) over the names and contents of the files, in the order given."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def is_stamped(stamp: Path, value: str) -> bool:
    """Whether the stamp file holds exactly this value."""
    try:
        return stamp.read_text(encoding="utf-8") == value
    except FileNotFoundError:
        return False


def write_stamp(stamp: Path, value: str) -> None:
    """Record that the work behind the value is done; call it last."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value, encoding="utf-8")
