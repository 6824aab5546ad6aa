"""Ledgers made up and signed for the checker's tests, and the checker as a module."""

from __future__ import annotations

import importlib.util
import io
import random
from types import ModuleType

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.rules.ledger import canonical_json, head_statement, link_hash
from web.config import ROOT
from web.keys import LedgerSigner
from web.ledger_export import file_statement

CHECKER = ROOT / "checker" / "check_ledger.py"


def loaded() -> ModuleType:
    """The file as a module of its own."""
    spec = importlib.util.spec_from_file_location("check_ledger", CHECKER)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


plain = loaded()


def wrong(module: ModuleType, content: bytes, **given: object) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = module.check(io.BytesIO(content), **given).findings
    return found


def signer(seed: int) -> LedgerSigner:
    return LedgerSigner(Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32))


def made(chance: random.Random, facts: int, by: LedgerSigner) -> bytes:
    """A ledger of so many made-up facts, signed here and there."""
    lines: list[object] = [{"format": "liangfen ledger 1", "contest": "赛\n事", "key": by.key, "genesis": "0" * 64}]
    head = "0" * 64
    for seq in range(1, facts + 1):
        told = {
            "fact": "Refused",
            "code": chance.choice(("错误", "\u2028", "\\", "")),
            "about": chance.randrange(10**12),
        }
        body = canonical_json({"seq": seq, "at": chance.randrange(2**41), "actor": "staff:甲", **told})
        previous, head = head, link_hash(head, body)
        lines.append({"seq": seq, "previous": previous, "hash": head, "body": body.decode()})
        if chance.random() < 0.2:
            signature = by.sign(head_statement(seq, head))
            lines.append({"head": seq, "hash": head, "why": "opened", "key": by.key, "signature": signature})
    return ended(b"".join(canonical_json(line) + b"\n" for line in lines), facts, head, by)


def ended(content: bytes, facts: int, head: str, by: LedgerSigner) -> bytes:
    """With its end, signed."""
    digest = plain.hashlib.sha256(content).hexdigest()
    signature = by.sign(file_statement(digest))
    end = {"end": {"facts": facts, "head": head}, "file": digest, "key": by.key, "signature": signature}
    return content + canonical_json(end) + b"\n"
