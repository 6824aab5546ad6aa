"""What goes over the wire: gzipped for who takes it, kept for ever only by its own hash, modules as one script."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.web.serving import House
from web.bundle import NotBundled, bundle
from web.packed import IMMUTABLE, digest

TAKES = {"Accept-Encoding": "gzip"}
SCRIPT = "/static/bundle/judge.js"
FILES = (SCRIPT, "/static/bundle/judge.css", "/static/css/desk.css", "/static/js/pages/desk.js", "/judge-shell/zh")


@pytest.mark.parametrize("address", FILES)
def test_text_goes_gzipped_to_who_takes_it_and_is_the_same_text(shared_house: House, address: str) -> None:
    client = shared_house.stranger()
    plain, packed = client.get(address), client.get(address, headers=TAKES)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip" and "Accept-Encoding" in packed.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(packed.data) == plain.data and len(packed.data) * 2 < len(plain.data)


@pytest.mark.parametrize("address", FILES[:4])
def test_what_is_there_already_is_not_sent_again(shared_house: House, address: str) -> None:
    client = shared_house.stranger()
    for takes in ({}, TAKES):
        tag = client.get(address, headers=takes).headers["ETag"]
        again = client.get(address, headers={**takes, "If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/desk", "/enter", "/", "/api/v1/public/picture"])
def test_what_may_hold_a_secret_is_never_packed(shared_house: House, path: str) -> None:
    answer = shared_house.staff("secretariat").get(path, headers=TAKES)
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("name", ["bundle/judge.js", "css/desk.css"])
def test_only_the_address_with_the_contents_own_hash_is_kept_for_ever(shared_house: House, name: str) -> None:
    client, static = shared_house.stranger(), Path(str(shared_house.app.static_folder))

    def kept(query: str) -> str:
        return client.get(f"/static/{name}{query}").headers["Cache-Control"]

    assert kept(f"?v={digest(static, name)}") == IMMUTABLE
    assert [kept(""), kept("?v="), kept("?v=000000000000")] == ["no-cache"] * 3


def test_no_other_bundle_is_made(shared_house: House) -> None:
    assert shared_house.stranger().get("/static/bundle/desk.js").status_code == 404


def written(folder: Path, **modules: str) -> Path:
    for name, text in modules.items():
        (folder / f"{name}.js").write_text(text)
    return folder


def test_each_module_stands_once_and_after_those_it_asks_for(tmp_path: Path) -> None:
    static = written(
        tmp_path,
        a='import { b as c } from "./b.js";\nimport { d } from "./d.js";\n// said\nc(d, () => import("./e.js"));\n',
        b='import { d } from "./d.js";\nexport function b(x) {\n  return x + d;\n}\n',
        d="export const d = 1;\n",
        e="export async function e() {\n}\n",
    )
    made = bundle(static, "a.js")
    places = [made.index(f"const _{name}=(") for name in "dbea"]
    assert places == sorted(places) and made.count("const _d=(") == 1
    assert "const { b:c }=_b;" in made and "Promise.resolve(_e)" in made and "said" not in made


@pytest.mark.parametrize(
    "text", ['import all from "./b.js";\n', "export default 1;\n", 'export * from "./b.js";\n', 'import "./b.js";\n']
)
def test_a_form_that_is_not_read_is_refused_and_not_left_out(tmp_path: Path, text: str) -> None:
    with pytest.raises(NotBundled):
        bundle(written(tmp_path, a=text, b=""), "a.js")


def test_a_circle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotBundled):
        bundle(written(tmp_path, a='import { b } from "./b.js";\n', b='import { a } from "./a.js";\n'), "a.js")
