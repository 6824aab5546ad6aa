"""Every sentence in both languages, every key that is asked for, nothing untranslated on a page."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from live.words import LANGUAGES, catalogue, say, sentence
from scoring.setup.sheets import contest_to_sheets
from tests.office import small_contest

ROOT = Path(__file__).resolve().parents[2]
KEY = re.compile(r"[a-z]+\.[\w.-]*\w")
PLACE = re.compile(r"\{(\w+)\}")
CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]")
SCRIPTS = sorted((ROOT / "static/js").rglob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PYTHON = sorted(path for area in ("live", "web", "papers") for path in (ROOT / area).rglob("*.py"))
AREAS = {path.stem for path in (ROOT / "locales/zh").glob("*.json")}
# what is the same in every language: the name on the door, the languages' own names, entries of the fixed sheets
NAMES = ("亮分", "中文", "亮")
REFUSALS = ("RuleBroken", "NotAllowed", "NotKnown", "Invalid", "Altered", "Conflict", "PrintRefused")


def places(text: str) -> set[str]:
    return set(PLACE.findall(text))


def quoted(text: str) -> set[str]:
    """Whole string literals that look like a key of a known area."""
    found = set(re.findall(r"""["'`]([a-z]+\.[\w.-]*\w)["'`]""", text))
    return {key for key in found if key.split(".", 1)[0] in AREAS and KEY.fullmatch(key)}


def script_without_comments(text: str) -> str:
    return re.sub(r"(?m)(^|[\s;{}(),])//.*$", r"\1", re.sub(r"/\*.*?\*/", "", text, flags=re.S))


def template_without_comments(text: str) -> str:
    return re.sub(r"{#.*?#}|<!--.*?-->", "", text, flags=re.S)


def python_keys(path: Path) -> set[str]:
    """Keys given as literals to say, sentence or translate."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "sentence"):
            literal = node.args[-1] if node.func.id == "sentence" and len(node.args) < 3 else node.args[0]
            if isinstance(literal, ast.Constant) and isinstance(literal.value, str):
                found.add(literal.value)
    return found


def refusal_codes(path: Path) -> Iterator[str]:
    """Codes of all refusals that a file makes, f-strings as patterns."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant):
                yield str(first.value)


def test_both_languages_have_the_same_keys() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))
    assert len(catalogue("zh")) > 200


def test_every_key_belongs_to_the_area_of_its_file_and_stands_once() -> None:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for path in sorted((ROOT / "locales" / language).glob("*.json")):
            pairs = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=list)
            for key, text in pairs:
                assert key.split(".", 1)[0] == path.stem, (path, key)
                assert key not in seen, key
                assert isinstance(text, str) and text.strip(), key
                seen[key] = text


def test_both_languages_fill_in_the_same_values() -> None:
    differing = {key for key, text in catalogue("zh").items() if places(text) != places(catalogue("en")[key])}
    # a plural may be worded without its number in one language only where it is listed here
    assert differing == set()


def test_english_sentences_hold_no_chinese_but_names() -> None:
    def stripped(text: str) -> str:
        for name in NAMES:
            text = text.replace(name, "")
        return text

    assert [key for key, text in catalogue("en").items() if re.search(r"[\u3400-\u9fff]", stripped(text))] == []


@pytest.mark.parametrize("path", [*SCRIPTS, *TEMPLATES], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_that_a_page_asks_for_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    clean = script_without_comments(text) if path.suffix == ".js" else template_without_comments(text)
    known = catalogue("zh")
    # a key with a full stop at its end or a prefix of others is put together in the script
    unknown = {key for key in quoted(clean) if key not in known and not any(k.startswith(key + ".") for k in known)}
    assert {key for key in unknown if not any(k.startswith(key) for k in known)} == set()


def test_the_keys_that_python_says_exist() -> None:
    asked = {key for path in PYTHON for key in python_keys(path)}
    assert len(asked) >= 4
    assert asked - set(catalogue("zh")) == set()


def test_every_code_of_a_refusal_has_its_sentence() -> None:
    files = [*(ROOT / "scoring").rglob("*.py"), *(ROOT / "web").rglob("*.py"), *(ROOT / "live").rglob("*.py")]
    codes = {code for path in files for code in refusal_codes(path)}
    assert len(codes) > 30
    assert {code for code in codes if f"error.{code}" not in catalogue("zh")} == set()


@pytest.mark.parametrize("state", ["recused", "missing", "returned", "submitted", "expected"])
def test_the_codes_made_of_a_seats_state_have_theirs(state: str) -> None:
    assert f"error.already_{state}" in catalogue("zh")


def test_sentences_ask_only_for_what_their_refusals_carry() -> None:
    wrong = []
    for path in (ROOT / "scoring" / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in REFUSALS):
                continue
            if node.args and isinstance(node.args[0], ast.Constant) and all(k.arg for k in node.keywords):
                given = {keyword.arg for keyword in node.keywords}
                text = catalogue("zh").get(f"error.{node.args[0].value}", "")
                if places(text) - given:
                    wrong.append((path.name, node.args[0].value, places(text) - given))
    assert wrong == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_script_holds_words_of_its_own(path: Path) -> None:
    assert untranslated(script_without_comments(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_holds_words_of_its_own(path: Path) -> None:
    assert untranslated(template_without_comments(path.read_text(encoding="utf-8"))) == []


def fixed_names() -> set[str]:
    """Names of the workbook's sheets, columns and items: the same in every language, as they stand in files."""
    found = set()
    for name, rows in contest_to_sheets(small_contest()).items():
        found |= {name, *rows[0], *(row[0] for row in rows if name == "赛事")}
    return found


def untranslated(text: str) -> list[str]:
    for name in fixed_names():
        text = text.replace(f'"{name}"', '""')
    for name in NAMES:
        text = text.replace(name, "")
    return [line.strip()[:80] for line in text.splitlines() if re.search(r"[\u3400-\u9fff]", line)]


def test_planted_words_and_keys_are_caught() -> None:
    assert untranslated('el("p", { text: "提交" })') == ['el("p", { text: "提交" })']
    assert untranslated(script_without_comments("go(); // 提交")) == []
    assert quoted('t("judge.no_such_thing")') == {"judge.no_such_thing"}
    assert quoted('import "x.js"; "a b.c"') == set()


def test_a_sentence_without_words_shows_its_key_and_braces_stay_data() -> None:
    assert sentence("zh", "no.such") == "no.such"
    said = say("error.no_entry", entry="{reason}")
    assert "{reason}" in said["zh"] and "{reason}" in said["en"]


def test_values_that_hold_braces_are_not_filled_in_again() -> None:
    said = say("error.seat_not_settled", entry="A1", seat="{name}", name="王")
    assert "{name}" in said["zh"]
