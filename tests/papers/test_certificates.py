"""Batches of certificates: which files, what is in them, and when nothing is printed."""

from __future__ import annotations

import io
import json
import re
import zlib
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, StreamObject

from papers.certificates import (
    SHARED_BY,
    TELL_EVERY,
    CertificateBatch,
    CertificateSheet,
    Overprint,
    file_name,
    print_certificates,
    refuse_missing_glyph,
)
from papers.child import ROOT
from papers.documents import PrintRefused
from scoring.rules.certificate import CertificateText
from scoring.rules.codec import decode, encode
from tests.papers.certificates_made import FINALIST, MEMBER, PLAIN, QR, Kept, bundle_of, printed, text_of

OTHERS = tuple(
    replace(PLAIN, number=f"2020-W-{at:03d}", circle=f"{name}QC小组", members=(f"{name}长", f"{name}员"))
    for at, name in enumerate(("明启", "火星", "磐石", "远航", "蓝天", "飞跃", "凌云", "锋先"), 11)
)
LOST = "\U0002a6d5"  # 𪛕, which the face has not


def batch(*texts: CertificateText, bundle: bool = True, **more: Any) -> CertificateBatch:
    return CertificateBatch(tuple(map(CertificateSheet, texts)), bundle, **more)


def streams(content: bytes) -> list[bytes]:
    """Every stream of a file, inflated; and everything beside them."""
    reader = PdfReader(io.BytesIO(content), strict=True)
    found = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    return [item.get_data() for item in found if isinstance(item, StreamObject)] + [content]


def fonts(content: bytes) -> list[DictionaryObject]:
    reader = PdfReader(io.BytesIO(content), strict=True)
    page = reader.pages[0]
    return [font.get_object() for font in page["/Resources"]["/Font"].values()]  # type: ignore[index]


def test_a_bundle_is_one_file_in_the_order_given() -> None:
    files = printed(*OTHERS)
    assert list(files) == ["certificates.pdf"]
    reader = PdfReader(io.BytesIO(files["certificates.pdf"]), strict=True)
    assert len(reader.pages) == len(OTHERS)
    for page, text in zip(reader.pages, OTHERS, strict=True):
        said = "".join(page.extract_text().split())
        assert text.circle in said and text.number in said
        assert (float(page.mediabox.width), float(page.mediabox.height)) == (841.89, 595.28)


def test_single_files_are_named_after_their_place_and_number() -> None:
    files = printed(*OTHERS, bundle=False, first=7)
    assert list(files) == [f"{7 + at:03d}-{text.number}.pdf" for at, text in enumerate(OTHERS)]
    for content, text in zip(files.values(), OTHERS, strict=True):
        assert text.circle in text_of(content) and text.number in text_of(content)


def test_a_number_that_no_file_system_takes_is_made_safe() -> None:
    assert file_name(12, "沪质协〔2020〕第 3/4 号") == "012-沪质协-2020-第-3-4-号.pdf"
    assert file_name(1, "../../etc/passwd") == "001-etc-passwd.pdf"
    assert len(file_name(1, "一" * 300)) < 80


@pytest.mark.parametrize("kind", ["award", "member"])
def test_a_single_file_says_nothing_of_another_circle(kind: str) -> None:
    texts = [replace(text, kind=kind, person=text.members[1]) for text in OTHERS]  # type: ignore[arg-type]
    for own, content in enumerate(printed(*texts, bundle=False, qr=QR).values()):
        reader = PdfReader(io.BytesIO(content), strict=True)
        assert len(reader.pages) == 1
        said, held = text_of(content), b"".join(streams(content))
        for at, text in enumerate(texts):
            name = text.circle[:2]
            assert (name in said) == (at == own)
            assert at == own or text.number not in said
            near = at // SHARED_BY == own // SHARED_BY
            for char in name:  # fonts are shared by neighbours, in an order that spells nothing
                assert (f"<{char.encode('utf-16-be').hex()}>".encode() in held) == near
            assert at == own or "".join(f"<{c.encode('utf-16-be').hex()}>" for c in name).encode() not in held


