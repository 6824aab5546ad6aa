"""The ledger as a file: GET /desk/ledger/export."""

from __future__ import annotations

from flask import Blueprint, Response

from scoring.errors import RuleBroken
from scoring.store.reading.story import open_marks
from web.auth import needs, office
from web.ledger_export import MEDIA, ledger_file

ledger_files = Blueprint("ledger_file", __name__)


@ledger_files.get("/desk/ledger/export")
@needs("see-ledger")
def export() -> Response:
    here = office()
    for entry in here.read(open_marks)[:1]:
        raise RuleBroken("ledger_marks_open", entry=entry)
    content = here.away(here.read, ledger_file, here.signer)  # off the hub: judges' ballots do not wait for it
    headers = {"Content-Disposition": 'attachment; filename="liangfen-ledger.jsonl"', "Cache-Control": "no-store"}
    return Response(content, mimetype=MEDIA, headers=headers)
