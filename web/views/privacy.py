"""The notice: what is kept of whom, why, how long, and who is asked."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template

from scoring.store.reading.contest import contest_row
from web.auth import needs, office
from web.terms import TERMS

privacy = Blueprint("privacy", __name__)

KEPT = ("public", "names", "marks", "devices", "door", "scans", "backups")


@privacy.get("/privacy")
@needs("public")
def notice() -> str:
    row: Any = office().read(contest_row)
    organiser = "" if row is None else row.organiser
    return render_template("privacy.html", organiser=organiser, kept=KEPT, terms=TERMS)
