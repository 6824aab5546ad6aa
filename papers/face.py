"""The printed face: registering it, what it lacks, and text that copies out of a PDF as it was printed.

Two weights of one Song face with 30,900 characters, laid under ``papers/faces`` by make setup; a
document embeds only the glyphs that it uses.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from reportlab.pdfbase import pdfmetrics, ttfonts

from papers.face_files import BOLD, FILES, FOLDER, REGULAR, FacesMissing

__all__ = ["BOLD", "FILES", "FOLDER", "REGULAR", "FacesMissing", "missing_glyphs", "register_faces", "width_of"]


@cache
def register_faces() -> None:
    """Make both weights known to ReportLab; raises FacesMissing."""
    for name, file in FILES.items():
        if not (FOLDER / file).is_file():
            raise FacesMissing(str(FOLDER / file))
        pdfmetrics.registerFont(ttfonts.TTFont(name, str(FOLDER / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    ttfonts.makeToUnicodeCMap = _to_unicode


def missing_glyphs(text: str) -> str:
    """The characters of a text that the face cannot print, each once, in order.

    A missing glyph would be printed as nothing, without a word: look before you print.
    """
    register_faces()
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph
    return "".join(dict.fromkeys(c for c in text if c not in "\n\t" and ord(c) not in known))


def width_of(text: str, size: float, face: str = REGULAR) -> float:
    """The width of a line in points."""
    register_faces()
    width: float = pdfmetrics.stringWidth(text, face, size)
    return width


def _to_unicode(name: str, subset: Iterable[int]) -> str:
    """The map back from glyphs to characters; ReportLab's own breaks beyond U+FFFF (𫖯 copies as another)."""
    codes = list(subset)
    rows = [f"<{at:02X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for at, code in enumerate(codes)]
    blocks = [rows[start : start + 100] for start in range(0, len(rows), 100)]  # the format's limit for one block
    mapped = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange <00> <{len(codes) - 1:02X}> endcodespacerange\n{mapped}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )
