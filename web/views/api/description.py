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
    return jsonify(description_of(current_app))
