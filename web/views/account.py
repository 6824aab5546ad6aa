"""/account: what one of the staff may see and change of the own account."""

from __future__ import annotations

from flask import Blueprint, render_template

from web.auth import needs

account_page = Blueprint("account_page", __name__)


@account_page.get("/account")
@needs("own-account")
def account() -> str:
    return render_template("account.html")
