"""Everything that must hold, one part after the other: `python -m tools.checks all|quick`.

A part that cannot run is a failure, never a skip.  All parts run even when one fails, so that
one look shows everything; the exit status is that of the whole.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

from tools import places

BINARIES = places.VENV / "bin"
FAST = ("house", "rules", "golden", "recount", "setup", "papers", "store", "actions")
SLOW = ("live", "web", "browser", "torture")

Command = Sequence[str]


def static_checks() -> dict[str, Command]:
    """The parts that only read the source."""
    return {
        "ruff": [str(BINARIES / "ruff"), "check", "."],
        "mypy": [str(BINARIES / "mypy")],
        "import-linter": [str(BINARIES / "lint-imports"), "--no-cache"],
    }


def pytest_command(parts: Sequence[str]) -> Command:
    """One pytest run over the folders of `parts`; a missing folder ends it with an error."""
    folders = [f"tests/{part}" for part in parts]
    return [str(places.PYTHON), "-m", "pytest", "-q", "-p", "tools.never_skip", "--durations=8", *folders]


def run_part(name: str, command: Command) -> bool:
    """Run one part with its output shown; whether it held."""
    print(f"── {name}", flush=True)
    began = time.monotonic()
    try:
        status = subprocess.run(command, cwd=places.ROOT, check=False).returncode
    except OSError as error:
        print(f"{command[0]} cannot be started: {error}", flush=True)
        status = 127
    print(
        f"── {name}: {'holds' if status == 0 else f'FAILS ({status})'} after {time.monotonic() - began:.0f} s\n",
        flush=True,
    )
    return status == 0


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 all hold, 1 something fails, 2 wrong arguments."""
    if list(arguments) not in (["all"], ["quick"]):
        print("usage: python -m tools.checks all|quick", file=sys.stderr)
        return 2
    parts = FAST if arguments[0] == "quick" else FAST + SLOW
    failed = [name for name, command in static_checks().items() if not run_part(name, command)]
    if not run_part("tests", pytest_command(parts)):
        failed.append("tests")
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
        return 1
    print("everything holds", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
