"""The ledger as JSON: searched, and one entry's story."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, request

from scoring.store.reading.story import MOST, PAGE
from web.auth import needs, office
from web.entry_story import story
from web.ledger_page import Asked, ledger_lines

ledger_api = Blueprint("ledger_api", __name__, url_prefix="/api/v1/desk/ledger")
LONGEST = 80  # characters of anything that is searched for


def asked() -> Asked:
    """What the request's address looks for."""
    found = {name: request.args.get(name, "")[:LONGEST] for name in ("entry", "person", "device", "fact", "words")}
    return Asked(**found, before=_whole("before", 0), size=min(MOST, _whole("size", PAGE)))


def _whole(name: str, default: int) -> int:
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else default


@ledger_api.get("")
@needs("see-ledger")
def page() -> Any:
    return jsonify(office().read(ledger_lines, asked()))


@ledger_api.get("/entry/<entry>")
@needs("see-ledger")
def entry_story(entry: str) -> Any:
    return jsonify(office().read(story, entry))
