"""The catalogue of words: every sentence in Chinese and in English, by key.

``locales/<language>/<area>.json`` holds flat objects; the part before the first dot is the area.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).resolve().parent.parent / "locales"
LANGUAGES = ("zh", "en")
PLACE = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=4)
def catalogue(language: str) -> Mapping[str, str]:
    """All words of a language."""
    words: dict[str, str] = {}
    for path in sorted((LOCALES / language).glob("*.json")):
        words.update(json.loads(path.read_text(encoding="utf-8")))
    return words


def sentence(language: str, key: str, params: Mapping[str, object] | None = None) -> str:
    """The words of ``key`` with ``{name}`` filled in; the key itself where there are none."""
    given = params or {}
    # in one pass: a value that itself holds braces stays as it is
    return PLACE.sub(lambda found: str(given.get(found[1], found[0])), catalogue(language).get(key, key))


def say(key: str, **params: object) -> dict[str, str]:
    """Both languages at once, as pictures and refusals carry them."""
    return {language: sentence(language, key, params) for language in LANGUAGES}
