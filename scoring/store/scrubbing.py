"""A database file without what was deleted from it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def scrub(path: Path) -> None:
    """Write the file anew without its free pages, and empty its log; nobody else may have it open.

    Raises sqlite3.Error.  What the disk itself keeps of overwritten blocks is out of reach.
    """
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA secure_delete=ON")
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
