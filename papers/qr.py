"""QR codes as rows of bits, for printing as one mask: no seams between modules."""

from __future__ import annotations

import segno


def qr_code(text: str) -> tuple[int, bytes]:
    """The number of modules of a side, and the rows as packed bits (1 is dark), each row on whole bytes.

    The mask is fixed: every mask is read alike, and trying all eight takes five times as long.
    """
    code = segno.make_qr(text, error="m", mask=3, boost_error=False)
    side = len(code.matrix)
    length = (side + 7) // 8
    rows = [int("".join(map(str, row)), 2) << (length * 8 - side) for row in code.matrix]
    return side, b"".join([row.to_bytes(length, "big") for row in rows])
