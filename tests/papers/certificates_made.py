"""Certificates to print in tests, and what is read back from the finished files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2

from papers.certificates import CertificateBatch, CertificateSheet, Overprint, print_certificates
from papers.documents import PrintRefused
from scoring.rules.certificate import CertificateText

MM = 72 / 25.4
HIGH = 210
PLAIN = CertificateText(
    number="2020-W-002",
    kind="award",
    contest="2020年上海市质量管理小组成果发表赛（样例）",
    organiser="上海市质量协会",
    date="2020-12-18",
    unit="样例通信第2分公司",
    circle="绿洲QC小组",
    title="降低呼叫中心重复来电率",
    award="一等奖",
    members=("组长004", "组员甲4", "组员乙4", "组员丙4"),
)
MEMBER = replace(PLAIN, kind="member", person="张𫖯", number="2020-W-002-1")
JUDGE = CertificateText("2020-P-001", "judge", PLAIN.contest, PLAIN.organiser, PLAIN.date, person="王玥")
FINALIST = replace(PLAIN, kind="participation", award="", number="2020-C-007")
QR, ADDRESS = "https://qc.example.org/verify/2020-W-002?s=Abcdefgh01234567", "qc.example.org/verify"


def long_text(**other: Any) -> CertificateText:
    """The longest that the workbook lets in: 40, 40, 60 characters, and ten members of four."""
    longest = replace(
        PLAIN,
        unit="中国移动通信集团" * 5,
        circle="质量改进" * 8 + "精益求精QC小组"[-8:],
        title="提高城市轨道交通信号" * 6,
        members=tuple(f"欧阳建{figure}" for figure in "一二三四五六七八九十"),
    )
    return replace(longest, **other)


@dataclass
class Kept:
    """An Output that keeps everything."""

    files: dict[str, bytes] = field(default_factory=dict)
    told: list[tuple[int, int]] = field(default_factory=list)
    lost: list[PrintRefused] = field(default_factory=list)

    def stopped(self, refusal: PrintRefused) -> None:
        """A piece that cannot be printed."""
        self.lost.append(refusal)

    def file(self, name: str, content: bytes) -> None:
        """A finished file; no name comes twice."""
        assert name not in self.files
        self.files[name] = content

    def progress(self, done: int, of: int) -> None:
        """How far it is."""
        self.told.append((done, of))


def printed(
    *texts: CertificateText, bundle: bool = True, qr: str = "", first: int = 1, overprint: Overprint | None = None
) -> dict[str, bytes]:
    """The files of a batch."""
    out = Kept()
    sheets = tuple(CertificateSheet(text, qr, ADDRESS if qr else "") for text in texts)
    print_certificates(CertificateBatch(sheets, bundle, first, overprint), out)
    return out.files


def bundle_of(*texts: CertificateText, **more: Any) -> bytes:
    """The one file of a bundle."""
    (content,) = printed(*texts, **more).values()
    return content


@dataclass(frozen=True)
class Ink:
    """A character's ink in millimetres from the page's top left."""

    char: str
    left: float
    top: float
    right: float
    bottom: float


def ink_of(content: bytes, page: int = 0) -> list[Ink]:
    """Every visible character of a page, where it is printed."""
    document = pypdfium2.PdfDocument(content)
    try:
        return list(_ink(document[page].get_textpage()))
    finally:
        document.close()


def _ink(text: Any) -> Iterator[Ink]:
    first = 0
    for at in range(text.count_chars()):
        code = pypdfium2.raw.FPDFText_GetUnicode(text.raw, at)
        if 0xD800 <= code < 0xDC00:
            first = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((first & 0x3FF) << 10) + (code & 0x3FF)
        code = ord("-") if code == 2 else code  # what a hyphen at the end of a line is read as
        left, bottom, right, top = text.get_charbox(at)
        if right > left and chr(code).strip():
            yield Ink(chr(code), left / MM, HIGH - top / MM, right / MM, HIGH - bottom / MM)


def text_of(content: bytes, page: int = 0) -> str:
    """What a reader copies out of a page, without spaces and line ends."""
    document = pypdfium2.PdfDocument(content)
    try:
        return "".join(document[page].get_textpage().get_text_range().split())
    finally:
        document.close()
