"""`python -m tests.web.ctrl_c contest …`: `flask` that gets a Ctrl-C, with all its children, once a file is written."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from flask.cli import main

written: Any = Path.write_bytes


def write_and_stop(path: Path, content: bytes) -> int:
    size = int(written(path, content))
    os.killpg(0, signal.SIGINT)
    return size


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a test run in the background ignores it
    Path.write_bytes = write_and_stop  # type: ignore[assignment, method-assign]
    main()
