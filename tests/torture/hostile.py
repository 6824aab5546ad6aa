"""Five hundred hostile names, the same in every run, and names that only look strange and must come through."""

from __future__ import annotations

import json
import random
import unicodedata
from functools import cache
from itertools import product
from pathlib import Path

MOST = 500
MARK = "hostile"  # stands in every element and attribute that a name would make
RAN = "pwn()"  # what a name would call

LONG = (
    *("W" * 60, "龘" * 60, "A" * 200, "x" * 20_000, "i" * 40, "。" * 50),
    *("(" * 40, "１" * 60, "-" * 55, "á" * 60, "<b>" * 20, "&amp;" * 12),
)
KINDS: dict[str, list[str]] = json.loads(Path(__file__).with_suffix(".json").read_text("ascii"))
_WRAPPED = ("赟{}", "{}喆", "玥 {} 堃")
WRAPPED_UP_TO = 60
RARE = tuple(KINDS["rare"])  # look strange and are people's names: they must come through


@cache
def names() -> tuple[str, ...]:
    """MOST different names of every kind, mixed by a fixed seed; the shortest forms are among them."""
    plain = [*(one for kind in KINDS.values() for one in kind), *LONG]
    wrapped = [form.replace("{}", one) for form, one in product(_WRAPPED, plain) if len(one) < WRAPPED_UP_TO]
    order = random.Random(15)
    order.shuffle(wrapped)
    found = list(dict.fromkeys(plain + wrapped))[:MOST]
    order.shuffle(found)
    return tuple(found)


def kept(name: str) -> str:
    """A name as the set-up keeps it."""
    return unicodedata.normalize("NFC", name).strip()
