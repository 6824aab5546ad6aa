"""Refusals and failures in words: JSON for scripts, a page for people, never a traceback."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, jsonify, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from live.words import catalogue, say
from scoring.errors import Refusal, StoreFailed, TooOften

NOBODY = (
    *("no_login_staff", "no_login_judge", "login_taken_over", "login_ended", "login_idle", "login_too_old"),
    *("login_ended_by_owner", "login_password_changed", "login_role_changed", "login_removed", "login_keys_renewed"),
)

log = logging.getLogger("liangfen.web")


def error_body(code: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
    """What every refusal looks like on the wire."""
    key = f"error.{code}" if f"error.{code}" in catalogue("zh") else "error.unknown"
    return {"error": {"code": code, **say(key, **(params or {})), "params": params or {}}}


def answer(code: str, status: int, params: dict[str, Any] | None = None) -> Any:
    """The refusal as JSON under /api, else as a page."""
    body = error_body(code, params)
    if request.path.startswith("/api/"):
        return jsonify(body), status
    return render_template("error.html", status=status, **body), status


def add_errors(app: Flask) -> None:
    """Every way in which a request can fail."""

    @app.errorhandler(Refusal)
    def refused(refusal: Refusal) -> Any:
        return answer(refusal.code, 401 if refusal.code in NOBODY else refusal.status, refusal.params)

    @app.errorhandler(TooOften)
    def too_often(refusal: TooOften) -> Any:
        body, status = answer(refusal.code, refusal.status, refusal.params)
        return body, status, {"Retry-After": str(refusal.params["seconds"])}

    @app.errorhandler(ValidationError)
    def malformed(error: ValidationError) -> Any:
        field = ".".join(str(part) for part in error.errors()[0]["loc"])[:60]
        return answer("malformed", 400, {"field": field})

    @app.errorhandler(StoreFailed)
    def not_saved(error: StoreFailed) -> Any:
        log.error("commit failed: %s", error)
        return answer("not_saved", 507)

    @app.errorhandler(HTTPException)
    def by_status(error: HTTPException) -> Any:
        status = error.code or 500
        known = {400: "malformed", 404: "no_such_page", 405: "no_such_page", 413: "too_large", 415: "malformed"}
        return answer(known.get(status, "unknown"), status, {"field": ""})

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Any:
        log.exception("request failed", exc_info=error)
        return answer("failed", 500)
