"""The real server, made to be killed: ``python -m tests.torture.killable``.

A nursery imports the application under eventlet once and forks a server for each line of JSON that it reads
(0.05 s instead of 2 s); each child runs ``wsgi.main``.  Settings come from the environment, as always.
In:  {"stage", "after", "pause", "ballots": see deaths.arm; "plant": a planted bug}.
Out:  {"ready"}, {"pid"}, {"dead": signal}.
A dead child stays a zombie until the next line: its number cannot meanwhile become somebody else's.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import signal
import warnings
from typing import Any

PR_SET_PDEATHSIG = 1
READ_AT_MOST = 65536  # bytes
ORDERS = 0  # the standard input


def say(**words: object) -> None:
    os.write(1, (json.dumps(words) + "\n").encode())


def serve(order: dict[str, Any]) -> int:
    """In the child: what is planted, where it dies, and then the server itself."""
    import wsgi
    from tests.torture.deaths import arm

    random.seed()
    if order.get("plant"):
        from tests.torture import t01_plants, t11_plants

        {**t01_plants.SERVER, **t11_plants.SERVER}[order["plant"]]()
    if order.get("stage"):
        arm(order["stage"], int(order["after"]), float(order["pause"]), bool(order["ballots"]))
    return wsgi.main()


class Nursery:
    """One child at a time, until the orders end; then none is left."""

    def __init__(self) -> None:
        self.child, self.dead, self.heard = 0, False, b""
        self.rise, self.ring = os.pipe()
        for end in (self.rise, self.ring):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.ring)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asked for all this

    def run(self, select: Any) -> None:
        """``select`` is the module as it was before eventlet."""
        say(ready=True)
        while True:
            waiting, _, _ = select.select([ORDERS, self.rise], [], [])
            if self.rise in waiting:
                os.read(self.rise, READ_AT_MOST)
                self.look()
            if ORDERS in waiting:
                read = os.read(ORDERS, READ_AT_MOST)
                if not read:
                    break
                *lines, self.heard = (self.heard + read).split(b"\n")
                for line in lines:
                    self.bury()
                    self.child, self.dead = self.bear(json.loads(line)), False
                    say(pid=self.child)
        self.bury()

    def look(self) -> None:
        """Tell of a death once; the dead one stays where it is."""
        if self.child and not self.dead:
            ended = os.waitid(os.P_PID, self.child, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if ended is not None:
                self.dead = True
                say(dead=ended.si_status)

    def bury(self) -> None:
        if self.child:
            os.kill(self.child, signal.SIGKILL)  # a zombie does not mind
            os.waitpid(self.child, 0)
        self.child = 0

    def bear(self, order: dict[str, Any]) -> int:
        """A server in a process of its own; its number."""
        child = os.fork()
        if child:
            return child
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.dup2(os.open(os.devnull, os.O_RDWR), ORDERS)
        os.dup2(2, 1)
        status = 1
        try:
            status = serve(order)
        except BaseException:  # noqa: BLE001 - said, and then this process is over
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)


def main() -> None:
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    import eventlet

    eventlet.monkey_patch()
    from eventlet import patcher

    import wsgi  # noqa: F401 - the two seconds that a fork saves

    Nursery().run(patcher.original("select"))


if __name__ == "__main__":
    main()
