"""The own account of staff: logins and devices, a new password, and the way out of all of them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, g, jsonify

from live.words import say
from scoring.actions.accounts import set_password
from scoring.actions.outworn import OLDEST, UNUSED, end_other_logins, end_own_login
from scoring.errors import NotAllowed
from scoring.store.reading.contest import contest_row
from scoring.store.reading.people import login_row, open_logins, staff_row
from web.auth import needs, office
from web.forms import EndLogin, NewPassword
from web.guessing import check_account
from web.ledger_names import device_words
from web.office import now_ms
from web.passwords import LONGEST, SHORTEST, clean_password, keep
from web.used import used_of
from web.views.api.judge import body

JUST_ENTERED = 15 * 60_000  # ms after the link: later somebody else may sit at this desk

account_api = Blueprint("account_api", __name__, url_prefix="/api/v1/account")


@account_api.get("")
@needs("own-account")
def shown() -> Any:
    """Who I am and where I am logged in; times in ms since 1970."""
    row, used = office().read(staff_row, g.actor.id), used_of(current_app)
    logins = [
        {
            "id": one.id,
            "device": device_words(one.device),
            "opened_at": one.opened_at,
            "used_at": used.last(one),
            "here": one.id == g.actor.login,
        }
        for one in office().read(open_logins, "staff", g.actor.id)
    ]
    return jsonify(
        id=row.id, name=row.name, role=say(f"ledger.role.{row.role}"), has_password=bool(row.password), logins=logins,
        shortest=SHORTEST, longest=LONGEST, unused_hours=UNUSED // 3_600_000, oldest_days=OLDEST // 86_400_000,
    )  # fmt: skip


@account_api.post("/end-login")
@needs("own-account")
def end_one() -> Any:
    form = EndLogin.model_validate(body())
    office().do(end_own_login, g.actor, login_id=form.login)
    return jsonify(ok=True)


@account_api.post("/end-others")
@needs("own-account")
def end_others() -> Any:
    return jsonify(ok=True, ended=office().do(end_other_logins, g.actor))


@account_api.post("/password")
@needs("own-account")
def change_password() -> Any:
    """The old one is asked for, and counted like an attempt at the door; a first one is set just after the link."""
    form = NewPassword.model_validate(body())
    row, contest = office().read(staff_row, g.actor.id), office().read(contest_row)
    if row.password:
        check_account(row.id, form.old)
    elif now_ms() - office().read(login_row, g.actor.login).opened_at > JUST_ENTERED:
        raise NotAllowed("first_password_late")
    new = clean_password(form.new, (row.name, row.role, row.id, getattr(contest, "name", "")))
    office().do(set_password, g.actor, staff_id=row.id, kept=office().away(keep, new))
    return jsonify(ok=True)
