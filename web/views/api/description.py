"""The description of the JSON operations, for whoever builds upon them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, jsonify

from web.auth import needs
from web.openapi import described as description_of

description = Blueprint("description", __name__, url_prefix="/api/v1")


@description.get("/openapi.json")
@needs("public")
def described() -> Any:
    return jsonify(_made())


def _made() -> dict[str, Any]:
    """Made when it is first asked for: a tenth of a second that nobody may cost us twice."""
    known = current_app.extensions
    if "description" not in known:
        known["description"] = description_of(current_app)
    made: dict[str, Any] = known["description"]
    return made
