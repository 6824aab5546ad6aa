"""The page's language: Chinese unless ?lang=en was asked for once (kept in a cookie)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, g, request
from markupsafe import Markup

from live.words import LANGUAGES, catalogue, sentence
from web.packed import digest

COOKIE = "lf_lang"
A_YEAR = 365 * 24 * 3600  # s


def current_language() -> str:
    """zh or en."""
    asked = g.get("language") or request.args.get("lang") or request.cookies.get(COOKIE)
    return asked if asked in LANGUAGES else "zh"


def translate(key: str, **params: object) -> str:
    """The words of ``key`` in the page's language."""
    return sentence(current_language(), key, params)


def words(*areas: str) -> Markup:
    """JSON of the areas' words, safe inside a script element of type application/json."""
    chosen = {key: text for key, text in catalogue(current_language()).items() if key.split(".", 1)[0] in areas}
    return Markup(json.dumps(chosen, ensure_ascii=False).replace("<", "\\u003c"))


def asset_url(static: Path) -> Callable[[str], str]:
    """``asset(path)`` gives a static file's address with its content's hash."""

    def asset(path: str) -> str:
        found = digest(static, path)
        return f"/static/{path}?v={found}" if found else f"/static/{path}"

    return asset


def add_languages(app: Flask, secure: Callable[[], bool]) -> None:
    """Template functions, and the cookie that keeps the choice, for https alone where ``secure`` says so."""
    app.jinja_env.globals.update(t=translate, words=words, asset=asset_url(Path(str(app.static_folder))))
    app.context_processor(lambda: {"lang": current_language()})

    @app.after_request
    def keep_choice(response: Response) -> Response:
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(
                COOKIE, str(request.args["lang"]), max_age=A_YEAR, samesite="Lax", httponly=True, secure=secure()
            )
        return response
