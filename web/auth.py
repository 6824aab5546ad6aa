"""Who asks: the login's row behind the cookie, looked up on every request and socket event.

Every view names the one permission that it needs; a view that names none stops the start.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, current_app, g, request
from sqlalchemy import Connection

from scoring.actions.lease import TAKEN_OVER, ended_refusal
from scoring.errors import NotAllowed
from scoring.facts import Actor
from scoring.rules.access import PERMISSIONS, allowed, kind_of
from scoring.store.reading.day import seats_of
from scoring.store.reading.people import login_of_token, staff_row
from web.links import token_hash
from web.office import Office
from web.used import used_of

COOKIES = {"staff": "lf_staff", "judge": "lf_judge"}
TOLD = (TAKEN_OVER, "new_card", "ended_by_desk")  # a judge learns why; who left by hand knows
TOLD_STAFF = {
    "idle": "login_idle", "too_old": "login_too_old", "ended_by_desk": "login_ended",
    "ended_by_owner": "login_ended_by_owner", "password_changed": "login_password_changed",
    "keys_renewed": "login_keys_renewed", "role_changed": "login_role_changed", "removed": "login_removed",
}  # fmt: skip
View = TypeVar("View", bound=Callable[..., Any])


def office() -> Office:
    """The contest's office of this application."""
    return cast(Office, current_app.extensions["liangfen"])


def find_actor(kind: str, *, taken_over: bool = False) -> Actor | None:
    """Who holds the request's cookie of this kind, None where the login has ended.

    With ``taken_over`` also who has lost it to another device: what such a device may still do, the action decides.
    """
    login, role = _held(kind)
    if login is None or (login.ended_at is not None and not (taken_over and login.ended_why == TAKEN_OVER)):
        return None
    if kind == "staff":
        used = used_of(current_app)
        if used.over(login):
            return None
        used.now(login.id)
    return None if role is None else Actor(kind, login.owner, role, login.id)


def judge_of(held: Office, token: str | None) -> Actor | None:
    """The judge behind a cookie's token; None also where anything about the login is not as it usually is."""
    login, role = held.read(_login_and_role, "judge", token_hash(token)) if token else (None, None)
    if login is None or role is None or login.ended_at is not None:
        return None
    return Actor("judge", login.owner, role, login.id)


def _held(kind: str) -> tuple[Any, str | None]:
    """The login behind the request's cookie of this kind, ended or not, and its owner's role of now."""
    token = request.cookies.get(COOKIES[kind])
    return office().read(_login_and_role, kind, token_hash(token)) if token else (None, None)


def _login_and_role(connection: Connection, kind: str, token: str) -> tuple[Any, str | None]:
    login = login_of_token(connection, token)
    if login is None or login.kind != kind:
        return None, None
    if kind == "judge":
        roles = {seat.role for seat in seats_of(connection, login.owner)}
        return login, "chief" if roles & {"chief", "deputy"} else "judge"
    row = staff_row(connection, login.owner)
    return login, None if row is None else str(row.role)


class CookieDoor:
    """The sockets' way to ask who holds them."""

    def actor(self, kind: str, permission: str) -> Actor | None:
        """The actor with this permission, else None."""
        actor = find_actor(kind)
        return actor if actor is not None and allowed(actor.role, permission) else None


def needs(permission: str, *, taken_over: bool = False, by_token: bool = False) -> Callable[[View], View]:
    """The view may be used only by who holds ``permission``; ``g.actor`` says who it is.

    ``taken_over`` lets a judge's device in that another one has taken the lease from; ``by_token`` also lets a
    machine in that says METRICS_TOKEN, ``g.actor`` is not set then.
    """
    kind = kind_of(permission)

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            if kind is not None and not (by_token and _says_token()):
                g.actor = check(kind, permission, taken_over=taken_over)
            return view(*args, **values)

        guarded.permission = permission  # type: ignore[attr-defined]
        return cast(View, guarded)

    return mark


def _says_token() -> bool:
    token = office().settings.metrics_token
    said = request.headers.get("Authorization", "").encode()
    return bool(token) and hmac.compare_digest(said, f"Bearer {token}".encode())


def check(kind: str, permission: str, *, taken_over: bool = False) -> Actor:
    """The actor of this request; raises NotAllowed without a login or without the permission."""
    actor = find_actor(kind, taken_over=taken_over)
    if actor is None:
        raise _refusal(kind)
    if not allowed(actor.role, permission):
        raise NotAllowed("not_your_role")
    return actor


def _refusal(kind: str) -> NotAllowed:
    """Why there is nobody: none was here, or the login has ended, and how."""
    held = _held(kind)[0]
    if kind == "judge":
        known = held is not None and held.ended_why in TOLD
        return ended_refusal(held) if known else NotAllowed("no_login_judge")
    why = None if held is None else held.ended_why or used_of(current_app).over(held)
    return NotAllowed(TOLD_STAFF.get(why or "", "no_login_staff"))


def refuse_unnamed(app: Flask) -> None:
    """Stop the start where a view names no permission."""
    named = {name: getattr(view, "permission", None) for name, view in app.view_functions.items() if name != "static"}
    unnamed = [name for name, permission in named.items() if permission not in PERMISSIONS]
    if unnamed:
        raise RuntimeError(f"views without a permission: {', '.join(unnamed)}")
