"""The signature on a certificate's QR code: one Ed25519 key for each DATA_DIR, made on first use.

The QR text is an address, ``PUBLIC_URL/verify/NUMBER#1.PAYLOAD.SIGNATURE``: what stands behind the
``#`` never reaches a server, and is enough to check the paper without one.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from scoring.errors import Invalid
from scoring.rules.certificate import CertificateText
from scoring.rules.certificate_statement import payload_of, signed_bytes
from web.config import Settings
from web.keys import KEY_BYTES, signing_key

SIGNATURE_BYTES = 64
VERSION = "1"
PATH = "/verify/"


class NotPresented(ValueError):
    """A text that is no certificate's QR code."""


@dataclass(frozen=True, slots=True)
class Presented:
    """What a QR code carries: the number from the address, the fields and the signature over both."""

    number: str
    payload: bytes
    signature: bytes


def certificate_key_file(settings: Settings) -> Path:
    """Where the private key lies, mode 600."""
    return settings.data_dir / "certificate-key"


def certificate_key(settings: Settings) -> Ed25519PrivateKey:
    """The DATA_DIR's signing key, made where there is none; raises RuleBroken for one that cannot be trusted."""
    return signing_key(certificate_key_file(settings))


def public_key_text(settings: Settings) -> str:
    """The public key as it is published: 43 characters of base64url."""
    return _text(certificate_key(settings).public_key().public_bytes_raw())


def read_public_key(text: str) -> Ed25519PublicKey:
    """The key from `public_key_text`; raises Invalid."""
    try:
        return Ed25519PublicKey.from_public_bytes(_bytes(text.strip(), KEY_BYTES))
    except NotPresented as wrong:
        raise Invalid("certificate_public_key") from wrong


def qr_text(public_url: str, key: Ed25519PrivateKey, text: CertificateText) -> str:
    """The whole text of a certificate's QR code."""
    payload = payload_of(text)
    signature = key.sign(signed_bytes(text.number, payload))
    return f"{public_url}{PATH}{quote(text.number)}#{VERSION}.{_text(payload)}.{_text(signature)}"


def read_qr_text(given: str) -> Presented:
    """What a QR code's text holds; raises NotPresented."""
    address, mark, fragment = given.strip().partition("#")
    _before, found, number = address.rpartition(PATH)
    parts = fragment.split(".")
    if not (mark and found and number) or len(parts) != 3 or parts[0] != VERSION:
        raise NotPresented("not a certificate's address")
    return Presented(unquote(number), _bytes(parts[1]), _bytes(parts[2], SIGNATURE_BYTES))


def is_signed(key: Ed25519PublicKey, presented: Presented) -> bool:
    """Whether the fields are those that were signed for this number."""
    try:
        key.verify(presented.signature, signed_bytes(presented.number, presented.payload))
    except InvalidSignature:
        return False
    return True


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str, length: int | None = None) -> bytes:
    try:
        content = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotPresented("not base64url") from error
    if length is not None and len(content) != length:
        raise NotPresented("wrong length")
    return content
