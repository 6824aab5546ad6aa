"""The hash chain of facts: canonical bytes and the link from one to the next."""

import base64
import hashlib
import json
from collections.abc import Iterable

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)
_EXACT = frozenset({str, int, bool, type(None)})
GENESIS = "0" * 64
MENDED = "mended"  # the source of a value that a correction set, in rows and in facts


def canonical_json(value: object) -> bytes:
    """UTF-8 bytes of JSON with sorted keys and no spaces, non-ASCII as it is.

    Raises TypeError for a float (however deep) and for keys that are not strings.
    """
    _refuse_inexact(value)
    return _CANONICAL.encode(value).encode("utf-8")


def content_hash(value: object) -> str:
    """SHA-256 (hex) of a value's canonical JSON."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def link_hash(previous: str, body: bytes) -> str:
    """SHA-256 (hex) of a ledger entry: the hash before it (hex) followed by its body."""
    return hashlib.sha256(bytes.fromhex(previous) + body).hexdigest()


def head_statement(seq: int, head: str) -> bytes:
    """What a signed head signs: the place of a fact in the chain and its hash (hex)."""
    return f"liangfen ledger 1\n{seq}\n{head}\n".encode()


def key_fingerprint(key: str) -> str:
    """Sixteen hex digits by which a public key (hex) is compared by eye: on sheets, by the checker and the commands."""
    return hashlib.sha256(bytes.fromhex(key)).hexdigest()[:16]


def _refuse_inexact(value: object) -> None:
    if isinstance(value, float):
        raise TypeError("a float has no place in the ledger")
    parts: Iterable[object] = ()
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(f"key {key!r} is not a string")
        parts = value.values()
    elif isinstance(value, (list, tuple)):
        parts = value
    for part in parts:
        if type(part) not in _EXACT:
            _refuse_inexact(part)


def receipt_code(ballot: str, digest: str) -> str:
    """Eight letters and digits that a judge can compare with the printed list: 40 bit of a ballot's id and hash."""
    return base64.b32encode(hashlib.sha256(f"{ballot}:{digest}".encode()).digest()[:5]).decode()
