"""The page of decisions: ties, rulings, candidates and finals, pool by pool."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import needs

decisions_page = Blueprint("decisions_page", __name__)


@decisions_page.get("/desk/decisions")
@needs("see-results")
def decisions() -> str:
    return render_template("desk/decisions.html")
