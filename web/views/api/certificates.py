"""The register of certificates at the desk: what is due, what was given, mending and voiding."""

from __future__ import annotations

from typing import Annotated, Any

from flask import Blueprint, g, jsonify, request
from pydantic import AfterValidator, Field

from scoring.actions.certificates import mend_certificate, void_certificate
from web.auth import needs, office
from web.forms import Form, Reason, clean_text
from web.paperwork.register import register_picture

certificates = Blueprint("certificates", __name__, url_prefix="/api/v1/desk")

Number = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(clean_text)]


class NumberWithReason(Form):
    number: Number
    reason: Reason = ""


@certificates.get("/certificates")
@needs("certificates")
def register() -> Any:
    ours = office()
    return jsonify(ours.away(ours.read, register_picture))


@certificates.post("/certificates/mend")
@needs("certificates")
def mend() -> Any:
    form = NumberWithReason.model_validate(request.get_json(silent=True) or {})
    number = office().do(mend_certificate, g.actor, **form.values())
    return jsonify(ok=True, number=number)


@certificates.post("/certificates/void")
@needs("certificates")
def void() -> Any:
    form = NumberWithReason.model_validate(request.get_json(silent=True) or {})
    office().do(void_certificate, g.actor, **form.values())
    return jsonify(ok=True)
