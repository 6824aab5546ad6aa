"""The same certificates by other tools, each as it is meant to be used.

The tools are there only where the measurements were set up, hence their late imports.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from papers.certificates import CertificateSheet
from papers.face import BOLD, FILES, FOLDER, REGULAR

TEMPLATE = Path(__file__).with_name("certificate.typ")
RED, GOLD, INK, PALE = (163, 38, 31), (180, 138, 60), (42, 26, 18), (122, 101, 73)


class Typst:
    """One compiler, kept warm; the values go in as JSON, and no tags come out, as none do in ours."""

    def __init__(self) -> None:
        compiler = import_module("typst").Compiler
        self._compiler = compiler(str(TEMPLATE), font_paths=[str(FOLDER)], ignore_system_fonts=True)

    def __call__(self, batch: Sequence[CertificateSheet], bundle: bool) -> int:
        """Bytes of all files."""
        groups = [list(batch)] if bundle else [[sheet] for sheet in batch]
        return sum(len(self._compile(group)) for group in groups)

    def _compile(self, group: Sequence[CertificateSheet]) -> bytes:
        values = json.dumps([sheet.text.to_json() for sheet in group], ensure_ascii=False)
        made = self._compiler.compile(sys_inputs={"sheets": values}, pdf_tags=False)
        if not isinstance(made, bytes):
            raise TypeError(type(made))
        return made


class Fpdf:
    """A document for each file: fpdf2 reads the faces anew for each, which is its cost."""

    def __call__(self, batch: Sequence[CertificateSheet], bundle: bool) -> int:
        """Bytes of all files."""
        groups = [list(batch)] if bundle else [[sheet] for sheet in batch]
        return sum(len(self._document(group)) for group in groups)

    def _document(self, group: Sequence[CertificateSheet]) -> bytes:
        paper = import_module("fpdf").FPDF(orientation="landscape", unit="mm", format="A4")
        paper.set_auto_page_break(False)
        for name, file in FILES.items():
            paper.add_font(name, fname=str(FOLDER / file))
        for sheet in group:
            paper.add_page()
            _background(paper)
            _words(paper, sheet)
        return bytes(paper.output())


def _background(paper: Any) -> None:
    for edge, thick, colour in ((8.5, 1.1, RED), (11.3, 0.25, GOLD)):
        paper.set_draw_color(*colour)
        paper.set_line_width(thick)
        inset = edge + thick / 2
        paper.rect(inset, inset, 297 - 2 * inset, 210 - 2 * inset)
    paper.line(122, 52, 175, 52)
    for x, right in ((197.5, 3.6), (241.5, -3.6)):
        for y, down in ((146.5, 3.6), (190.5, -3.6)):
            paper.line(x, y, x + right, y)
            paper.line(x, y, x, y + down)
    for at, char in enumerate("荣誉证书"):
        _text(paper, BOLD, 52, RED, 100.6 + 25.6 * at, 45, char)
    _text(paper, REGULAR, 11, PALE, 213.7, 153, "盖章处")


def _words(paper: Any, sheet: CertificateSheet) -> None:
    words = sheet.text
    _text(paper, BOLD, 22, INK, 36, 71.6, f"{words.unit} {words.circle}：")
    paper.set_font(REGULAR, size=22)
    paper.set_xy(36, 80)
    paper.multi_cell(225, 15.5, f"　　你小组的课题《{words.title}》荣获\n{words.contest}", wrapmode="CHAR")
    _text(paper, BOLD, 30, RED, 220, 107, words.award)
    _text(paper, REGULAR, 22, INK, 51.5, 118.7, "特发此证，以资鼓励。")
    paper.set_font(REGULAR, size=14)
    paper.set_xy(36, 141)
    paper.multi_cell(154, 7.6, f"小组成员：{'、'.join(words.members)}", wrapmode="CHAR")
    _text(paper, REGULAR, 11.5, INK, 36, 186, f"证书编号：{words.number}")
    _text(paper, REGULAR, 17.5, INK, 198, 174, words.organiser)
    _text(paper, REGULAR, 17.5, INK, 195, 184.8, "二〇二〇年十二月")


def _text(paper: Any, face: str, size: float, colour: tuple[int, int, int], x: float, y: float, words: str) -> None:
    paper.set_font(face, size=size)
    paper.set_text_color(*colour)
    paper.text(x, y, words)
