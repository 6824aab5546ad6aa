"""What is decided and what is still open, pool by pool, and the second computation of a pool when it is asked for."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, jsonify, request
from pydantic import AfterValidator, Field

from live.picture.decisions import decisions_picture
from live.picture.recount import recount_part
from scoring.store.rehearsal import copied_contest
from web.auth import needs, office
from web.forms import Form, clean_text
from web.office import Office, now_ms

decisions = Blueprint("decisions", __name__, url_prefix="/api/v1/desk/decisions")


class OfPool(Form):
    pool: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(clean_text)]


@decisions.get("")
@needs("see-results")
def every_pool() -> Any:
    return jsonify(office().read(decisions_picture, now_ms()))


@decisions.post("/recount")
@needs("see-results")
def recount() -> Any:
    form = OfPool.model_validate(request.get_json(silent=True) or {})
    return jsonify(office().away(_recounted, office(), form.pool))


def _recounted(office: Office, pool: str) -> dict[str, Any]:
    """On a copy, off the hub: nobody waits for it."""
    with copied_contest(office.reader) as connection:
        return recount_part(connection, pool)
