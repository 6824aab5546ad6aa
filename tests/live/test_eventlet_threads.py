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


GATHERED = """
import eventlet
eventlet.monkey_patch()
from live.eventlet_threads import EventletThreads, _threading
threads = EventletThreads()
queue, taken = threads.queue(), []
def put_three():
    for number in range(3):
        queue.put(number)
        taken.append(queue._waiting.qsize())
eventlet.spawn(put_three)
eventlet.sleep(0.05)
from_outside = _threading.Thread(target=lambda: queue.put("native"))
from_outside.start()
from_outside.join()
print(taken, queue.take(30))
"""


def test_what_comes_at_once_is_handed_over_together_in_its_order_and_a_native_thread_needs_no_hub() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", GATHERED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stdout.strip() == "[0, 0, 0] [0, 1, 2, 'native']", done.stderr
