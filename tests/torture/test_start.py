"""What makes a server ready soon after a kill."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from web.config import ROOT

ASK = "import sys, wsgi; print([name for name in {names!r} if name in sys.modules])"


def test_a_server_does_not_wait_for_the_dictionary_of_readings(tmp_path: Path) -> None:
    asked = ASK.format(names=["pypinyin", "web.app"])
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={"DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == "['web.app']", said.stdout
