"""The signature in the QR code: whatever is changed by a single bit is refused; the key is kept like a key."""

from __future__ import annotations

import base64
import os
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.errors import Invalid, RuleBroken
from scoring.rules.certificate import CertificateText
from scoring.rules.certificate_statement import text_of
from web.config import Settings, read_settings
from web.signing import (
    NotPresented,
    Presented,
    certificate_key,
    certificate_key_file,
    is_signed,
    public_key_text,
    qr_text,
    read_public_key,
    read_qr_text,
)

TEXT = CertificateText(
    "质协/QC-2020-001", "award", "2020年样例市质量管理小组成果发表赛", "样例市质量协会", "2020-12-18",
    "样例医疗第3分公司", "萤火QC小组", "降低乳品包装封口渗漏率", "一等奖", "", ("𫖯某", "㼆某", "玥", "赟"),
)  # fmt: skip
PUBLIC = "https://qc.example.org"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"DATA_DIR": str(tmp_path)})


def carried(settings: Settings) -> Presented:
    return read_qr_text(qr_text(PUBLIC, certificate_key(settings), TEXT))


def test_what_the_code_carries_is_the_certificate_and_its_signature_is_right(settings: Settings) -> None:
    found = carried(settings)
    assert text_of(found.number, found.payload) == TEXT
    assert is_signed(read_public_key(public_key_text(settings)), found)


def test_a_usual_code_is_short_enough_for_its_place_on_the_paper(settings: Settings) -> None:
    usual = replace(TEXT, number="样质协QC-2020-001", members=("组长016", "组员甲16", "组员乙16", "组员丙16"))
    assert len(qr_text(PUBLIC, certificate_key(settings), usual)) < 400  # a code of 69 modules


def test_every_flipped_bit_of_the_fields_and_of_the_signature_is_refused(settings: Settings) -> None:
    found, key = carried(settings), certificate_key(settings).public_key()
    for name in ("payload", "signature"):
        content: bytes = getattr(found, name)
        for at in range(len(content)):
            flipped = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
            assert not is_signed(key, replace(found, **{name: flipped})), (name, at)  # type: ignore[arg-type]


def test_the_fields_of_one_number_are_not_those_of_another(settings: Settings) -> None:
    found = carried(settings)
    assert not is_signed(certificate_key(settings).public_key(), replace(found, number="质协/QC-2020-002"))


def test_another_contests_key_does_not_fit(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = read_settings({"DATA_DIR": str(tmp_path / "other")})
    assert not is_signed(certificate_key(other).public_key(), carried(settings))


@pytest.mark.parametrize(
    "given",
    ["", "#", "证2026-001", "https://qc.example.org/verify/1", "https://qc.example.org/verify/1#1.YQ",
     "https://qc.example.org/verify/1#2.YQ.YQ", "https://qc.example.org/verify/1#1.Y!.YQ",
     "https://qc.example.org/verify/#1.YQ." + "A" * 86, "https://qc.example.org/other/1#1.YQ." + "A" * 86,
     "https://qc.example.org/verify/1#1.YQ." + "A" * 80, "https://qc.example.org/verify/1#1.证.YQ"],
)  # fmt: skip
def test_other_texts_are_no_certificates_code(given: str) -> None:
    with pytest.raises(NotPresented):
        read_qr_text(given)


def test_the_key_is_made_once_with_mode_600(settings: Settings) -> None:
    first = public_key_text(settings)
    assert (public_key_text(settings), certificate_key_file(settings).stat().st_mode & 0o777) == (first, 0o600)
    assert len(base64.urlsafe_b64decode(first + "=")) == 32
    assert [path.name for path in settings.data_dir.iterdir()] == ["certificate-key"]


def test_two_who_need_the_key_first_get_the_same(settings: Settings) -> None:
    found: set[str] = set()
    threads = [threading.Thread(target=lambda: found.add(public_key_text(settings))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_key_that_others_may_read_is_refused(settings: Settings, mode: int) -> None:
    certificate_key(settings)
    os.chmod(certificate_key_file(settings), mode)
    with pytest.raises(RuleBroken, match="certificate_key_open"):
        certificate_key(settings)


@pytest.mark.parametrize("content", ["", "zz", "ab" * 31, "ab" * 33])
def test_a_damaged_key_is_refused(settings: Settings, content: str) -> None:
    certificate_key_file(settings).write_text(content)
    os.chmod(certificate_key_file(settings), 0o600)
    with pytest.raises(RuleBroken, match="certificate_key_damaged"):
        certificate_key(settings)


@pytest.mark.parametrize("text", ["", "abc", "A" * 42, "证" * 43])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_public_key(text)
