"""套打测试页: rulers from the paper's edges and the boxes of the text, to read off a printer's offset.

Everything on the page moves with the offset, so that a page printed with the right one measures true.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from papers.certificate_face import (
    ADDRESS,
    ADDRESSEE,
    BODY,
    DATE,
    HIGH,
    INK,
    ISSUER,
    LEFT,
    MEMBERS,
    MM,
    NUMBER,
    PALE,
    SEAL,
    SOFT,
    WIDE,
    Mark,
    Page,
)
from papers.certificate_font import advances
from papers.certificate_pen import bought_paper, colour, sheaf, write
from papers.certificates import CertificateSheet, Overprint, page_of, refuse_missing_glyph
from papers.documents import Output

NAME, TITLE = "certificate-test.pdf", "证书套打测试页"
RULER, FIRST = 12, 12  # mm from the edge: where the rulers lie, and where they begin
TICKS = {10: 4.0, 5: 2.8, 1: 1.6}
MEASURED = 100

Box = tuple[str, float, float, float, float]
BOXES: tuple[Box, ...] = (
    ("单位、小组或姓名", ADDRESSEE.x, ADDRESSEE.y, ADDRESSEE.width, ADDRESSEE.height),
    ("正文", BODY.x, BODY.y, BODY.width, BODY.height),
    ("小组成员", MEMBERS.x, MEMBERS.y, MEMBERS.width, MEMBERS.height),
    ("二维码、证书编号", LEFT, NUMBER.y, NUMBER.width, ADDRESS.y + ADDRESS.height - NUMBER.y),
    ("发证单位", ISSUER.x, ISSUER.y, ISSUER.width, ISSUER.height),
    ("日期", DATE.x, DATE.y, DATE.width, DATE.height),
    ("印章 44 × 44 毫米", SEAL[0], SEAL[1], SEAL[2], SEAL[2]),
)


@dataclass(frozen=True, slots=True)
class TestPage:
    """The offset to try, and a certificate to show in its place."""

    __test__ = False  # pytest would take it for a test

    overprint: Overprint
    sample: CertificateSheet | None = None


def print_test_page(page: TestPage, out: Output) -> None:
    """One file of one page; raises PrintRefused where the sample cannot be printed."""
    marks = [*_instructions(page.overprint), *_numbers(), *_labels()]
    sample = None
    if page.sample:
        refuse_missing_glyph(page.sample)
        sample = page_of(page.sample)
        marks += sample.marks
    made = Page("", marks, sample.code if sample else None, f"{_rulers()}\n{_boxes()}\n")
    paper = bought_paper(page.overprint.right / 10, page.overprint.down / 10)
    out.file(NAME, write(sheaf(paper, [made], tight=True), [made], TITLE))
    out.progress(1, 1)


def tenths(length: int) -> str:
    """15 tenths of a millimetre as "1.5", -3 as "-0.3"."""
    return f"{'-' if length < 0 else ''}{abs(length) // 10}.{abs(length) % 10}"


def _instructions(overprint: Overprint) -> Iterator[Mark]:
    lines = (
        f"本页按右移 {tenths(overprint.right)} 毫米、下移 {tenths(overprint.down)} 毫米打印"
        "（负数为左移、上移）。打印时请选“实际大小”（100%），不要选“适合页面”。",
        f"用尺从纸的左边缘量到横标尺的 {MEASURED}，从纸的上边缘量到竖标尺的 {MEASURED}，都应为 {MEASURED} 毫米。",
        f"横向量得不足 {MEASURED} 毫米，差多少就把“右移”加多少，超过就减多少；竖向同样改“下移”。改后重打本页核对。",
    )
    yield _mark(LEFT, 28, 20, TITLE, bold=True)
    for at, line in enumerate(lines):
        yield _mark(LEFT, 37 + 6.2 * at, 11, line)


def _mark(x: float, y: float, size: float, text: str, bold: bool = False, tint: str = INK) -> Mark:
    """Text whose baseline begins at x, y in millimetres from the top left."""
    return Mark(x * MM, (HIGH - y) * MM, size, 0, bold, tint, text)


def _numbers() -> Iterator[Mark]:
    """The figures of the rulers, centred on their ticks."""
    size = 7.5
    for at in range(20, WIDE - 10, 10):
        half = sum(advances(str(at), False)) * size / MM / 2
        yield _mark(at - half, RULER - TICKS[10] - 0.8, size, str(at))
    for at in range(20, HIGH - 10, 10):
        width = sum(advances(str(at), False)) * size / MM
        yield _mark(RULER - TICKS[10] - 0.8 - width, at + 0.9, size, str(at))


def _labels() -> Iterator[Mark]:
    """The boxes' names at their right corners, where text seldom comes: above, the date's within."""
    size = 6.5
    for words, x, y, width, _ in BOXES:
        foot = y + 2.7 if y == DATE.y else y - 0.7
        yield _mark(x + width - 0.5 - sum(advances(words, False)) * size / MM, foot, size, words, tint=SOFT)


def _rulers() -> str:
    lines = [f"{colour(INK)} RG 0.4 w", _line(FIRST, RULER, WIDE - 12, RULER), _line(RULER, FIRST, RULER, HIGH - 12)]
    for at in range(FIRST, WIDE - 11):
        lines.append(_line(at, RULER, at, RULER - _tick(at)))
    for at in range(FIRST, HIGH - 11):
        lines.append(_line(RULER, at, RULER - _tick(at), at))
    return "\n".join(lines)


def _tick(at: int) -> float:
    return next(length for step, length in TICKS.items() if at % step == 0)


def _line(x: float, y: float, to_x: float, to_y: float) -> str:
    return f"{x * MM:.3f} {(HIGH - y) * MM:.3f} m {to_x * MM:.3f} {(HIGH - to_y) * MM:.3f} l S"


def _boxes() -> str:
    frames = [f"{x * MM:.2f} {(HIGH - y - h) * MM:.2f} {w * MM:.2f} {h * MM:.2f} re S" for _, x, y, w, h in BOXES]
    return "\n".join([f"{colour(PALE)} RG 0.5 w [2 2] 0 d", *frames, "[] 0 d"])
