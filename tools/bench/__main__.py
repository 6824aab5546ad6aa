"""`python3 -m tools.bench`: install what is measured beside, then measure."""

from __future__ import annotations

import subprocess
import sys

from tools import places, python_setup
from tools.shell import SetupFailed


def main() -> int:
    """Exit status: 0 the goals are met, 1 not met or no set-up."""
    try:
        python_setup.install("requirements-bench.txt")
    except SetupFailed as failure:
        print(f"set-up failed: {failure}", file=sys.stderr)
        return 1
    return subprocess.run([places.PYTHON, "-m", "tools.bench.certificates", *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
