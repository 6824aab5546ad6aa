"""The way in (card or link → login) and out."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from flask import Blueprint, jsonify, request

from scoring.actions.accounts import enter_by_password
from scoring.actions.people import Opening, end_login, enter
from scoring.errors import NotAllowed
from scoring.facts import Actor
from web.auth import COOKIES, find_actor, needs, office
from web.forms import Enter, EnterByPassword
from web.guessing import BROWSER, check_account, paced, refuse_wrong
from web.headers import over_https
from web.links import read_code, token_hash

door = Blueprint("door", __name__, url_prefix="/api/v1")

GOES_TO = {"staff": "/desk", "judge": "/judge"}
STAYS = 14 * 24 * 3600  # s: the contest's days and the evening before


@door.post("/enter")
@needs("public")
def enter_by_card() -> Any:
    form = Enter.model_validate(request.get_json(silent=True) or {})
    kind, owner, generation = _read_code(form.code)
    here = find_actor(kind)
    if here is not None and here.id == owner and kind == "judge":
        return jsonify(goes_to=GOES_TO[kind])

    def open_login(opening: Opening) -> None:
        office().do(enter, Actor(kind, owner, "", ""), opening=opening)

    with paced(f"{kind}:{owner}:{generation}"):
        return _let_in(kind, owner, open_login, generation, form.take_over)


@door.post("/enter-by-password")
@needs("public")
def enter_with_password() -> Any:
    form = EnterByPassword.model_validate(request.get_json(silent=True) or {})
    held, kept = check_account(form.name, form.password)

    def open_login(opening: Opening) -> None:
        office().do(enter_by_password, Actor("staff", held, "", ""), opening=opening, kept=kept)

    return _let_in("staff", held, open_login)


def _let_in(
    kind: str, owner: str, open_login: Callable[[Opening], Any], generation: int = 0, take_over: bool = False
) -> Any:
    """Open the login and give its token to the browser."""
    token = secrets.token_urlsafe(32)
    device = "".join(sign for sign in request.headers.get("User-Agent", "") if sign.isprintable())
    browser = request.cookies.get(BROWSER) or secrets.token_urlsafe(32)
    opening = Opening(kind, owner, generation, token_hash(token), device, take_over, token_hash(browser))
    open_login(opening)
    response = jsonify(goes_to=GOES_TO[kind])
    for name, value in ((COOKIES[kind], token), (BROWSER, browser)):
        response.set_cookie(
            name,
            value,
            max_age=STAYS,
            httponly=True,
            samesite="Lax",
            secure=over_https(office().settings.public_url),
            path="/",
        )
    return response


def _read_code(presented: str) -> tuple[str, str, int]:
    """As read_code; a wrong one is counted and written down, the right one is let in however many wrong ones came.

    So nobody locks a card out by guessing beside it: 130 bits are not guessed.
    """
    try:
        return read_code(office(), presented)
    except NotAllowed:
        refuse_wrong("card", presented.rpartition(".")[2][:40] if presented.count(".") == 2 else "")
        raise


@door.post("/leave/<kind>")
@needs("public")
def leave(kind: str) -> Any:
    actor = find_actor(kind) if kind in COOKIES else None
    if actor is not None:
        office().do(end_login, actor, login=actor.login, why="logged_out")
    response = jsonify(goes_to="/")
    if kind in COOKIES:
        secure = over_https(office().settings.public_url)
        response.delete_cookie(COOKIES[kind], httponly=True, samesite="Lax", secure=secure)
    return response
