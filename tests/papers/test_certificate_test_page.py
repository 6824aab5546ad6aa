"""The page from which a printer's offset is read."""

from __future__ import annotations

import pytest

from papers.certificate_test import NAME, TestPage, print_test_page, tenths
from papers.certificates import CertificateSheet, Overprint
from tests.papers.certificates_made import PLAIN, QR, Ink, Kept, ink_of, text_of


def page(right: int = 0, down: int = 0, sample: CertificateSheet | None = None) -> bytes:
    out = Kept()
    print_test_page(TestPage(Overprint(right, down), sample), out)
    assert list(out.files) == [NAME] and out.told == [(1, 1)]
    return out.files[NAME]


def figure(inks: list[Ink], text: str, along_top: bool) -> tuple[float, float]:
    """The middle of a ruler's figure, in millimetres from the paper's edges."""
    margin = [ink for ink in inks if (ink.bottom if along_top else ink.right) < 12]
    at = "".join(ink.char for ink in margin).index(text)
    first, last = margin[at], margin[at + len(text) - 1]
    return (first.left + last.right) / 2, (first.top + last.bottom) / 2


@pytest.mark.parametrize("text", ["100", "150"])
def test_the_rulers_measure_from_the_papers_edges(text: str) -> None:
    inks = ink_of(page())
    assert figure(inks, text, along_top=True)[0] == pytest.approx(int(text), abs=0.3)
    assert figure(inks, text, along_top=False)[1] == pytest.approx(int(text), abs=0.6)


def test_everything_moves_with_the_offset() -> None:
    for one, two in zip(ink_of(page()), ink_of(page(right=12, down=34)), strict=False):
        if one.top > 25 and one.char == two.char:
            assert two.left - one.left == pytest.approx(1.2, abs=0.02)
            assert two.top - one.top == pytest.approx(3.4, abs=0.02)
            break
    else:
        pytest.fail("nothing to compare")


def test_the_page_says_its_own_offset_and_how_to_change_it() -> None:
    said = text_of(page(right=15, down=-3))
    assert "右移1.5毫米、下移-0.3毫米" in said and "实际大小" in said
    assert "都应为100毫米" in said


def test_a_sample_stands_where_its_text_falls() -> None:
    said = text_of(page(sample=CertificateSheet(PLAIN, QR)))
    assert PLAIN.circle in said and "特发此证" in said
    assert "荣誉证书" not in said


@pytest.mark.parametrize(("length", "said"), [(0, "0.0"), (15, "1.5"), (-3, "-0.3"), (-120, "-12.0")])
def test_tenths_are_said_in_millimetres(length: int, said: str) -> None:
    assert tenths(length) == said
