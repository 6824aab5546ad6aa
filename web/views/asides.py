"""The page of ballots that were kept aside."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import needs

asides_page = Blueprint("asides_page", __name__)


@asides_page.get("/desk/asides")
@needs("see-asides")
def asides() -> str:
    return render_template("desk/asides.html")
