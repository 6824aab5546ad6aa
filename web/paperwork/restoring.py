"""Values of 恢复步骤: the commands as they must be typed here, with this machine's own paths."""

from __future__ import annotations

from shlex import quote
from typing import cast

from sqlalchemy import Connection

from papers.restoring import Restoring
from scoring.store.reading.contest import load_contest
from scoring.store.reading.people import staff_rows
from web.config import ROOT, Settings
from web.office import Office
from web.paperwork.wanted import Wanted, sheet_mark
from web.typed import places, start_command


def restoring(office: Office, wanted: Wanted, base_url: str) -> Restoring:
    """The sheet's values; `base_url` is where the tablets reach the server."""
    return cast(Restoring, office.read(_gathered, office.settings, base_url, office.signer.key))


def _gathered(connection: Connection, settings: Settings, base_url: str, key: str) -> Restoring:
    where = places(settings)
    return Restoring(
        contest=load_contest(connection).name,
        address=base_url,
        data_dir=str(settings.data_dir),
        place=str(settings.backup_place),
        same_disk=settings.backup_dir is None,
        folder=quote(str(ROOT)),
        restore=f"{where} .venv/bin/flask contest restore {quote(str(settings.backup_place))}",
        start=start_command(settings),
        verify=f"{where} .venv/bin/flask contest ledger verify",
        staff=tuple(row.id for row in staff_rows(connection)),
        https=" ".join(str(path) for path in (settings.tls_cert, settings.tls_key) if path is not None),
        mark=sheet_mark(connection, key),
    )
