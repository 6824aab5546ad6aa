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
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import accumulate, count
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics

from papers.cutting import stream
from papers.face import BOLD, REGULAR, register_faces

MAGIC, EM = 0xB1B0AFBA, 1000
SERIF_SYMBOLIC = 6
STORED = 0xFFFF
LAID = set("\t\r\n")  # become spaces


class Glyph(NamedTuple):
    """A character's outline padded to four bytes, the same deflated, its checksum, metrics, width and character."""

    raw: bytes
    deflated: bytes
    checksum: int
    metrics: bytes
    width: int
    code: str


class Weight:
    """One weight of the face, read once."""

    def __init__(self, name: str) -> None:
        register_faces()
        self.face = pdfmetrics.getFont(name).face
        self.name: str = self.face.name.decode()
        self.widths: dict[str, float] = {chr(code): width / 1000 for code, width in self.face.charWidths.items()}
        self._outlines = self.face.get_table_pos("glyf")[0]
        self._glyphs: dict[str, Glyph] = {}
        self.head, self.hhea, self.maxp, self.prep = map(self.face.get_table, ("head", "hhea", "maxp", "prep"))
        box = " ".join(str(round(edge)) for edge in self.face.bbox)
        self.described = (
            f"/Flags {SERIF_SYMBOLIC}/FontBBox[{box}]/ItalicAngle 0/Ascent {round(self.face.ascent)}"
            f"/Descent {round(self.face.descent)}/CapHeight {round(self.face.capHeight)}/StemV {round(self.face.stemV)}"
        )

    def lacks(self, text: str) -> str:
        """The first character of a text that cannot be printed, or nothing."""
        if self.widths.keys() >= set(text):
            return ""
        return next((char for char in text if char not in self.widths and char not in LAID), "")

    def glyphs(self, chars: str) -> list[Glyph]:
        """What is printed where a character is missing, then the characters' glyphs."""
        known = self._glyphs
        for char in chars:
            if char not in known:
                known[char] = self._read(self.face.charToGlyph[ord(char)], char)
        if "" not in known:
            known[""] = self._read(0, "")
        return [known[""], *map(known.__getitem__, chars)]

    def _read(self, number: int, char: str) -> Glyph:
        start, end = (self._outlines + self.face.glyphPos[number + at] for at in (0, 1))
        outline = self.face._ttf_data[start:end]
        if outline and outline[0] >= 0x80:  # this face has none; ReportLab's own subsets would be needed
            raise ValueError(f"{char}: a glyph made of others")
        raw = outline + bytes(-len(outline) % 4)
        width, bearing = self.face.hmetrics[number]
        metrics = struct.pack(">HH", width, bearing)
        return Glyph(raw, _piece(raw), _checksum(raw), metrics, width, f"<{char.encode('utf-16-be').hex()}>")


@cache
def weight(bold: bool) -> Weight:
    """Regular or bold."""
    return Weight(BOLD if bold else REGULAR)


@lru_cache(maxsize=8192)
def advances(text: str, bold: bool, scale: float = 1, tracking: float = 0) -> tuple[float, ...]:
    """The widths of a text's characters at size 1, `tracking` after each included."""
    widths = weight(bold).widths
    if scale == 1 and not tracking:
        return tuple(map(widths.__getitem__, text))
    return tuple([widths[c] * scale + tracking for c in text])


class Subset:
    """The characters of one font in one file: first the `fixed` ones, in their order, then the others sorted.

    Sorted, so that the font tells which characters there are, but not what they spell.
    """

    def __init__(self, bold: bool, fixed: str, text: str) -> None:
        self.weight = weight(bold)
        self.chars = fixed + "".join(sorted(set(text) - set(fixed)))
        self._codes = dict(zip(map(ord, self.chars), count(1), strict=False))

    def encode(self, text: str) -> str:
        """A text as the operand of Tj."""
        return f"<{text.translate(self._codes).encode('utf-16-be').hex()}>"

    def objects(self, first: int, tight: bool) -> list[bytes]:
        """The font as five objects, numbered from `first`, which is the font itself.

        `tight` deflates the outlines as one: smaller, and slower than one file among many may be.
        """
        glyphs = self.weight.glyphs(self.chars)
        name = f"{_tag(self.chars)}+{self.weight.name}"
        content, length = (font_file if tight else pieced_font_file)(self.weight, glyphs)
        return [
            f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
            f"/DescendantFonts[{first + 1} 0 R]/ToUnicode {first + 4} 0 R>>".encode(),
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity/DW 1000/W[{self._widths(glyphs)}]"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {first + 2} 0 R>>".encode(),
            f"<</Type/FontDescriptor/FontName/{name}{self.weight.described}/FontFile2 {first + 3} 0 R>>".encode(),
            stream(content, f"/Filter/FlateDecode/Length1 {length}", deflate=False),
            stream(_to_unicode(name, [glyph.code for glyph in glyphs]).encode(), deflate=tight),
        ]

    def _widths(self, glyphs: Sequence[Glyph]) -> str:
        return "".join([f"{at}[{glyph.width}]" for at, glyph in enumerate(glyphs) if glyph.width != EM])


