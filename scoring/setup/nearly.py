"""Unit names that are probably one unit written in two ways."""

import re
import unicodedata

_NUMBERS = re.compile(r"[0-9]+|[一二三四五六七八九十百零〇]+|(?<![A-Z])[A-Z](?![A-Z])")
_FORMS = re.compile("(股份|有限责任|责任有限|有限|集团)*公司$")
SHORTEST = 6
SHORTEST_FOR_ONE_WRONG = 12


def nearly_equal(names: list[str]) -> list[tuple[str, str]]:
    """Pairs (earlier, later) of different names; a different number alone is no likeness."""
    whole: dict[str, str] = {}
    lacking: dict[str, str] = {}
    pairs: dict[tuple[str, str], None] = {}
    for name in names:
        core = _core(name)
        forms, shorter, wrong = {core, _FORMS.sub("公司", core)}, _shorter(core), _wrong(core)
        alike = [whole.get(clue) for clue in forms | shorter | wrong] + [lacking.get(core)]
        for earlier in alike:
            if earlier is not None and _numbers(earlier) == _numbers(name):
                pairs[(earlier, name)] = None
        whole.update((clue, name) for clue in forms | wrong if clue not in whole)
        lacking.update((clue, name) for clue in shorter if clue not in lacking)
    return list(pairs)


def _core(name: str) -> str:
    """Width, case, blanks and punctuation aside."""
    plain = unicodedata.normalize("NFKC", name).upper()
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LN")


def _numbers(name: str) -> list[str]:
    return _NUMBERS.findall(_core(name))


def _shorter(core: str) -> set[str]:
    """The name with one character left out."""
    if len(core) < SHORTEST:
        return set()
    return {core[:at] + core[at + 1 :] for at in range(len(core))}


def _wrong(core: str) -> set[str]:
    """The name with one character unknown; in short names that is another name."""
    if len(core) < SHORTEST_FOR_ONE_WRONG:
        return set()
    return {f"{core[:at]}?{core[at + 1 :]}" for at in range(len(core))}
