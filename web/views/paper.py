"""The page where paper ballots are typed in; a scanned ballot names its place behind the #."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import needs

paper_page = Blueprint("paper_page", __name__)


@paper_page.get("/desk/paper")
@needs("type-ballot")
def typing() -> str:
    return render_template("desk/paper.html")
