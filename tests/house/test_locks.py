"""What is installed is pinned by hash, and the locks say nothing of where it comes from."""

from __future__ import annotations

import json
import re

import pytest

from tests.house import source as house

LOCKS = (
    "requirements.txt",
    "requirements-tools.txt",
    "requirements-node.txt",
    "requirements-test.txt",
    "requirements-bench.txt",
)


def unpinned(lock: str) -> list[str]:
    """Requirements of a lock that lack an exact version or a hash."""
    blocks = re.split(r"\n(?=[a-zA-Z])", lock)
    named = [block for block in blocks if re.match(r"[a-zA-Z]", block)]
    return [
        block.splitlines()[0]
        for block in named
        if not re.match(r"[\w.\[\],-]+==\S+", block) or "--hash=sha256:" not in block
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_by_hash(lock: str) -> None:
    text = house.text_of(lock)
    assert "==" in text
    assert unpinned(text) == []


def test_a_planted_unpinned_requirement_is_caught() -> None:
    assert unpinned("flask==3.1.3 \\\n    --hash=sha256:00\nidna>=3\n") == ["idna>=3"]
    assert unpinned("flask==3.1.3\n") == ["flask==3.1.3"]


@pytest.mark.parametrize("package", ["flask==3.1.3", "flask-socketio==5.7.0", "eventlet==0.41.3", "sqlalchemy==2.1.9"])
def test_the_lock_holds_the_versions_that_were_asked_for(package: str) -> None:
    assert re.search(rf"^{re.escape(package)} ", house.text_of("requirements.txt"), re.MULTILINE)


@pytest.mark.parametrize("lock", ["package-lock.json", "tools/bench/node/package-lock.json"])
def test_npm_packages_are_pinned_by_integrity_and_name_no_address(lock: str) -> None:
    packages = json.loads(house.text_of(lock))["packages"]
    fetched = {name: package for name, package in packages.items() if name}
    assert fetched
    assert all(package["integrity"].startswith("sha512-") for package in fetched.values())
    assert all("resolved" not in package for package in fetched.values())