def _to_unicode(name: str, codes: Sequence[str]) -> str:
    """The way back from glyphs to characters, those beyond U+FFFF too; a range ends with its first byte."""
    ends = [*range(256, len(codes), 256), len(codes)]
    rows = [
        f"<{start:04x}><{end - 1:04x}>[{''.join(codes[start:end])}]"
        for start, end in zip([1, *ends], ends, strict=False)
    ]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # the format's limit
    mapped = "\n".join(f"{len(block)} beginbfrange\n" + "\n".join(block) + "\nendbfrange" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000><ffff>\nendcodespacerange\n{mapped}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def font_file(weight: Weight, glyphs: Sequence[Glyph]) -> tuple[bytes, int]:
    """The TrueType file of these glyphs, deflated as one, and its length before."""
    raw = _front(weight, glyphs) + b"".join([glyph.raw for glyph in glyphs])
    return zlib.compress(raw, 6), len(raw)


def pieced_font_file(weight: Weight, glyphs: Sequence[Glyph]) -> tuple[bytes, int]:
    """The same from pieces that are deflated already."""
    front = _front(weight, glyphs)
    raw = front + b"".join([glyph.raw for glyph in glyphs])
    pieces = b"".join([glyph.deflated for glyph in glyphs])
    # the front is little and stored as it is, in blocks of at most 65,535 bytes
    stored = [front[at : at + STORED] for at in range(0, len(front), STORED)]
    blocks = b"".join([struct.pack("<BHH", 0, len(block), len(block) ^ 0xFFFF) + block for block in stored])
    return b"\x78\x01" + blocks + pieces + b"\x03\x00" + struct.pack(">I", zlib.adler32(raw)), len(raw)


def _front(weight: Weight, glyphs: Sequence[Glyph]) -> bytes:
    """Everything of the file before the outlines: the directory and the small tables."""
    places = list(accumulate([len(glyph.raw) for glyph in glyphs], initial=0))
    number = struct.pack(">H", len(glyphs))
    head, hhea, maxp = weight.head, weight.hhea, weight.maxp
    tables = {
        "head": head[:8] + bytes(4) + head[12:],  # without its checksum, as the sums want it
        "hhea": hhea[:34] + number,
        "hmtx": b"".join([glyph.metrics for glyph in glyphs]),
        "loca": struct.pack(f">{len(places)}I", *places),
        "maxp": maxp[:4] + number + maxp[6:],
        "prep": weight.prep,
    }
    padded = {tag: table + bytes(-len(table) % 4) for tag, table in tables.items()}
    sums = {tag: _checksum(table) for tag, table in padded.items()}
    sums["glyf"] = sum([glyph.checksum for glyph in glyphs]) & 0xFFFFFFFF
    at = 12 + 16 * len(sums)
    rows = []
    for tag, table in padded.items():
        rows.append(tag.encode() + struct.pack(">III", sums[tag], at, len(tables[tag])))
        at += len(table)
    # the outlines stand last in the file, wherever their name stands in the directory
    rows.append(b"glyf" + struct.pack(">III", sums["glyf"], at, places[-1]))
    directory = struct.pack(">IHHHH", 0x00010000, 7, 64, 2, 48) + b"".join(sorted(rows))
    whole = (_checksum(directory) + sum(sums.values())) & 0xFFFFFFFF
    padded["head"] = head[:8] + struct.pack(">I", (MAGIC - whole) & 0xFFFFFFFF) + padded["head"][12:]
    return directory + b"".join(padded.values())


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
