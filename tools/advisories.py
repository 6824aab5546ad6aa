"""`make advisories`: whether what is pinned here is known to be vulnerable, asked of the registries themselves.

A check that finds nothing proves nothing unless it would have found something: each registry is first asked for
a version that is known to be vulnerable (CONTROLS).  Where that one does not come back as such, this says that it
could not look.  Registries are those of pip's and npm's own settings.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.places import PYTHON, ROOT

ANSWERS_WITHIN = 20.0  # s
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
CONTROLS = {"python": ("jinja2", "2.11.2"), "node": ("minimist", "1.2.0")}  # CVE-2020-28493, CVE-2020-7598
NPM_LOCKS = (ROOT, ROOT / "tools" / "bench" / "node")
FOUND, COULD_NOT_LOOK = 1, 3


class CouldNotLook(Exception):
    """A registry that gives no advisories; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Advisory:
    """One known weakness of one pinned version."""

    package: str
    version: str
    name: str
    mended: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {self.name}, mended in {self.mended or '–'}"


def pinned(folder: Path = ROOT) -> list[tuple[str, str]]:
    """Every Python package and version of the locks, each once."""
    found = {
        pair for path in sorted(folder.glob("requirements*.txt")) for pair in PINNED.findall(path.read_text("utf-8"))
    }
    return sorted(found)


def pip_registry() -> str:
    """The index that pip goes to, without its "/simple"."""
    done = subprocess.run(
        [PYTHON, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True, check=False
    )
    if done.returncode == 0 and done.stdout.strip():
        return done.stdout.strip().rstrip("/").removesuffix("/simple")
    said = subprocess.run(
        [PYTHON, "-c", "from pip._internal.models.index import PyPI; print(PyPI.url)"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if said.returncode:
        raise CouldNotLook("pip does not say which index it uses")
    return said.stdout.strip().rstrip("/")


def of_python(base: str, package: str, version: str) -> list[Advisory]:
    """What the index says of one version, withdrawn ones left out; raises CouldNotLook."""
    try:
        with urllib.request.urlopen(f"{base}/pypi/{package}/{version}/json", timeout=ANSWERS_WITHIN) as answer:
            listed = json.load(answer)["vulnerabilities"]
    except (OSError, ValueError, KeyError) as failed:
        raise CouldNotLook(f"{package} {version}: {type(failed).__name__}: {failed}") from failed
    return [
        Advisory(package, version, str(one.get("id", "?")), ", ".join(one.get("fixed_in") or ()))
        for one in listed
        if not one.get("withdrawn")
    ]


def look_at_python(base: str, packages: Sequence[tuple[str, str]]) -> list[Advisory]:
    """Of all pinned packages; raises CouldNotLook where the control is not found or one cannot be asked."""
    if not of_python(base, *CONTROLS["python"]):
        raise CouldNotLook(f"the index knows of no weakness in {' '.join(CONTROLS['python'])}: it has no advisories")
    return [advisory for package, version in packages for advisory in of_python(base, package, version)]


def of_npm(folder: Path) -> list[Advisory]:
    """What npm's audit of a folder's lock says; raises CouldNotLook."""
    npm = shutil.which("npm")
    if npm is None:
        raise CouldNotLook("there is no npm")
    done = subprocess.run([npm, "audit", "--json"], cwd=folder, capture_output=True, text=True, check=False)
    try:
        said: dict[str, Any] = json.loads(done.stdout)
        listed = said["vulnerabilities"]
    except (ValueError, KeyError) as failed:
        raise CouldNotLook(f"npm audit: {(done.stderr or done.stdout).strip()[:300]}") from failed
    return [
        Advisory(name, str(one.get("range", "?")), str(one.get("severity", "?")), "") for name, one in listed.items()
    ]


def look_at_node(folders: Sequence[Path] = NPM_LOCKS, ask: Callable[[Path], list[Advisory]] = of_npm) -> list[Advisory]:
    """Of all npm locks; raises CouldNotLook where the control is not found."""
    package, version = CONTROLS["node"]
    with tempfile.TemporaryDirectory() as name:
        control = {"name": "control", "version": "1.0.0", "dependencies": {package: version}}
        lock = {
            **control, "lockfileVersion": 3, "requires": True,
            "packages": {"": control, f"node_modules/{package}": {"version": version}},
        }  # fmt: skip
        (Path(name) / "package.json").write_text(json.dumps(control))
        (Path(name) / "package-lock.json").write_text(json.dumps(lock))
        if not ask(Path(name)):
            raise CouldNotLook(f"npm knows of no weakness in {package} {version}: it has no advisories")
    return [advisory for folder in folders for advisory in ask(folder)]


def looks() -> Iterator[tuple[str, Callable[[], list[Advisory]]]]:
    """Each kind of packages and how it is looked at."""
    packages = pinned()
    yield f"{len(packages)} Python packages", lambda: look_at_python(pip_registry(), packages)
    yield f"{len(NPM_LOCKS)} npm locks", look_at_node


def main() -> int:
    """Exit status: 0 nothing is known, 1 something is, 3 a registry could not be asked (and nothing was found)."""
    status = 0
    for title, look in looks():
        try:
            found = look()
        except CouldNotLook as failed:
            print(f"{title}: could not look: {failed}", flush=True)
            status = status or COULD_NOT_LOOK
            continue
        for advisory in found:
            print(advisory)
        print(f"{title}: {len(found)} advisories; the control was found", flush=True)
        status = FOUND if found else status
    return status


if __name__ == "__main__":
    sys.exit(main())
