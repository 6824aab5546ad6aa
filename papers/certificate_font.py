"""One composite font for each weight, with exactly the glyphs that a file uses.

ReportLab reads the face; the subset is put together here, for two reasons.  ReportLab's fonts hold 256
characters each, so that Chinese text changes font within every line; and it copies the whole table of
glyphs (14 MB) for every subset, which forbids a subset for each of a thousand files.  Here a glyph is
deflated once, and a subset is its pieces laid side by side: a file of its own names nobody else, not
even by the characters in its font.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics

from papers.cutting import stream
from papers.face import BOLD, REGULAR, register_faces

MAGIC = 0xB1B0AFBA
SERIF_SYMBOLIC = 6


class Glyph(NamedTuple):
    """A glyph's outline padded to four bytes, the same deflated, its checksum and its metrics."""

    raw: bytes
    deflated: bytes
    checksum: int
    metrics: bytes


class Weight:
    """One weight of the face, read once."""

    def __init__(self, name: str) -> None:
        register_faces()
        self.face = pdfmetrics.getFont(name).face
        self.name: str = self.face.name.decode()
        self.widths: dict[str, float] = {chr(code): width / 1000 for code, width in self.face.charWidths.items()}
        self._outlines = self.face.get_table_pos("glyf")[0]
        self._glyphs: dict[int, Glyph] = {}

    def lacks(self, text: str) -> str:
        """The first character of a text that cannot be printed, or nothing."""
        return next((c for c in text if ord(c) not in self.face.charToGlyph), "")

    def glyph(self, number: int) -> Glyph:
        """A glyph by its number in the face."""
        if number not in self._glyphs:
            start, end = (self._outlines + self.face.glyphPos[number + at] for at in (0, 1))
            outline = self.face._ttf_data[start:end]
            assert len(outline) < 2 or outline[0] < 0x80, "a glyph made of others: this face has none"
            raw = outline + bytes(-len(outline) % 4)
            metrics = struct.pack(">HH", *self.face.hmetrics[number])
            self._glyphs[number] = Glyph(raw, _piece(raw), _checksum(raw), metrics)
        return self._glyphs[number]

    def table(self, tag: str) -> bytes:
        """A table of the face as it stands."""
        content: bytes = self.face.get_table(tag)
        return content


@cache
def weight(bold: bool) -> Weight:
    """Regular or bold."""
    return Weight(BOLD if bold else REGULAR)


@lru_cache(maxsize=8192)
def advances(text: str, bold: bool, scale: float = 1, tracking: float = 0) -> tuple[float, ...]:
    """The widths of a text's characters at size 1, `tracking` after each included."""
    widths = weight(bold).widths
    return tuple([widths[c] * scale + tracking for c in text])


