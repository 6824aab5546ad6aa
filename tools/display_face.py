"""Cut a Chinese display face down to what a contest shows, as WOFF2.

    python -m tools.display_face SOURCE.ttf TARGET.woff2

Kept: ASCII, Latin-1, general and Chinese punctuation, full-width forms and the 6,763
characters of GB 2312. A rarer character of a name falls back to the system's face.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

from fontTools import subset

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x2010, 0x2027),
    (0x2030, 0x203E),
    (0x2103, 0x2103),
    (0x2116, 0x2116),
    (0x2160, 0x216B),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x2460, 0x2473),
    (0x25A0, 0x25CF),
    (0x3000, 0x3017),
    (0xFF01, 0xFF5E),
    (0xFFE5, 0xFFE5),
)


def gb2312_characters() -> Iterator[int]:
    """Code points of the Chinese characters of GB 2312, levels 1 and 2."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield ord(bytes((row, cell)).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # the five places that level 1 leaves free


def kept_characters() -> set[int]:
    """All code points that stay in the face."""
    kept = {point for first, last in RANGES for point in range(first, last + 1)}
    return kept | set(gb2312_characters())


def cut(source: Path, target: Path) -> None:
    """Write the subset of `source` to `target`."""
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff2", hinting=False, layout_features=["kern", "palt", "tnum", "lnum"])
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=kept_characters())
    cutter.subset(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    cut(Path(sys.argv[1]), Path(sys.argv[2]))
