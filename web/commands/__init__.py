"""The command line: `flask contest …`, one file per command."""

from __future__ import annotations

from flask import Flask

from web.commands import (
    backup,
    cards,
    certificates,
    check,
    export,
    forget,
    import_,
    ledger,
    new,
    papers,
    person,
    recount,
    renew_keys,
    replay,
    restore,
    results,
    retention,
    staff,
    template,
    tls,
    verify,
)
from web.commands.group import contest_commands

__all__ = [
    "backup", "cards", "certificates", "check", "contest_commands", "export", "forget", "import_", "ledger", "new",
    "papers", "person", "recount", "register", "renew_keys", "replay", "restore", "results", "retention", "staff",
    "template", "tls", "verify",
]  # fmt: skip


def register(app: Flask) -> None:
    """Make the commands known to `flask`."""
    app.cli.add_command(contest_commands)
