"""After a restart: which of a judge's ballots the server knows, so that a tablet sends again what a restore lost."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, g, jsonify
from pydantic import Field

from scoring.store.reading.ballots import known_ids
from web.auth import needs, office
from web.forms import Form, Hex32
from web.views.api.judge import body

known = Blueprint("known", __name__, url_prefix="/api/v1/judge/ballots")


class KnownForm(Form):
    """Ids of ballots that a tablet holds a receipt of."""

    ids: Annotated[list[Hex32], Field(max_length=500)]


@known.post("/known")
@needs("judge")
def known_ballots() -> Any:
    """Those of the given ids that this judge's ballots have, counted or kept aside."""
    form = KnownForm.model_validate(body())
    return jsonify(known=office().read(known_ids, g.actor.id, form.ids))
