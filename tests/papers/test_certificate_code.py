"""The QR code as it comes out of the page."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest
import segno

from papers.certificate_face import ADDRESS, HIGH, LEFT, QR_SIDE, WIDE
from papers.certificates import Overprint
from tests.papers.certificates_made import PLAIN, QR, bundle_of

DOTS = 20  # pixels a millimetre


def modules_of(content: bytes, side: int, right: float = 0) -> list[list[int]]:
    """The code's modules, read from the middle of each in the rendered page."""
    document = pypdfium2.PdfDocument(content)
    try:
        pixels = document[0].render(scale=DOTS * 25.4 / 72).to_numpy()[:, :, :3].mean(axis=2)
    finally:
        document.close()
    assert pixels.shape == (pytest.approx(HIGH * DOTS, abs=1), pytest.approx(WIDE * DOTS, abs=1))
    top = ADDRESS.y + ADDRESS.height - 0.3 - QR_SIDE
    middles = (np.arange(side) + 0.5) * QR_SIDE / side
    rows = ((top + middles) * DOTS).astype(int)
    columns = ((LEFT + right + middles) * DOTS).astype(int)
    return [[int(pixels[row, column] < 128) for column in columns] for row in rows]


@pytest.mark.parametrize("text", [QR, "https://q.cn/v/1", QR + "x" * 150, "查验：2020-W-002"])
def test_the_printed_code_is_the_code_of_its_text(text: str) -> None:
    code = segno.make_qr(text, error="m", mask=3, boost_error=False)
    matrix = [list(row) for row in code.matrix]
    assert modules_of(bundle_of(PLAIN, qr=text), len(matrix)) == matrix


def test_the_code_moves_with_the_text() -> None:
    matrix = [list(row) for row in segno.make_qr(QR, error="m", mask=3, boost_error=False).matrix]
    moved = bundle_of(PLAIN, qr=QR, overprint=Overprint(right=30))
    assert modules_of(moved, len(matrix), right=3) == matrix
    assert modules_of(moved, len(matrix)) != matrix
