"""A tampered database: where it is laid, how it is edited past its triggers, and what verify finds there."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.store.database import NotDurable, open_engine
from scoring.store.reading.ledger_checks import Wrong
from web.keys import LedgerSigner
from web.verifying import BROKEN, Grounds, verified

SIGNER = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))  # that of tests.office.Day
# What verify cannot find, and why nobody needs it to: no result, receipt, sheet or public page shows it, no act rests
# on it.  Everything else that is edited has to be found.
NOT_FOUND = {
    "draft": "what a judge has typed and not sent: no fact tells it, the next touch replaces it, nothing counts it, "
    "and it goes when the contest is over",
    "login_used": "when a desk was last used: it is renewed each minute and decides nothing but when an unused desk is "
    "logged out; that a login has ended is a fact",
    "name_seed": "chance from which the salts of names that come later are made: every salt that was made is compared, "
    "another seed gives other salts that do as well",
}
Tamper = Callable[[sqlite3.Connection], Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """Statements with their values, and their name in a report."""

    name: str
    steps: tuple[tuple[str, tuple[Any, ...]], ...]

    def __call__(self, database: sqlite3.Connection) -> None:
        for statement, values in self.steps:
            database.execute(statement, values)


class Subject:
    """The one place where tampered files are laid to be verified: one engine knows its statements by then."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "subject.db"
        self._engine = open_engine(f"sqlite:///{self.path}", writes=False)

    def lay(self, source: Path | bytes) -> None:
        """Put a whole file here, and nothing of what lay here before beside it."""
        for name in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + name).unlink(missing_ok=True)
        if isinstance(source, bytes):
            self.path.write_bytes(source)
        else:
            shutil.copy(source, self.path)

    def findings(self, grounds: Grounds) -> list[Wrong]:
        """What `flask contest ledger verify` finds; a file that cannot even be opened is a finding."""
        try:
            return verified(self._engine, grounds)[1]
        except (NotDurable, *BROKEN) as refused:
            return [Wrong("refused", {"why": type(refused).__name__})]

    def edited(self, source: Path, tamper: Tamper, *, traceless: bool = True) -> bool:
        """A copy of ``source`` tampered with; False where SQLite refuses it or no row is another.

        ``traceless``: the triggers are put away for it and back, and the constraints looked past.
        """
        self.lay(source)
        with closing(sqlite3.connect(self.path)) as database:
            triggers = database.execute("select name, sql from sqlite_master where type='trigger'").fetchall()
            before = database.total_changes
            try:
                for name, _ in triggers if traceless else ():
                    database.execute(f"drop trigger {name}")
                database.execute("PRAGMA ignore_check_constraints=ON")
                tamper(database)
            except sqlite3.IntegrityError:
                return False
            for _, statement in triggers if traceless else ():
                database.execute(statement)
            database.commit()
            return not traceless or database.total_changes > before

    def first_edited(self, source: Path, tries: Sequence[Edit]) -> Edit | None:
        """The first of them that SQLite takes, made in a copy of ``source``."""
        return next((edit for edit in tries if self.edited(source, edit)), None)


def same_content(one: Path, other: Path) -> bool:
    """Whether two databases hold the same rows, whatever their order; of what is NOT_FOUND nothing is asked."""
    held = content(one)
    return held is not None and held == content(other)


def content(path: Path) -> list[str] | None:
    """Everything that a database holds as statements, but what is NOT_FOUND; None where it cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            lines = list(database.iterdump())
    except (sqlite3.Error, UnicodeDecodeError, ValueError):
        return None
    return sorted(line for line in lines if not any(line.startswith(f'INSERT INTO "{name}"') for name in NOT_FOUND))


def flipped(whole: bytes, place: int, bit: int) -> bytes:
    """With one bit of one byte turned."""
    return whole[:place] + bytes([whole[place] ^ 1 << bit]) + whole[place + 1 :]
