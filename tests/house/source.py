"""The checkout's own text, as the house rules see it."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 250
LONGEST_FUNCTION = 40
EVENTLET_HOMES = {"wsgi.py", "live/server.py", "live/fanout_wire.py", "live/eventlet_threads.py"}
EMIT_HOMES = {"live/publish.py", "web/app.py"}  # the one emits, the other hands it the means
RECORDED = "migrations/versions/"  # a migration is a record of what was, never tidied
COMMIT_HOME = "scoring/store/writer.py"
SERVED = ("scoring/", "live/", "papers/", "web/", "wsgi.py")
REGISTRIES = re.compile(
    r"pypi\." r"org|python" r"hosted\.org|registry\.npm" r"js|npm" r"js\.(?:org|com)|registry\.yarn" r"pkg"
)


def tracked_files() -> list[str]:
    """Paths (relative, with slashes) of all files that are or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def text_of(name: str) -> str:
    """The file's text, or nothing for what is not text."""
    try:
        return (ROOT / name).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def is_served(name: str) -> bool:
    """Whether this Python file is part of the running system."""
    return name.endswith(".py") and name.startswith(SERVED)


def long_functions(source: str) -> list[str]:
    """`name (lines)` of every function longer than allowed."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                found.append(f"{node.name} ({lines})")
    return found


def imported_modules(source: str) -> Iterator[str]:
    """Top-level names of all modules imported anywhere in the source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def reached_attributes(source: str) -> set[str]:
    """Names of all attributes, called or handed on: `x.emit` gives `emit`."""
    return {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)}


def called_methods(source: str) -> Iterator[str]:
    """Names of all attributes that are called: `x.y.emit(…)` gives `emit`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node.func.attr


def committing_calls(source: str) -> list[str]:
    """What commits or opens a transaction that commits by itself."""
    found = [name for name in called_methods(source) if name == "commit"]
    return found + re.findall(r"\bengine\.begin\(", source)
