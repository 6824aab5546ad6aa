"""The judge's page as one whole that a tablet keeps: the list of its files, its two pages, its worker.

The list is not kept by hand: it is what the page links to and what its modules import, read from
the files themselves.  One version stands for all of them together.
"""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from flask import Blueprint, Response, abort, current_app, g, render_template, request, url_for

from live.words import LANGUAGES
from web.auth import needs
from web.packed import BUNDLES, static_bytes

shell = Blueprint("shell", __name__)

PAGE = "judge/judge.html"
WORKER = "js/worker.js"
LINKED = re.compile(r'(?:href|src)="/static/([^"?#]+)')
IMPORTED = re.compile(r'(?:\bfrom|\bimport)\s*\(?\s*"(\.{1,2}/[^"]+)"')
DRAWN = re.compile(r'url\("?/static/([^")?#]+)')


@shell.get("/judge-worker.js")
@needs("public")
def worker() -> Response:
    """The worker's script with the list of this version before it."""
    listed = json.dumps(shell_list(), ensure_ascii=True, separators=(",", ":"))
    return Response(f"const SHELL = {listed};\n{_static(WORKER).read_text('utf-8')}", mimetype="text/javascript")


@shell.get("/judge-shell/<lang>")
@needs("public")
def page(lang: str) -> str:
    """The judge's page in a language, the same for everybody: nobody's name and no mark is in it."""
    if lang not in LANGUAGES:
        abort(404)
    return shell_page(lang)


@shell.get("/static/bundle/<name>")
@needs("public")
def bundled(name: str) -> Response:
    """The judge's page's modules as one script, its styles as one sheet."""
    if f"bundle/{name}" not in BUNDLES:
        abort(404)
    content = _content(f"bundle/{name}")
    answer = Response(content, mimetype="text/javascript" if name.endswith(".js") else "text/css")
    answer.set_etag(hashlib.sha256(content).hexdigest()[:16])
    answer.make_conditional(request)
    return answer


def shell_page(lang: str) -> str:
    """The page's HTML in this language, whatever the browser's cookie asks for."""
    g.language = lang
    try:
        return render_template(PAGE)
    finally:
        g.pop("language")


def shell_list() -> dict[str, object]:
    """``{version, files: [[address, integrity]]}`` of everything that the judge's page needs."""
    pages = {url_for("shell.page", lang=lang): shell_page(lang) for lang in LANGUAGES}
    names = files_of(Path(str(current_app.static_folder)), "\n".join(pages.values()))
    files = [[f"/static/{name}", _integrity(_content(name))] for name in names]
    files += [[address, _integrity(html.encode())] for address, html in pages.items()]
    everything = json.dumps([files, _integrity(_content(WORKER))]).encode()
    return {"version": hashlib.sha256(everything).hexdigest()[:16], "files": files}


def files_of(static: Path, html: str) -> list[str]:
    """Every static file that a page with this HTML asks for, by its path under static/, sorted."""
    found: set[str] = set()
    waiting = LINKED.findall(html)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _asked_by(static / name, name)
    return sorted(found)


def _asked_by(path: Path, name: str) -> Iterator[str]:
    if f"bundle/{posixpath.basename(name)}" == name:
        yield from (
            part for one in BUNDLES[name] if one.endswith(".css") for part in _asked_by(path.parents[1] / one, one)
        )
    elif path.suffix == ".js":
        here = posixpath.dirname(name)
        yield from (posixpath.normpath(posixpath.join(here, one)) for one in IMPORTED.findall(path.read_text("utf-8")))
    elif path.suffix == ".css":
        yield from DRAWN.findall(path.read_text("utf-8"))


def _static(name: str) -> Path:
    return Path(str(current_app.static_folder)) / name


def _content(name: str) -> bytes:
    content = static_bytes(Path(str(current_app.static_folder)), name)
    if content is None:
        raise FileNotFoundError(name)
    return content


def _integrity(content: bytes) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode()