class Subset:
    """The characters of one font in one file: first the `fixed` ones, in their order, then the others sorted.

    Sorted, so that the font tells which characters there are, but not what they spell.
    """

    def __init__(self, bold: bool, fixed: str, text: str) -> None:
        self.weight = weight(bold)
        self.chars = fixed + "".join(sorted(set(text) - set(fixed)))
        self._codes = {ord(char): at for at, char in enumerate(self.chars, 1)}

    def encode(self, text: str) -> str:
        """A text as the operand of Tj."""
        return f"<{text.translate(self._codes).encode('utf-16-be').hex()}>"

    def objects(self, first: int, shared: bool) -> list[bytes]:
        """The font as five objects, numbered from `first`, which is the font itself.

        `shared` deflates the outlines as one: smaller, and slower than one file among many may be.
        """
        tag = _tag(self.chars)
        name = f"{tag}+{self.weight.name}"
        face = self.weight.face
        box = " ".join(str(round(edge)) for edge in face.bbox)
        content, length = self._file(shared)
        return [
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{first + 1} 0 R]/ToUnicode {first + 4} 0 R>>".encode(),
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity/DW 1000/W[{self._widths()}]"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {first + 2} 0 R>>".encode(),
            f"<</Type/FontDescriptor/FontName/{name}/Flags {SERIF_SYMBOLIC}/FontBBox[{box}]/ItalicAngle 0"
            f"/Ascent {round(face.ascent)}/Descent {round(face.descent)}/CapHeight {round(face.capHeight)}"
            f"/StemV {round(face.stemV)}/FontFile2 {first + 3} 0 R>>".encode(),
            stream(content, f"/Filter/FlateDecode/Length1 {length}", deflated=True),
            stream(self._to_unicode(name).encode()),
        ]

    def _widths(self) -> str:
        widths = self.weight.widths
        return "".join(f"{at}[{widths[c] * 1000:.0f}]" for at, c in enumerate(self.chars, 1) if widths[c] != 1)

    def _to_unicode(self, name: str) -> str:
        rows = [f"<{at:04x}><{char.encode('utf-16-be').hex()}>" for at, char in enumerate(self.chars, 1)]
        blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # the format's limit
        mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return (
            "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
            f"/CMapName /{name} def\n/CMapType 2 def\n"
            f"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n{mapped}\n"
            "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
        )

    def _file(self, shared: bool) -> tuple[bytes, int]:
        """The TrueType file, deflated, and its length before."""
        numbers = self.weight.face.charToGlyph
        glyphs = [self.weight.glyph(number) for number in (0, *(numbers[ord(char)] for char in self.chars))]
        front = _front(self.weight, glyphs)
        raw = front + b"".join([glyph.raw for glyph in glyphs])
        if shared:
            return zlib.compress(raw, 6), len(raw)
        pieces = b"".join([glyph.deflated for glyph in glyphs])
        ending = b"\x03\x00" + struct.pack(">I", zlib.adler32(raw))
        return b"\x78\x01" + _piece(front) + pieces + ending, len(raw)


def _front(weight: Weight, glyphs: Sequence[Glyph]) -> bytes:
    """Everything of the file before the outlines: the directory and the small tables."""
    places = array("I", accumulate((len(glyph.raw) for glyph in glyphs), initial=0))
    length = places[-1]
    if array("H", [1]).tobytes() == b"\x01\x00":
        places.byteswap()
    count = struct.pack(">H", len(glyphs))
    head, hhea, maxp = weight.table("head"), weight.table("hhea"), weight.table("maxp")
    tables = {
        "head": head[:8] + bytes(4) + head[12:50] + b"\x00\x01" + head[52:],
        "hhea": hhea[:34] + count,
        "hmtx": b"".join([glyph.metrics for glyph in glyphs]),
        "loca": places.tobytes(),
        "maxp": maxp[:4] + count + maxp[6:],
        "prep": weight.table("prep"),
    }
    # the outlines stand last in the file, wherever their name stands in the directory
    sums = {tag: _checksum(table + bytes(-len(table) % 4)) for tag, table in tables.items()}
    sums["glyf"] = sum(glyph.checksum for glyph in glyphs) & 0xFFFFFFFF
    at, places_of = 12 + 16 * len(sums), {}
    for tag, table in tables.items():
        places_of[tag] = (at, len(table))
        at += len(table) + -len(table) % 4
    places_of["glyf"] = (at, length)
    rows = [tag.encode() + struct.pack(">III", sums[tag], *places_of[tag]) for tag in sorted(sums)]
    directory = struct.pack(">IHHHH", 0x00010000, len(rows), 64, 2, len(rows) * 16 - 64) + b"".join(rows)
    whole = (_checksum(directory) + sum(sums.values())) & 0xFFFFFFFF
    tables["head"] = head[:8] + struct.pack(">I", (MAGIC - whole) & 0xFFFFFFFF) + tables["head"][12:]
    return directory + b"".join([table + bytes(-len(table) % 4) for table in tables.values()])


def _checksum(table: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(table) // 4}I", table))
    return total & 0xFFFFFFFF


def _piece(raw: bytes) -> bytes:
    """Deflated so that it can be followed by any other piece."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(raw) + packer.flush(zlib.Z_FULL_FLUSH)


def _tag(chars: str) -> str:
    """The six letters that tell one subset from another."""
    number = zlib.crc32(chars.encode())
    return "".join(chr(65 + (number // 26**place) % 26) for place in range(6))
