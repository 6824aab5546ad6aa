"""The public check of a certificate: by its number, by its QR code, and by a file that needs no network."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from flask import Blueprint, Response, current_app, redirect, render_template, request
from markupsafe import Markup

from live.words import LANGUAGES, catalogue
from web.auth import needs, office
from web.beijing import beijing
from web.paperwork.public_certificate import Shown, ended_list, public_certificate
from web.signing import PATH, public_key_text

verify = Blueprint("verify", __name__)

LONGEST = 120  # characters of a number
NOT_FOUND = 404
STYLES = ("css/tokens.css", "css/base.css", "css/verify.css")
FIELDS = ("kind", "contest", "unit", "circle", "title", "award", "person", "members", "organiser", "date")
SCRIPTS = ("js/parts/verify-statement.js", "js/parts/verify-fields.js", "js/pages/verify-offline.js")
MODULE_LINES = re.compile(r"(?m)^import .*?;\n|^export (?=\w)", re.S)


@verify.get("/verify")
@needs("public")
def ask() -> Any:
    number = _number_in(request.args.get("number", ""))
    if number:
        return redirect(f"{PATH}{quote(number)}")
    return render_template("verify/ask.html")


def _number_in(typed: str) -> str:
    """The number from what was typed or pasted: itself, or the address of a QR code."""
    typed = unicodedata.normalize("NFC", typed.strip())
    address = typed.partition("#")[0]
    return (unquote(address.rpartition(PATH)[2]) if PATH in address else typed)[:LONGEST]


@verify.get("/verify/<path:number>")
@needs("public")
def look_up(number: str) -> Any:
    shown = office().read(public_certificate, number[:LONGEST])
    page = render_template(
        "verify/certificate.html",
        number=number[:LONGEST],
        shown=shown,
        fields=FIELDS,
        ended=_day(shown.ended_at) if shown is not None else "",
        key=public_key_text(office().settings),
        register=_inside_script(_register(shown)),
    )
    return page, 200 if shown is not None else NOT_FOUND


def _register(shown: Shown | None) -> dict[str, Any] | None:
    return None if shown is None else {"state": shown.state, "text": shown.text.to_json()}


def _day(at: int | None) -> str:
    return "" if at is None else beijing(at, "%Y-%m-%d %H:%M")


@verify.get("/verify/key")
@needs("public")
def key() -> Response:
    return Response(public_key_text(office().settings) + "\n", mimetype="text/plain")


@verify.get("/verify/offline")
@needs("public")
def offline() -> Response:
    """One file that checks a QR code's text without a network: scripts, key and the list of now inside."""
    static = Path(str(current_app.static_folder))
    words = {lang: {k: v for k, v in catalogue(lang).items() if k.startswith("verify.")} for lang in LANGUAGES}
    ended = office().away(office().read, ended_list)
    known = {"key": public_key_text(office().settings), "at": time.time_ns() // 1_000_000, **ended}
    page = render_template(
        "verify/offline.html",
        styles=[_inline(static / name) for name in STYLES],
        nacl=_inline(static / "vendor" / "nacl-fast.min.js"),
        script=Markup("\n".join(MODULE_LINES.sub("", _inline(static / name)) for name in SCRIPTS)),
        both=_inside_script(words),
        known=_inside_script(known),
    )
    headers = {"Content-Disposition": 'attachment; filename="certificate-check.html"'}
    return Response(page, mimetype="text/html", headers=headers)


def _inline(path: Path) -> Markup:
    """A file of our own, whole inside an element of the page; raises ValueError where it would end the element."""
    text = path.read_text(encoding="utf-8")
    if "</s" in text.lower():
        raise ValueError(f"{path.name} cannot stand inside a page")
    return Markup(text)


def _inside_script(value: object) -> Markup:
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))
