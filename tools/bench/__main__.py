"""`python3 -m tools.bench`: install what is measured beside, measure, write the table; ONLY=fanout,commits, SHORT=1."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tools import npm, places, python_setup
from tools.shell import SetupFailed

HERE = Path(__file__).parent
KNOWN = ("certificates", "fanout", "aggregation", "commits", "end_to_end", "pages")
PARTS = tuple(part for part in KNOWN if (HERE / f"{part}.py").exists())
NODE = HERE / "node"
KEPT = places.ROOT / ".bench"


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
    subprocess.run([places.PYTHON, "-m", "tools.bench.table"], check=False)
    if missed:
        print(f"goals missed, or not measured: {', '.join(missed)}")
    return int(bool(missed))


def met(part: str) -> bool:
    """Measure one part; whether its goals are met."""
    print(f"── {part}", flush=True)
    kept, plan = KEPT / f"{part}.json", " (SHORT=1)" if os.environ.get("SHORT", "") not in ("", "0") else ""
    before = kept.stat().st_mtime_ns if kept.exists() else 0
    ended = subprocess.run([places.PYTHON, "-m", f"tools.bench.{part}"], check=False).returncode
    if kept.exists() and kept.stat().st_mtime_ns != before:
        kept.with_suffix(".run").write_text(time.strftime("%Y-%m-%d %H:%M") + plan, encoding="utf-8")
    return ended == 0


if __name__ == "__main__":
    sys.exit(main())
