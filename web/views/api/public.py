"""What everybody may ask: the public picture, and one entry as revealed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify

from live.picture.public import revealed_entry
from live.rooms import PUBLIC
from scoring.errors import NotKnown
from scoring.store.reading.contest import load_contest
from web.auth import needs, office

public = Blueprint("public", __name__, url_prefix="/api/v1/public")


@public.get("/picture")
@needs("public")
def picture() -> Any:
    return jsonify(current_app.extensions["publisher"].snapshot(PUBLIC))


@public.get("/entries/<entry>")
@needs("public")
def entry(entry: str) -> Any:
    found = office().read(lambda connection: revealed_entry(connection, load_contest(connection), entry))
    if found is None:
        raise NotKnown("not_revealed", entry=entry[:40])
    return jsonify(found)
