"""Settings as they are typed with a command, so that the next server is found where the last one was."""

from __future__ import annotations

from collections.abc import Mapping
from shlex import quote

from web.config import Settings


def places(settings: Settings) -> str:
    """Where the contest and its backups lie, as NAME=VALUE words."""
    given = {"DATA_DIR": settings.data_dir, "BACKUP_DIR": settings.backup_dir}
    return _words(given)


def start_command(settings: Settings) -> str:
    """The whole command that serves this contest again under the address that its tablets know."""
    address = {"HOST": settings.host, "PORT": settings.port, "PUBLIC_URL": settings.public_url or None}
    return f"make run {places(settings)} " + _words(
        {**address, "TLS_CERT": settings.tls_cert, "TLS_KEY": settings.tls_key}
    )


def _words(given: Mapping[str, object]) -> str:
    return " ".join(f"{name}={quote(str(value))}" for name, value in given.items() if value is not None)
