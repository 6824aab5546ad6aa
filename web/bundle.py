"""PURE: one script out of a page's modules, made by the server itself: a tablet asks once instead of thirty times.

Of a module only lines of comment, empty lines and indentation are left out; nothing is renamed, so what an error says
is still found in the files.  Only this project's forms are read: ``import { … } from "…"``, ``import("…")``,
``export`` before a function, class or const, and ``export{… as …}`` at the end of a vendored file.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

FROM = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[^"]+)";?$', re.M)
LATER = re.compile(r'\bimport\("(\.{1,2}/[^"]+)"\)')
NAMED = re.compile(r"^export ((?:async )?function|class|const) (\w+)", re.M)
LISTED = re.compile(r"export ?\{([^}]*)\};?\s*(?://#.*)?\s*$")
LEFT = re.compile(r"^\s*(?:import|export)\b(?!\()", re.M)


class NotBundled(Exception):
    """A module that is written in a form that is not read here, or modules that ask for each other in a circle."""


def bundle(static: Path, first: str) -> str:
    """The script of the page whose module is ``first`` (under static/), each module once, after what it asks for."""
    made: dict[str, str] = {}
    _add(static, first, made, ())
    return "".join(made.values())


def _add(static: Path, name: str, made: dict[str, str], asking: tuple[str, ...]) -> None:
    if name in made:
        return
    if name in asking:
        raise NotBundled(f"{name}: asked for in a circle")
    text = (static / name).read_text("utf-8")
    for asked in [found[1] for found in FROM.findall(text)] + LATER.findall(text):
        _add(static, _at(name, asked), made, (*asking, name))
    made[name] = f"const {module_id(name)}=(()=>{{\n{_body(name, text)}}})();\n"


def _at(name: str, asked: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), asked))


def module_id(name: str) -> str:
    """By what name a module stands in the bundle."""
    return "_" + re.sub(r"\W", "_", name.removeprefix("js/").removesuffix(".js"))


def _body(name: str, text: str) -> str:
    given = {found[1]: found[1] for found in NAMED.findall(text)}
    text = NAMED.sub(r"\1 \2", text)
    for listed in LISTED.findall(text):
        given |= dict(_pair(one) for one in listed.split(",") if one.strip())
    text = LISTED.sub("", text)
    text = FROM.sub(lambda found: f"const {{{found[1].replace(' as ', ':')}}}={module_id(_at(name, found[2]))};", text)
    text = LATER.sub(lambda found: f"Promise.resolve({module_id(_at(name, found[1]))})", text)
    if LEFT.search(text):
        raise NotBundled(f"{name}: {LEFT.search(text)}")
    lines = text.split("\n") if "`" in text else [line.strip() for line in text.split("\n")]
    kept = [line for line in lines if line.strip() and not line.lstrip().startswith("//")]
    return "\n".join([*kept, f"return{{{','.join(f'{out}:{own}' for out, own in given.items())}}};", ""])


def _pair(one: str) -> tuple[str, str]:
    own, _, out = one.strip().partition(" as ")
    return out or own, own
