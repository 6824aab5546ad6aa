"""The page of corrections."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import needs

corrections_page = Blueprint("corrections_page", __name__)


@corrections_page.get("/desk/corrections")
@needs("see-changes")
def corrections() -> str:
    return render_template("desk/corrections.html")
