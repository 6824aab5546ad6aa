#!/usr/bin/env python3
"""Checks an exported ledger 台账. One plain file: it needs Python 3.8 or newer, and nothing else.

    python3 check_ledger.py FILE [--key HEX]... [--at NUMBER HASH]...

--key is the contest's public key as the secretariat gave it out; without it the file vouches for itself alone.
--at is what stands at the foot of a printed sheet: 台账 第 NUMBER 条 HASH. It ends with 0 where all is right, else 1.

FILE is canonical JSON (UTF-8, sorted keys, no spaces), an object a line, each line ended by a line feed:
a header; the facts, each with the hash SHA-256(previous hash + body); after some the signed head of the
chain up to there; at the end the number of facts and the SHA-256 of all bytes before that line, signed as well.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

FORMAT = "liangfen ledger 1"
GENESIS = "0" * 64
LONGEST = 16 * 1024 * 1024  # bytes of a line; more is no ledger
DIGITS = 20  # of a whole number; more is none of a ledger
MOST = 20  # findings that are told

# Ed25519 as in RFC 8032, verification only
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT = pow(2, (P - 1) // 4, P)  # of -1
NEUTRAL = (0, 1, 1, 0)  # points in extended coordinates: x = X/Z, y = Y/Z, and T with X*Y = Z*T


def add(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: tuple[int, ...]) -> tuple[int, ...]:
    total = NEUTRAL
    while number:
        if number & 1:
            total = add(total, point)
        point = add(point, point)
        number >>= 1
    return total


def point_from(octets: bytes) -> tuple[int, ...] | None:
    """The point that 32 bytes stand for, None where they are no canonical form of one."""
    y = int.from_bytes(octets, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


def octets_of(point: tuple[int, ...]) -> bytes:
    """The canonical form of a point."""
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_from((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def is_signed(key: str, message: bytes, signature: str) -> bool:
    """Whether the signature (128 hex digits) of the key (64) holds; s below L, so there is no second form of it."""
    octets, public = bytes.fromhex(signature), bytes.fromhex(key)
    holder, s = point_from(public), int.from_bytes(octets[32:], "little")
    if holder is None or s >= L or octets_of(times(8, holder)) == octets_of(NEUTRAL):
        return False
    h = int.from_bytes(hashlib.sha512(octets[:32] + public + message).digest(), "little") % L
    return octets_of(add(times(s, BASE), times(h, (P - holder[0], holder[1], 1, P - holder[3])))) == octets[:32]


class Broken(Exception):
    """What is wrong with a line, in Chinese and English."""


def expect(right: bool, words: str) -> None:
    if not right:
        raise Broken(words)


FORMS = {  # by kind of line; a number is so many hex digits
    "header": {"contest": str, "format": str, "genesis": 64, "key": 64},
    "fact": {"body": str, "hash": 64, "previous": 64, "seq": int},
    "head": {"hash": 64, "head": int, "key": 64, "signature": 128, "why": str},
    "end": {"end": {"facts": int, "head": 64}, "file": 64, "key": 64, "signature": 128},
}
BODY = {"actor": str, "at": int, "fact": str, "seq": int}  # and what each fact tells beside


def fits(value: Any, form: Any) -> bool:
    """Whether a JSON value is of a form; an object has exactly the members of its form."""
    if isinstance(form, dict):
        known = isinstance(value, dict) and set(value) == set(form)
        return known and all(fits(value[name], form[name]) for name in form)
    if form is int:
        return type(value) is int and value >= 0
    return type(value) is str and (form is str or re.fullmatch(f"[0-9a-f]{{{form}}}", value) is not None)


def canonical(octets: bytes) -> Any:
    """The value that canonical JSON stands for; raises Broken for every other way to write it, and for floats."""
    try:  # a float comes back as text, a number without end shortened: neither is written as it was
        value = json.loads(
            octets.decode("utf-8"), parse_int=lambda digits: int(digits[:DIGITS]), parse_float=str, parse_constant=str
        )
        written = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Broken("不是台账写法的 JSON / is not JSON as a ledger writes it") from None
    expect(written == octets, "写法不规范，被改写过 / is not in canonical form, it was rewritten")
    return value


class Check:
    """Takes the file line by line; `findings` [(line from 1, words)] is empty where all is right."""

    def __init__(self, keys: Sequence[str] = (), feet: Sequence[tuple[int, str]] = ()) -> None:
        self.keys, self.feet = keys, list(feet)
        self.findings: list[tuple[int, str]] = []
        self.contest, self.key, self.head = "", "", GENESIS
        self.line = self.facts = self.heads = 0
        self.before, self.ended = "", False  # kind of the line before, "broken" where it was none
        self.file = hashlib.sha256()  # over all before this line

    def take(self, octets: bytes) -> None:
        """The next line, with its line feed."""
        self.line, before, self.before = self.line + 1, self.before, "broken"
        try:
            expect(not self.ended, "末行之后还有内容 / stands after the end")
            expect(octets.endswith(b"\n"), "在此截断或过长 / the file was cut here, or the line is too long")
            value = canonical(octets[:-1])
            kind = next((kind for kind, form in FORMS.items() if fits(value, form)), "broken")
            expect(kind != "broken", "不是台账的行 / is no line of a ledger")
            expect((kind == "header") == (self.line == 1), "文件头应只在第 1 行 / the header belongs on line 1 alone")
            self.before = kind
            getattr(self, "take_" + kind)(value, before)
        except Broken as broken:
            self.findings.append((self.line, str(broken)))
        self.file.update(octets)

    def take_header(self, line: dict[str, Any], before: str) -> None:
        self.contest, self.key = line["contest"], line["key"]
        expect((line["format"], line["genesis"]) == (FORMAT, GENESIS), "不认识的格式 / unknown format")
        self.expect_key(line["key"])

    def take_fact(self, line: dict[str, Any], before: str) -> None:
        follows, joined = line["seq"] == self.facts + 1, line["previous"] == self.head
        self.facts, self.head = line["seq"], line["hash"]
        expect(follows, "序号不连续，有增删或调换 / the number does not follow: a fact is missing, added or moved")
        expect(joined, "与上一条不相连 / is not joined to the fact before it")
        octets = line["body"].encode("utf-8")
        linked = hashlib.sha256(bytes.fromhex(line["previous"]) + octets).hexdigest()
        expect(linked == line["hash"], "内容与哈希不符，被改动过 / the hash is not that of the content, it was altered")
        body = canonical(octets)
        complete = isinstance(body, dict) and fits({name: body.get(name) for name in BODY}, BODY)
        expect(complete and body["seq"] == line["seq"], "条目内容不完整 / the fact lacks what every fact has")
        for foot in [foot for foot in self.feet if foot[0] == line["seq"]]:
            self.feet.remove(foot)
            expect(line["hash"].startswith(foot[1]), "与页脚的哈希不符 / the sheet's foot is not of this ledger")

    def take_head(self, line: dict[str, Any], before: str) -> None:
        self.heads += 1
        after = before in ("fact", "broken") and (line["head"], line["hash"]) == (self.facts, self.head)
        expect(after, "签名不在所签条目之后 / the signed head does not stand after its fact")
        self.expect_signed(line, f"liangfen ledger 1\n{line['head']}\n{line['hash']}\n")

    def take_end(self, line: dict[str, Any], before: str) -> None:
        self.ended = True
        same = line["end"] == {"facts": self.facts, "head": self.head}
        expect(same, "末行的条数或链头不符 / the end tells another number of facts or another head")
        expect(line["file"] == self.file.hexdigest(), "全文哈希不符 / the file's hash differs, it was altered")
        self.expect_signed(line, f"liangfen ledger file 1\n{line['file']}\n")

    def expect_key(self, key: str) -> None:
        expect(key in (self.keys or [self.key]), "公钥不同 / another key than the one given (or the header's)")

    def expect_signed(self, line: dict[str, Any], statement: str) -> None:
        self.expect_key(line["key"])
        expect(is_signed(line["key"], statement.encode(), line["signature"]), "签名不成立 / it is not rightly signed")


def check(lines: Iterable[bytes], keys: Sequence[str] = (), feet: Sequence[tuple[int, str]] = ()) -> Check:
    """The whole file checked: lines with their line feeds, keys in hex, feet as (number, beginning of the hash)."""
    found = Check(keys, feet)
    for line in lines:
        found.take(line)
    if not found.ended:
        found.findings.append((found.line + 1, "没有签名的末行 / the signed end is missing, the file was cut"))
    for place, _begun in found.feet:
        found.findings.append((found.line, f"没有页脚的第 {place} 条 / there is no fact {place} of the sheet's foot"))
    return found


def tell(found: Check) -> int:
    """Print what was found; the status to end with."""
    for line, words in found.findings[:MOST]:
        print(f"第 {line} 行 line {line}: {words}")
    if found.findings:
        print(f"台账有误：{len(found.findings)} 处\nThe ledger is not right: {len(found.findings)} findings")
        return 1
    print("".join(letter for letter in found.contest[:200] if letter.isprintable()))
    print(f"台账完整，未被改动 The ledger is whole and unaltered\n条目 facts: {found.facts}, {found.head}")
    print(f"签名 signed heads: {found.heads}\n公钥 key: {found.key}")
    print(f"指纹 fingerprint: {hashlib.sha256(bytes.fromhex(found.key)).hexdigest()[:16]}")
    print("公钥应为秘书处公布的（--key）；打印页页脚“台账 第 N 条 HASH”用 --at N HASH 核对")
    print("The key must be the secretariat's (--key); check the foot of a printed sheet with --at N HASH")
    return 0


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="核对导出的台账 Checks an exported ledger")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--key", metavar="HEX", action="append", default=[], help="公钥 the contest's public key")
    parser.add_argument("--at", metavar=("NUMBER", "HASH"), nargs=2, action="append", default=[], help="页脚 a foot")
    given = parser.parse_args(words)
    keys, feet = [key.strip().lower() for key in given.key], [(place, begun.lower()) for place, begun in given.at]
    if not all(fits(key, 64) for key in keys):
        parser.error("--key: 应为 64 位十六进制 / 64 hex digits")
    if not all(re.fullmatch("[0-9]{1,15}", place) and re.fullmatch("[0-9a-f]{12,64}", begun) for place, begun in feet):
        parser.error("--at: 应为序号和至少 12 位十六进制 / a number and at least 12 hex digits")
    try:
        with open(given.file, "rb") as file:
            lines = iter(lambda: file.readline(LONGEST), b"")
            return tell(check(lines, keys, [(int(place), begun) for place, begun in feet]))
    except OSError as wrong:
        print(f"无法读取 cannot be read: {wrong}")
        return 1


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese still tells the English half
    sys.exit(main(sys.argv[1:]))
