"""Ed25519 keys that a DATA_DIR signs with: files of mode 600, made on first use."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from scoring.errors import RuleBroken
from web.config import Settings

KEY_BYTES = 32


def signing_key(path: Path) -> Ed25519PrivateKey:
    """The key in a file, made where there is none; raises RuleBroken for one that cannot be trusted."""
    if not path.exists():
        _make_key(path)
    if path.stat().st_mode & 0o077:
        raise RuleBroken("certificate_key_open", file=path.name)
    try:
        seed = bytes.fromhex(path.read_text(encoding="utf-8").strip())
    except ValueError as damaged:
        raise RuleBroken("certificate_key_damaged", file=path.name) from damaged
    if len(seed) != KEY_BYTES:
        raise RuleBroken("certificate_key_damaged", file=path.name)
    return Ed25519PrivateKey.from_private_bytes(seed)


def _make_key(path: Path) -> None:
    """Written whole under another name first: a server and a command may both be the first to need it."""
    made, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)  # mode 600
    try:
        with os.fdopen(made, "w") as file:
            file.write(os.urandom(KEY_BYTES).hex())
            file.flush()
            os.fsync(file.fileno())
        os.link(name, path)
    except FileExistsError:
        pass  # the other one was first: its key is the key
    finally:
        os.unlink(name)


@dataclass(frozen=True)
class LedgerSigner:
    """Signs the ledger's heads; the key lies in ``ledger-key`` and is its own, apart from the certificates'."""

    private: Ed25519PrivateKey

    @property
    def key(self) -> str:
        """The public key, hex."""
        return self.private.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature, hex."""
        return self.private.sign(message).hex()


def ledger_signer(settings: Settings) -> LedgerSigner:
    """The DATA_DIR's signer; raises RuleBroken for a key that cannot be trusted."""
    return LedgerSigner(signing_key(settings.data_dir / "ledger-key"))
