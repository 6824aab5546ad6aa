"""`python3 -m tools.bench`: install what is measured beside, then measure; ONLY=fanout,certificates, SHORT=1."""

from __future__ import annotations

import os
import subprocess
import sys

from tools import npm, places, python_setup
from tools.shell import SetupFailed

PARTS = ("certificates", "fanout")
NODE = places.ROOT / "tools" / "bench" / "node"


def set_up() -> None:
    """What is measured beside; raises SetupFailed."""
    python_setup.install("requirements-bench.txt")
    stamp, value = NODE / "node_modules" / ".stamp", places.fingerprint(NODE / "package-lock.json")
    if not places.is_stamped(stamp, value):
        npm.fetch(NODE, "rival in Node")
        places.write_stamp(stamp, value)


def main() -> int:
    """Exit status: 0 all goals are met, 1 one is not or there is no set-up, 2 no such part."""
    asked = [word.strip() for word in os.environ.get("ONLY", "").split(",") if word.strip()]
    if not set(asked) <= set(PARTS):
        print(f"ONLY={','.join(asked)}: of {', '.join(PARTS)}", file=sys.stderr)
        return 2
    try:
        set_up()
    except SetupFailed as failure:
        print(f"set-up failed: {failure}", file=sys.stderr)
        return 1
    missed = [part for part in asked or PARTS if not met(part)]
    return int(bool(missed))


def met(part: str) -> bool:
    """Measure one part; whether its goals are met."""
    print(f"── {part}", flush=True)
    return subprocess.run([places.PYTHON, "-m", f"tools.bench.{part}"], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
