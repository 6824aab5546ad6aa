"""The shell that a judge's tablet keeps: complete, one version, nobody's name in it."""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from pathlib import Path
from typing import Any

import pytest

from tests.web.serving import House
from web.bundle import module_id
from web.config import ROOT
from web.packed import static_bytes
from web.views.shell import files_of

STATIC = ROOT / "static"
# looser than what the list is made with: any string that could be another module
MODULE = re.compile(r"""["'`](\.{1,2}/[\w./-]+\.js)["'`]""")
KEPT = re.compile(r"/static/[\w./-]+|/judge-shell/(?:zh|en)")


def listed(house: House) -> dict[str, Any]:
    """The list before the worker's own lines."""
    script = house.stranger().get("/judge-worker.js").text
    found: dict[str, Any] = json.loads(script.partition("const SHELL = ")[2].partition(";\n")[0])
    return found


def addresses(house: House) -> set[str]:
    return {address for address, _ in listed(house)["files"]}


def walk(name: str, seen: set[str], static: Path = STATIC) -> set[str]:
    """Every module that a module can reach."""
    if name not in seen:
        seen.add(name)
        for one in MODULE.findall((static / name).read_text("utf-8")):
            walk(posixpath.normpath(posixpath.join(posixpath.dirname(name), one)), seen, static)
    return seen


def test_every_module_that_the_judges_page_can_reach_is_kept(shared_house: House) -> None:
    reached = walk("js/pages/judge.js", set())
    assert len(reached) > 15 and "js/parts/judge-device.js" in reached
    assert "/static/bundle/judge.js" in addresses(shared_house)
    script = shared_house.stranger().get("/static/bundle/judge.js").text
    assert [name for name in reached if f"const {module_id(name)}=(" not in script] == []


def test_a_module_asked_for_in_another_way_is_missed_by_the_list_and_found_by_the_walk(tmp_path: Path) -> None:
    (tmp_path / "js").mkdir()
    (tmp_path / "js/a.js").write_text("const part = './b.js';\nimport(part);\n")
    (tmp_path / "js/b.js").write_text("")
    assert files_of(tmp_path, '<script src="/static/js/a.js">') == ["js/a.js"]
    assert walk("js/a.js", set(), tmp_path) == {"js/a.js", "js/b.js"}


def test_everything_that_the_page_links_to_is_kept(shared_house: House) -> None:
    page = shared_house.judge("JA1").get("/judge").text
    linked = set(re.findall(r"/static/[\w./-]+", page))
    assert any(one.endswith(".css") for one in linked) and any(one.endswith(".svg") for one in linked)
    assert linked <= addresses(shared_house)
    styles = "".join(shared_house.stranger().get(one).text for one in linked if one.endswith(".css"))
    assert set(re.findall(r"/static/[\w./-]+", styles)) <= addresses(shared_house)


def test_nothing_but_the_shell_is_kept(shared_house: House) -> None:
    assert all(KEPT.fullmatch(address) for address in addresses(shared_house))
    assert "/judge-shell/zh" in addresses(shared_house) and "/judge-shell/en" in addresses(shared_house)


def test_every_address_answers_with_exactly_what_the_list_says(shared_house: House) -> None:
    client = shared_house.stranger()
    for address, integrity in listed(shared_house)["files"]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert integrity == "sha256-" + base64.b64encode(hashlib.sha256(answer.data).digest()).decode(), address


@pytest.mark.parametrize(("lang", "html"), [("zh", 'lang="zh-CN"'), ("en", 'lang="en"')])
def test_the_page_in_the_shell_is_the_same_for_everybody(shared_house: House, lang: str, html: str) -> None:
    pages = set()
    for client in (shared_house.stranger(), shared_house.judge("JA1"), shared_house.staff("secretariat")):
        client.set_cookie("lf_lang", "en" if lang == "zh" else "zh")
        answer = client.get(f"/judge-shell/{lang}")
        assert "Set-Cookie" not in answer.headers and answer.headers["Cache-Control"] == "no-store"
        pages.add(answer.text)
    assert len(pages) == 1 and html in pages.pop()


def test_the_page_in_the_shell_is_the_page_that_a_judge_gets(shared_house: House) -> None:
    judge = shared_house.judge("JA1")
    assert judge.get("/judge").text == judge.get("/judge-shell/zh").text


def test_another_page_or_language_is_not_in_the_shell(shared_house: House) -> None:
    assert shared_house.stranger().get("/judge-shell/fr").status_code == 404


def test_the_version_follows_the_worker_the_files_and_the_words(
    shared_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = [listed(shared_house)["version"], listed(shared_house)["version"]]
    assert versions[0] == versions[1]
    for name in ("js/worker.js", "bundle/judge.js", "bundle/judge.css"):
        monkeypatch.setattr("web.views.shell._content", changed(name))
        versions.append(listed(shared_house)["version"])
        monkeypatch.undo()
    monkeypatch.setattr("web.i18n.catalogue", lambda _lang: {"judge.title": "新"})
    versions.append(listed(shared_house)["version"])
    assert len(set(versions)) == len(versions) - 1


def changed(name: str) -> Any:
    """The static files with one of them longer by a line."""
    return lambda one: (static_bytes(STATIC, one) or b"") + (b"\n" if one == name else b"")


def test_the_worker_may_be_asked_for_again_each_time(shared_house: House) -> None:
    answer = shared_house.stranger().get("/judge-worker.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"
