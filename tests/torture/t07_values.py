"""What a hostile or a clumsy program sends: values near to what a schema asks for, bodies, addresses, headers."""

from __future__ import annotations

import gzip
import json
import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

Json = dict[str, Any]
WORDS = (
    "A1", "A2", "A3", "JA1", "JA2", "JX", "A", "B", "1", "问题解决型", "presentation", "high", "0" * 32, "f" * 64, "",
)  # fmt: skip
HOSTILE_WORDS = (
    "\ud800", "a" * 300, "\u202e", "\x00", "../../etc/passwd", "9" * 5000, "𠮷" * 41, "' or 1=1--", "{{7*7}}", "%s%n",
    "<script>", "=1+1", "\r\nSet-Cookie: a=b", "e\u0301" * 30, "١٢", "-0", "1e5", "NaN", "null", "\ufeff",
    "%2e%2e%2f", "%00",
)  # fmt: skip
NUMBERS = (0, -1, 1, 50, 2**31, 2**53, 2**63, 2**64, 10**30, -(10**30), 1.5, 1e308, True, None)
TYPES = (
    "text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=x", "", "application/json;",
    "application/json; charset=utf-7", "application/json;charset=none", "application/x-www-form-urlencoded",
)  # fmt: skip
HEADERS = (
    ("Host", "evil.example"), ("Host", ""), ("X-Forwarded-For", "1.2.3.4"), ("X-HTTP-Method-Override", "DELETE"),
    ("Range", "bytes=0-9999999999,0-1"), ("If-None-Match", '"' + "x" * 500), ("Accept-Language", "zh;q=x,," * 40),
    ("Cookie", "lf_judge=;;;=" + "é" * 20), ("Content-Length", "-1"), ("Transfer-Encoding", "chunked, x"),
)  # fmt: skip
FAR = 6  # levels of a schema that are followed


@dataclass(frozen=True, slots=True)
class Sent:
    """A request's body and headers."""

    data: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()


def hostile(dice: random.Random, depth: int = 0) -> Any:
    """A value that no schema asks for."""
    drawn = dice.random()
    if drawn < 0.4:
        return dice.choice(HOSTILE_WORDS)
    if drawn < 0.7:
        return dice.choice(NUMBERS)
    if drawn < 0.85 and depth < 3:
        return [hostile(dice, depth + 1) for _ in range(dice.randrange(4))]
    return {} if depth > 2 else {dice.choice(("entry", "judge", "a", "")): hostile(dice, depth + 1)}


def near(schema: Json, schemas: Json, dice: random.Random, depth: int = 0) -> Any:
    """A value that the schema asks for, or nearly."""
    if depth > FAR or dice.random() < 0.12:
        return hostile(dice)
    if "$ref" in schema:
        return near(schemas[schema["$ref"].rpartition("/")[2]], schemas, dice, depth)
    for choice in ("oneOf", "anyOf"):
        if choice in schema:
            return near(dice.choice(schema[choice]), schemas, dice, depth + 1)
    if "const" in schema or "enum" in schema:
        return dice.choice(schema.get("enum", [schema.get("const")]))
    return _of_type(schema, schemas, dice, depth)


def _of_type(schema: Json, schemas: Json, dice: random.Random, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, schemas, dice, depth)
    if kind == "array":
        size = dice.choice((0, 1, 2, 2, 3, min(schema.get("maxItems", 5), 60)))
        return [near(schema.get("items", {}), schemas, dice, depth + 1) for _ in range(size)]
    if kind in ("integer", "number"):
        low, high = schema.get("minimum", 0), schema.get("maximum", 10_000)
        return dice.choice((low, high, low - 1, high + 1, dice.randint(int(low), int(high)), 0, 1, 1, 2))
    if kind == "string":
        return _text(schema, dice)
    return dice.choice((True, False)) if kind == "boolean" else None


def _text(schema: Json, dice: random.Random) -> str:
    pattern, longest = schema.get("pattern", ""), schema.get("maxLength", 100)
    if "{32}" in pattern or "{64}" in pattern:
        return f"{dice.getrandbits(256):064x}"[: 32 if "{32}" in pattern else 64]
    return dice.choice((*WORDS, *WORDS, "字" * longest, "字" * (longest + 1)))


def _object(schema: Json, schemas: Json, dice: random.Random, depth: int) -> Json:
    made = {
        name: near(part, schemas, dice, depth + 1)
        for name, part in schema.get("properties", {}).items()
        if dice.random() < 0.93
    }
    other = schema.get("additionalProperties")
    if isinstance(other, dict):
        made |= {dice.choice(WORDS): near(other, schemas, dice, depth + 1) for _ in range(2)}
    elif dice.random() < 0.05:
        made[dice.choice(HOSTILE_WORDS)] = hostile(dice)
    return made


def body(schema: Json, schemas: Json, dice: random.Random) -> Sent:
    """JSON as asked for, mostly; cut off, doubled, packed, too deep, too long or of another kind now and then."""
    raw = json.dumps(near(schema, schemas, dice)).encode()
    drawn, plain = dice.random(), "application/json"
    if drawn < 0.78:
        return Sent(raw, plain)
    odd = (
        Sent(raw[: dice.randrange(len(raw) + 1)], plain),
        Sent(raw, dice.choice(TYPES)),
        Sent(gzip.compress(raw), plain, (("Content-Encoding", "gzip"),)),
        Sent(b'{"entry":"A1","entry":' + raw + b"}", plain),
        Sent(b'{"marks":[NaN,Infinity,1e999],"entry":NaN}', plain),
        Sent(b"[" * 30_000, plain),
        Sent(b'{"a":' * 10_000 + b"1" + b"}" * 10_000, plain),
        Sent(b'{"entry":"' + b"x" * 65_536 + b'"}', plain),
        Sent(dice.randbytes(80), plain),
        Sent(b'{"entry":"\xff\xfe"}', plain),
    )
    return dice.choice(odd)


def upload(dice: random.Random) -> Sent:
    """A file that is none, in a form that may be none."""
    begins = dice.choice(
        (b"PK\x03\x04", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0", b"")
    )
    name = dice.choice(("a.xlsx", "../../a.pdf", "评分表.jpg", 'x"; filename="y', "a\x00b", "." * 300))
    head = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    whole = head + begins + dice.randbytes(dice.randrange(400)) + b"\r\n--x--\r\n"
    return Sent(
        whole[: dice.choice((len(whole), len(whole), dice.randrange(len(whole))))], "multipart/form-data; boundary=x"
    )


def address(path: str, parameters: list[Json], dice: random.Random) -> str:
    """The path with its parts filled in, and what may stand behind it."""
    asked = []
    for one in parameters:
        word = dice.choice(HOSTILE_WORDS if dice.random() < 0.4 else WORDS)
        if "enum" in one["schema"] and dice.random() < 0.7:
            word = dice.choice(one["schema"]["enum"])
        text = quote(word.encode("utf-8", "surrogatepass"), safe="")[:900]
        if one["in"] == "path":
            path = path.replace("{" + one["name"] + "}", text or "x")
        else:
            asked.append(f"{one['name']}={text}")
    return path + ("?" + "&".join(asked) if asked else "")
