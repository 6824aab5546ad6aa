"""Ed25519 keys that a DATA_DIR signs with: files of mode 600, made on first use, never silently made anew."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from live.words import say
from scoring.errors import RuleBroken
from web.config import SettingRefused, Settings

KEY_BYTES = 32
RENEWING = "renewing-keys"  # lies in DATA_DIR while `flask contest renew-keys` is not done
USES = {  # what in the database says that a key was used; each answers nothing where it was not
    "key": "select 1 from ledger where fact = 'LoggedIn' limit 1",
    "ledger-key": "select 1 from signed_head limit 1",
    "certificate-key": "select 1 from certificate_print limit 1",
}


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


def signature_holds(key: str, message: bytes, signature: str) -> bool:
    """Whether an Ed25519 signature (hex) of a key (hex) holds; False for what is neither, or hex written otherwise."""
    try:
        octets = bytes.fromhex(signature)
        if octets.hex() != signature:
            return False
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(octets, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def refuse_lost_keys(settings: Settings) -> None:
    """Raise SettingRefused where the contest has used a key whose file is gone; to be asked before any is made.

    NEW_KEYS=1 goes on with new ones, for who has no backup.
    """
    if settings.new_keys:
        return
    _refuse_half_renewed(settings)
    for name, query in USES.items():
        path = settings.data_dir / name
        if name == "certificate-key" and not settings.public_url:
            continue  # without an address no certificate carries a signed code
        if not path.exists() and _answers(settings, query):
            raise _refused("key_lost", path, settings)


def refuse_other_keys(settings: Settings) -> None:
    """Raise SettingRefused where a server would sign on with a key that has signed none of the heads that there are."""
    if settings.new_keys:
        return
    _refuse_half_renewed(settings)
    signers = [str(key) for (key,) in _answers(settings, "select distinct key from signed_head")]
    if signers and ledger_signer(settings).key not in signers:
        raise _refused("key_changed", settings.data_dir / "ledger-key", settings)


def _refuse_half_renewed(settings: Settings) -> None:
    if (settings.data_dir / RENEWING).exists():
        words = say("error.keys_half_renewed")
        raise SettingRefused(f"{words['zh']} / {words['en']}")


def _answers(settings: Settings, query: str) -> list[tuple[object, ...]]:
    """Rows of a database that may be of an older version: none where it has no such table."""
    source = settings.database_file
    if source is None or not source.is_file():
        return []
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        try:
            return connection.execute(query).fetchall()
        except sqlite3.Error:
            return []  # others look at what cannot be read


def _refused(code: str, path: Path, settings: Settings) -> SettingRefused:
    lying = settings.backup_place / "liangfen-…" / path.name
    words = say(f"error.{code}", file=str(path), from_where=str(lying))
    return SettingRefused(f"{words['zh']} / {words['en']}")
