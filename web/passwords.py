"""Passwords of staff: what may be one, and what is kept of it (scrypt, its parameters beside it)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable

from scoring.errors import Invalid

SHORTEST, LONGEST = 12, 128  # characters
COST, BLOCK, LANES = 2**15, 8, 1
MEMORY = 64 * 1024 * 1024  # bytes; 128 * COST * BLOCK and some more
COMMON = (
    "password", "qwertyuiop", "123456789012", "1234567890", "111111111111", "000000000000", "abcdefghijkl",
    "iloveyou", "administrator", "woaini", "letmein", "welcome",
)  # fmt: skip
NOBODYS = "scrypt$32768$8$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def clean_password(given: str, names: Iterable[str]) -> str:
    """The password in NFC; raises Invalid for a short, long or common one, or one that is only somebody's name."""
    password = unicodedata.normalize("NFC", given)
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid("password_length", shortest=SHORTEST, longest=LONGEST)
    bare = password.casefold().strip()
    left = bare
    for word in (*COMMON, *(name.casefold() for name in names if len(name) > 1)):
        left = left.replace(word, "")
    if not left.strip("0123456789 !.-_") or len(set(bare)) < 4:
        raise Invalid("password_common")
    return password


def keep(password: str) -> str:
    """What the database keeps: scrypt$n$r$p$salt$hash."""
    salt = secrets.token_bytes(16)
    digest = _digest(password, salt, COST, BLOCK, LANES)
    return "$".join(("scrypt", f"{COST}", f"{BLOCK}", f"{LANES}", _text(salt), _text(digest)))


def matches(password: str, kept: str) -> bool:
    """Whether ``password`` is the one that is ``kept``; without one (NOBODYS, "") it takes as long and is False."""
    _, cost, block, lanes, salt, digest = (kept or NOBODYS).split("$")
    found = _digest(password, base64.b64decode(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, base64.b64decode(digest)) and bool(kept)


def _digest(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    said = unicodedata.normalize("NFC", password).encode()
    return hashlib.scrypt(said, salt=salt, n=cost, r=block, p=lanes, maxmem=MEMORY, dklen=32)


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
