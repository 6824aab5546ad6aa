"""The real server with troubles: ``python -m tests.torture.troubled``, told by TROUBLES (JSON) in its environment.

``trace``: file for what the disk is asked; ``refusing``: file that says what the disk refuses; ``clock``: file
that moves the clock; ``plant``: a planted bug.  Everything else is ``wsgi.main``.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any


def _around_everything(wsgi: Any, put: Callable[[Any], None]) -> None:
    """Put something around the application once all that belongs to it stands."""
    opened = wsgi.open_for_service

    def open_and_put(app: Any) -> Any:
        socketio = opened(app)
        put(app)
        return socketio

    wsgi.open_for_service = open_and_put


def main() -> int:
    """Serve as `python wsgi.py` does."""
    told = json.loads(os.environ["TROUBLES"])
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    import eventlet

    eventlet.monkey_patch()
    from tests.torture.troubles import Clock, Disk, tell_answers

    if "clock" in told:
        Clock(Path(told["clock"])).install()
    disk = None
    if "trace" in told or "refusing" in told:
        trace, refusing = (Path(told[name]) if name in told else None for name in ("trace", "refusing"))
        disk = Disk(trace, refusing)
        disk.install()
    import wsgi

    if disk is not None:
        _around_everything(wsgi, lambda app: tell_answers(disk, app))
    if told.get("plant"):
        from tests.torture.troubled_plants import PLANTS

        PLANTS[told["plant"]]()
    return wsgi.main()


if __name__ == "__main__":
    sys.exit(main())