def test_kinds_with_different_headings_may_stand_in_one_batch() -> None:
    files = printed(PLAIN, FINALIST, MEMBER, bundle=False)
    assert [text_of(content)[:4] for content in files.values()] == ["荣誉证书", "参赛证书", "荣誉证书"]
    bundled = bundle_of(PLAIN, FINALIST, MEMBER)
    assert [text_of(bundled, page)[:4] for page in range(3)] == ["荣誉证书", "参赛证书", "荣誉证书"]


def test_the_fonts_are_embedded_and_hold_what_is_used_alone() -> None:
    for content in (bundle_of(*OTHERS), *printed(PLAIN, bundle=False).values()):
        for font in fonts(content):
            inner = font["/DescendantFonts"][0].get_object()
            file = inner["/FontDescriptor"]["/FontFile2"].get_data()
            assert file[:4] == b"\0\1\0\0" and inner["/FontDescriptor"]["/FontFile2"]["/Length1"] == len(file)
            assert str(font["/BaseFont"])[7:8] == "+" and "NotoSerifSC" in str(font["/BaseFont"])
            assert len(file) < 120_000
            padded = file + bytes(-len(file) % 4)
            total = sum(int.from_bytes(padded[at : at + 4], "big") for at in range(0, len(padded), 4))
            assert total & 0xFFFFFFFF == 0xB1B0AFBA, "the sum that every TrueType file has"


def test_the_fonts_tell_which_characters_there_are_but_not_what_they_spell() -> None:
    (content,) = printed(PLAIN, bundle=False).values()
    for font, fixed in zip(fonts(content), ("盖章处", "荣誉证书参赛"), strict=True):
        rows = re.findall(r"\[(.*?)\]", font["/ToUnicode"].get_data().decode())  # type: ignore[union-attr]
        codes = re.findall("<(.*?)>", "".join(rows))
        assert bytes.fromhex("".join(codes)).decode("utf-16-be").startswith(fixed)
        assert codes[len(fixed) :] == sorted(codes[len(fixed) :])
        assert len(codes) > 12


def test_the_same_batch_gives_the_same_bytes() -> None:
    for bundle in (True, False):
        assert printed(*OTHERS, bundle=bundle, qr=QR) == printed(*OTHERS, bundle=bundle, qr=QR)


def test_no_file_knows_when_it_was_made() -> None:
    assert b"Date" not in bundle_of(PLAIN)


def test_a_code_is_printed_only_where_it_was_asked_for() -> None:
    assert "扫码" not in text_of(bundle_of(PLAIN)) and b"/IM true" not in b"".join(streams(bundle_of(PLAIN)))
    coded = bundle_of(PLAIN, qr=QR)
    assert "扫码或凭编号查验qc.example.org/verify" in text_of(coded) and b"/IM true" in b"".join(streams(coded))


def test_over_bought_paper_only_the_text_is_printed() -> None:
    content = bundle_of(PLAIN, FINALIST, overprint=Overprint())
    assert "荣誉证书" not in text_of(content) and "盖章处" not in text_of(content)
    assert "参赛证书" not in text_of(content, 1)
    drawing = b"".join(streams(content)[:-1])
    assert b" re S" not in drawing and b" l S" not in drawing
    assert b" re S" in b"".join(streams(bundle_of(PLAIN))[:-1])


@pytest.mark.parametrize("bundle", [True, False])
def test_a_missing_glyph_stops_that_certificate_and_names_it_with_the_person(bundle: bool) -> None:
    out = Kept()
    lost = replace(OTHERS[1], members=("甲", f"张{LOST}乙"))
    print_certificates(batch(OTHERS[0], lost, OTHERS[2], bundle=bundle), out)
    said = {"number": OTHERS[1].number, "glyph": LOST, "unicode": "U+2A6D5", "text": f"张{LOST}乙"}
    assert [(refusal.code, refusal.params) for refusal in out.lost] == [("missing_glyph_on_certificate", said)]
    if bundle:
        assert len(PdfReader(io.BytesIO(out.files["certificates.pdf"])).pages) == 2
    else:
        assert [name[:4] for name in out.files] == ["001-", "003-"]
    assert not any(OTHERS[1].number in text_of(content, at) for content in out.files.values() for at in range(bundle))


