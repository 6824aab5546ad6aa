"""Each of the three keys: made with mode 600, and a start with one that is open, short or typed is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from web.config import Settings, read_settings
from web.keys import LedgerSigner, signature_holds, signing_key
from web.office import open_office, prepare
from web.start_checks import KEYS, StartRefused, check_start

FAULTS: dict[str, Callable[[Path], object]] = {
    "the group may read it": lambda path: path.chmod(0o640),
    "the world may read it": lambda path: path.chmod(0o604),
    "short": lambda path: path.write_text(path.read_text()[:62]),
    "half a byte too much": lambda path: path.write_text(path.read_text().strip() + "a"),
    "zeros": lambda path: path.write_text("00" * 32),
    "a pattern": lambda path: path.write_text("0123456789abcdef" * 4),
    "empty": lambda path: path.write_text(""),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A DATA_DIR with all its keys."""
    found = read_settings({"DATA_DIR": str(tmp_path / "data"), "ASYNC_MODE": "threading"})
    prepare(found)
    open_office(found).writer.close()
    signing_key(found.data_dir / "certificate-key")
    return found


def test_every_key_is_made_for_its_owner_alone_and_no_two_are_the_same(settings: Settings) -> None:
    paths = [settings.data_dir / name for name in KEYS]
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert len({path.read_text() for path in paths}) == len(KEYS)
    assert check_start(settings) == []


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", KEYS)
def test_a_start_with_a_key_that_cannot_be_trusted_is_refused(name: str, fault: str, settings: Settings) -> None:
    FAULTS[fault](settings.data_dir / name)
    with pytest.raises(StartRefused) as refused:
        check_start(settings)
    assert name in str(refused.value) and " / " in str(refused.value)


def test_a_signature_holds_in_one_way_of_writing_alone() -> None:
    """A bit turned in the file makes a capital letter of a small one: the same number, and yet another value."""
    signer = LedgerSigner(Ed25519PrivateKey.from_private_bytes(b"\x07" * 32))
    made = signer.sign(b"head")
    assert signature_holds(signer.key, b"head", made)
    for other in (made.upper(), f"{made[:64]} {made[64:]}", made[:-1], f"{made}00", "none"):
        assert other != made and not signature_holds(signer.key, b"head", other)
