"""Everything that must hold, one part after the other: `python -m tools.checks all|quick`.

A part that cannot run is a failure, never a skip.  All parts run even when one fails, so that
one look shows everything; the exit status is that of the whole.  The short trials of torture run
beside the other tests: both mostly wait.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence

from tools import places

BINARIES = places.VENV / "bin"
FAST = ("house", "rules", "golden", "recount", "setup", "papers", "store", "actions")
SLOW = ("checker", "live", "web", "browser")
BESIDE = ("torture",)  # mostly waits: for a server's end, a network's silence, a clock

LONG = places.ROOT / "tests" / "torture" / "long"

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
    left = [f"--ignore={LONG}"] if LONG.parent.name in parts else []  # make torture runs it
    return [str(places.PYTHON), "-m", "pytest", "-q", "-p", "tools.never_skip", "--durations=8", *left, *folders]


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


class Beside:
    """A part that runs while another one does; what it said is shown when it is asked for."""

    def __init__(self, name: str, command: Command) -> None:
        self.name, self._began = name, time.monotonic()
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it was shown
        self._process = subprocess.Popen(command, cwd=places.ROOT, stdout=self._said, stderr=subprocess.STDOUT)

    def ended(self) -> bool:
        """Wait for its end and show what it said; whether it held."""
        status = self._process.wait()
        took = time.monotonic() - self._began
        self._said.seek(0)
        print(f"── {self.name}\n{self._said.read().decode(errors='replace')}", flush=True)
        print(f"── {self.name}: {'holds' if status == 0 else f'FAILS ({status})'} after {took:.0f} s\n", flush=True)
        self._said.close()
        return status == 0

    def stop(self) -> None:
        """Ask it to end: what it started, it ends itself."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)


def run_tests(parts: Sequence[str], beside: Sequence[str]) -> list[str]:
    """The tests of `parts`, and those of `beside` at the same time; the names of what failed."""
    other = Beside(", ".join(beside), pytest_command(beside)) if beside else None
    try:
        failed = [] if run_part("tests", pytest_command(parts)) else ["tests"]
    except BaseException:
        if other is not None:
            other.stop()
        raise
    if other is not None and not other.ended():
        failed.append(other.name)
    return failed


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 all hold, 1 something fails, 2 wrong arguments."""
    if list(arguments) not in (["all"], ["quick"]):
        print("usage: python -m tools.checks all|quick", file=sys.stderr)
        return 2
    quick = arguments[0] == "quick"
    failed = [name for name, command in static_checks().items() if not run_part(name, command)]
    failed += run_tests(FAST if quick else FAST + SLOW, () if quick else BESIDE)
    if failed:
        print(f"FAILED: {', '.join(failed)}", flush=True)
        return 1
    print("everything holds", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
