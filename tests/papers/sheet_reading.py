"""Printed sheets read back: their files, the text of each page without its line ends, their fonts."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pypdfium2
from pypdf import PdfReader

from papers.result_rows import JudgeColumn, PoolRow, PoolSheet, SessionRow, SessionSheet
from scoring.rules.codec import decode, encode

LONG = {
    "unit": "某某省某某市轨道交通建设投资运营集团有限责任公司第三车辆检修分公司一车间" + "甲" * 4,
    "circle": "𫖯㼆玥赟喆堃质量信得过班组" + "乙" * 27,
    "title": "降低城市轨道交通车辆客室车门电子门控单元在高温高湿环境下的误动作率" + "丙" * 27,
}


class Kept:
    """What a printer handed over."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.told: list[tuple[int, int]] = []

    def file(self, name: str, content: bytes) -> None:
        assert name not in self.files
        self.files[name] = content

    def progress(self, done: int, of: int) -> None:
        self.told.append((done, of))


def printed(printer: Callable[[Any, Any], None], values: Any) -> dict[str, bytes]:
    """The files made of these values after their way through the press's JSON; twice gives the same bytes."""
    again = decode(type(values), json.loads(json.dumps(encode(values), ensure_ascii=False)))
    assert again == values
    first, second = Kept(), Kept()
    printer(again, first)
    printer(values, second)
    assert first.files == second.files
    assert first.told and first.told[-1][0] == first.told[-1][1]
    return first.files


def squeezed(text: str) -> str:
    """Text without any white space, as cells that wrap can be found in."""
    return re.sub(r"\s", "", text)


def pages(pdf: bytes) -> list[str]:
    """The squeezed text of each page."""
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def whole(pdf: bytes) -> str:
    """The squeezed text of all pages."""
    return "".join(pages(pdf))


def fonts(pdf: bytes) -> dict[str, bool]:
    """By name of each font, whether its glyphs are in the file."""
    found = {}
    for page in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            said = font.get_object()
            if said["/Subtype"] != "/Type1":  # ReportLab names Helvetica on each page and writes nothing with it
                found[said["/BaseFont"]] = "/FontFile2" in said["/FontDescriptor"]
    return found


def beyond_the_margins(pdf: bytes, margin: int = 20) -> list[str]:
    """Characters that stand nearer to a page's edge than `margin` points, or beyond it."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        width, height = page.get_size()
        text = page.get_textpage()
        for at in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(at)
            inside = left >= margin and right <= width - margin and bottom >= margin and top <= height - margin
            if not inside and text.get_text_range(at, 1).strip():
                found.append(text.get_text_range(at, 1))
    return found


def pool_row(number: int, **more: str) -> PoolRow:
    """A ranked row with its own names and scores."""
    usual = {
        "rank": str(number),
        "entry": f"SH{number:03}",
        "kind": "问题解决型",
        "title": f"课题{number}号",
        "circle": f"小组{number}号",
        "unit": f"单位{number}号",
        "presentation": f"9{number % 10}.10",
        "deduction": "0.50",
        "document": f"8{number % 10}.20",
        "final": f"{99 - number}.30",
        "members": f"组长{number}、组员{number}",
        "recommendation": "同意推荐",
    }
    return PoolRow(**{**usual, **more})


def pool(*rows: PoolRow, provisional: bool = False, title: str = "问题解决型") -> PoolSheet:
    return PoolSheet(title, rows, provisional, "全国候选 3 个，候补 2 个，每单位上限 1 个")


def session(judges: int, *rows: SessionRow, **more: Any) -> SessionSheet:
    columns = tuple(JudgeColumn(seat, f"评委{seat}") for seat in range(1, judges + 1))
    return SessionSheet("A", "一号会场", columns, rows, **more)
