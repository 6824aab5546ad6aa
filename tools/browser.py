"""The Chromium that the browser tests drive: Debian's where it is, else Playwright's own."""

from __future__ import annotations

import glob
import shutil

from tools import places
from tools.shell import apt_install, is_debian_root, run, say

CHINESE_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK*"


def chromium_path() -> str | None:
    """Where a Chromium is installed, or None: then Playwright knows its own."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def install_browser() -> None:
    """See that a Chromium is there that can draw Chinese.

    Raises SetupFailed when neither Debian's nor Playwright's can be had.
    """
    if is_debian_root():
        wanted = [] if chromium_path() else ["chromium"]
        wanted += [] if glob.glob(CHINESE_FONT) else ["fonts-noto-cjk"]
        if wanted:
            apt_install(wanted, "browser tests")
        return
    if chromium_path() is None:
        say("fetching Playwright's Chromium")
        run([places.PYTHON, "-m", "playwright", "install", "chromium"], "browser tests")
