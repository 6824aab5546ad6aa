"""Paragraphs broken as Chinese is set: no line ends with an opening bracket or begins with a closing one.

ReportLab by itself leaves "（" at a line's end, tears numbers apart and hangs a whole full stop in the margin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import Paragraph

from papers.fitting import line_ends


class ChineseParagraph(Paragraph):  # type: ignore[misc]
    """A paragraph of one style; "<br/>" breaks its line."""

    def breakLinesCJK(self, maxWidths: float | Sequence[float]) -> Any:
        """What ReportLab expects of it: every line with the room that it leaves."""
        if getattr(self, "_splitpara", 0) or not self.frags:
            return super().breakLinesCJK(maxWidths)
        rooms = list(maxWidths) if isinstance(maxWidths, Sequence) else [maxWidths]
        first, size, face = self.frags[0], self.frags[0].fontSize, self.frags[0].fontName
        lines: list[tuple[float, list[str]]] = []
        for line in _broken(self.frags, rooms[0], rooms[-1]):
            room = rooms[min(len(lines), len(rooms) - 1)]
            lines.append((max(0, room - pdfmetrics.stringWidth(line, face, size)), [line]))
        return first.clone(kind=0, lines=lines, ascent=size, descent=-0.2 * size)


def names_in_lines(names: Sequence[str], room: float, size: float, face: str) -> str:
    """Names joined by "、" in lines of `room` points, none of them torn that fits a line by itself."""
    lines: list[str] = []
    for at, name in enumerate(names):
        piece = name if at == len(names) - 1 else f"{name}、"
        needed = pdfmetrics.stringWidth((lines[-1] if lines else "") + piece.rstrip("、"), face, size)
        if not lines or needed + size / 2 > room:
            lines.append(piece)
        else:
            lines[-1] += piece
    return "\n".join(lines)


def _broken(frags: Sequence[Any], first: float, room: float) -> Iterator[str]:
    """The lines of all fragments, the first `first` and the others `room` points wide."""
    size, face, indent = frags[0].fontSize, frags[0].fontName, room - first
    for words in "".join(_words(frag) for frag in frags).split("\n"):
        advances = [pdfmetrics.stringWidth(character, face, 1) for character in words]
        for start, end in line_ends(words, advances, room / size, indent / size):
            yield words[start:end].rstrip(" ")
        indent = 0


def _words(frag: Any) -> str:
    """A fragment's text; what is left of a paragraph over two pages comes as its lines."""
    return "\n" if hasattr(frag, "lineBreak") else frag.text if hasattr(frag, "text") else "\n".join(frag.words)
