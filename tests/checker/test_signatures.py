"""The checker's own Ed25519: the standard's examples, a library beside it, and no second form of a signature."""

from __future__ import annotations

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.checker.ledgers import plain, signer
from web.keys import LedgerSigner

# RFC 8032, 7.1: secret key, public key, message, signature
VECTORS = (
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
        "387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
        "4a7c15e9716ed28dc027beceea1ec40a",
    ),
)


@pytest.mark.parametrize("vector", VECTORS, ids=["1", "2", "3"])
def test_signatures_of_the_standard_hold(vector: tuple[str, str, str, str]) -> None:
    _, key, message, signature = vector
    assert plain.is_signed(key, bytes.fromhex(message), signature)
    assert not plain.is_signed(key, bytes.fromhex(message) + b"x", signature)


def test_signatures_agree_with_a_library_and_have_one_form_only() -> None:
    chance = random.Random(1)
    for _ in range(60):
        by = LedgerSigner(Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)))
        message = chance.randbytes(chance.randrange(200))
        signature = bytes.fromhex(by.sign(message))
        assert plain.is_signed(by.key, message, signature.hex())
        flipped = bytearray(signature)
        flipped[chance.randrange(64)] ^= 1 << chance.randrange(8)
        assert not plain.is_signed(by.key, message, flipped.hex())
        malleable = int.from_bytes(signature[32:], "little") + plain.L
        assert not plain.is_signed(by.key, message, (signature[:32] + malleable.to_bytes(32, "little")).hex())
        assert not plain.is_signed(signer(9).key, message, signature.hex())


@pytest.mark.parametrize("y", [plain.P, plain.P + 1, 2**255 - 1, 0, 1, plain.P - 1])
@pytest.mark.parametrize("sign", [0, 1])
def test_a_key_of_small_order_or_in_another_form_signs_nothing(y: int, sign: int) -> None:
    key = (y | sign << 255).to_bytes(32, "little").hex()
    neutral = (1).to_bytes(32, "little").hex() + "0" * 64
    assert not plain.is_signed(key, b"any", neutral)
