"""What comes back to the hub: one call that fails must not end the answers to all others."""

from __future__ import annotations

import subprocess
import sys

from web.config import ROOT

POSTED = """
import eventlet
eventlet.monkey_patch()
from live.eventlet_threads import EventletThreads
threads, came = EventletThreads(), []
def fail():
    raise RuntimeError("planted")
threads.post(lambda: came.append("before"))
threads.post(fail)
threads.post(lambda: came.append("after"))
eventlet.sleep(0.2)
threads.post(lambda: came.append("later"))
eventlet.sleep(0.2)
print(came)
"""


def test_a_posted_call_that_fails_is_logged_and_the_next_ones_are_made() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", POSTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout.strip() == "['before', 'after', 'later']", done.stderr
    assert "planted" in done.stderr
