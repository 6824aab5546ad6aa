"""Make a fresh checkout ready: `python3 -m tools.setup [--with tests]`.

Plain standard library, Python 3.11 or newer. What is already in place is known by stamps, so
that a second run needs neither network nor time.
"""

from __future__ import annotations

import sys

OLDEST_PYTHON = (3, 11)

if sys.version_info < OLDEST_PYTHON:
    sys.exit(
        f"Liangfen needs Python 3.11 or newer; this is {sys.version.split()[0]}.\n"
        "Choose one with:  make PYTHON=/path/to/python3.11 ..."
    )

from tools import browser, python_setup, vendor_setup  # noqa: E402 - after the version check
from tools.shell import SetupFailed  # noqa: E402


def set_up(with_tests: bool) -> None:
    """Bring everything into place; raises SetupFailed with the remedy."""
    python_setup.make_environment()
    python_setup.install("requirements.txt")
    vendor_setup.vendor_files()
    if with_tests:
        python_setup.install("requirements-tools.txt")  # cutting the face is tested too
        python_setup.install("requirements-test.txt")
        browser.install_browser()


def main(arguments: list[str]) -> int:
    """Exit status: 0 ready, 1 failed (the reason is on stderr), 2 wrong arguments."""
    if arguments not in ([], ["--with", "tests"]):
        print("usage: python3 -m tools.setup [--with tests]", file=sys.stderr)
        return 2
    try:
        set_up(with_tests=bool(arguments))
    except SetupFailed as failure:
        print(f"set-up failed: {failure}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
