"""`python -m tests.torture.unpaced`: the real server, in which a card is not paced.

A history takes over more often in a minute than any judge in a day; the pace has tests of its own.
"""

from __future__ import annotations

import runpy
import sys
import warnings
from dataclasses import replace

from tests.web.serving import NEVER, ROOT

if __name__ == "__main__":
    warnings.filterwarnings("ignore", message=r"(?s).*Eventlet is deprecated.*")
    import eventlet

    eventlet.monkey_patch()
    from web import guessing

    guessing.CARD = replace(guessing.CARD, wrong=NEVER)
    sys.argv = ["wsgi.py"]
    runpy.run_path(str(ROOT / "wsgi.py"), run_name="__main__")