def test_a_batch_of_which_nothing_can_be_printed_is_refused() -> None:
    out = Kept()
    with pytest.raises(PrintRefused, match="missing_glyph_on_certificate"):
        print_certificates(batch(*(replace(text, unit=f"{LOST}厂") for text in OTHERS[:3]), bundle=True), out)
    assert (out.files, out.lost) == ({}, [])


def test_a_glyph_that_is_not_printed_is_not_missed() -> None:
    refuse_missing_glyph(CertificateSheet(replace(MEMBER, members=(f"张{LOST}",))))


@pytest.mark.parametrize("name", ["unit", "title", "contest", "organiser", "award"])
def test_a_text_beyond_every_step_stops_that_certificate(name: str) -> None:
    out = Kept()
    print_certificates(batch(PLAIN, replace(PLAIN, number="N2", **{name: "某" * 900}), bundle=False), out)
    assert [(refusal.code, refusal.params["number"]) for refusal in out.lost] == [("certificate_text_too_long", "N2")]
    assert "某某" in str(out.lost[0].params["text"])
    assert len(out.files) == 1


@pytest.mark.parametrize("date", ["", "2020年12月", "2020-13-01"])
def test_a_certificate_without_a_date_is_not_printed(date: str) -> None:
    with pytest.raises(PrintRefused) as refused:
        bundle_of(replace(PLAIN, date=date))
    assert refused.value.code == "certificate_without_date"


def test_an_empty_batch_is_told() -> None:
    with pytest.raises(PrintRefused) as refused:
        printed()
    assert refused.value.code == "certificate_none"


@pytest.mark.parametrize("bundle", [True, False])
def test_progress_goes_up_to_the_end(bundle: bool) -> None:
    out = Kept()
    print_certificates(
        batch(*[replace(PLAIN, number=f"N{at}") for at in range(2 * TELL_EVERY + 3)], bundle=bundle), out
    )
    count = 2 * TELL_EVERY + 3
    assert out.told == [(0, count), (TELL_EVERY, count), (2 * TELL_EVERY, count), (count, count)]


def test_a_batch_goes_through_the_codec() -> None:
    given = CertificateBatch((CertificateSheet(PLAIN, QR, "a"),), True, 3, Overprint(5, -7))
    assert decode(CertificateBatch, encode(given)) == given


def test_deflated_pieces_are_one_stream_to_any_reader() -> None:
    (content,) = printed(PLAIN, bundle=False).values()
    file = fonts(content)[0]["/DescendantFonts"][0].get_object()["/FontDescriptor"]["/FontFile2"]
    reading = zlib.decompressobj()
    assert reading.decompress(file._data) == file.get_data() and reading.eof and not reading.unused_data


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "wrong",
    [
        (replace(PLAIN, unit=f"{LOST}厂"),),
        (replace(PLAIN, unit=f"{LOST}厂"), replace(PLAIN, unit=f"{LOST}厂")),
        (replace(PLAIN, title="某" * 900),),
        (replace(PLAIN, date="明年"),),
        (),
    ],
)
def test_every_refusal_has_a_sentence_with_what_it_carries(language: str, wrong: tuple[CertificateText, ...]) -> None:
    sentences = json.loads((ROOT / "locales" / language / "error.json").read_text(encoding="utf-8"))
    with pytest.raises(PrintRefused) as refused:
        printed(*wrong)
    said = sentences[f"error.{refused.value.code}"].format(**refused.value.params)
    assert not wrong or PLAIN.number in said or refused.value.code == "certificate_none"
